"""JSON lines to declared columns, losing nothing, at nearly the price of a plain parse.

Most lines need no parser: `jsonl_template` proves what they say. Any other is parsed once with the declared schema.
Whether that parse saw everything is decided by counting, not by a second parse. In a flat line quotes belong to keys
and strings, and every key and string that was found accounts for two of them; an escaped quote only adds to what is
counted. So when the line has no more quotes than that, no key is unknown or repeated, and no string stands where a
number is declared. A string column whose text may have stood without quotes (a number, a truth value) could make up for
two quotes of a key: then colons are counted as well. Only a line that does not add up is parsed again, into a map, from
which `_rescued_data` is built.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import (
    DataType,
    DecimalType,
    DoubleType,
    FloatType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from medallion.jsonl_field import REST, Field
from medallion.jsonl_reread import CORRUPT, OPTIONS, reread
from medallion.jsonl_template import READ, first_look, template_of
from medallion.manifest import Table
from medallion.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED, all_of, any_of, occurrences, total

# The parser refuses a longer number, whose line is then read again. Fewer would refuse common ids, more digits than
# a bigint has would make decimals slow.
_FEWEST_DIGITS = 11
_MOST_DIGITS = 19


def parse(
    lines: DataFrame, table: Table, seen: Sequence[tuple[str, DataType]] = (), head: Sequence[str] = ()
) -> DataFrame:
    """Adds the declared columns, RESCUED and MALFORMED to `lines`, which has LINE (not blank), FILE and OFFSET.

    `head` are first lines of the files, `seen` undeclared keys in them: they only make it faster.
    """
    fields = fields_of(table, seen)
    template = template_of(head, fields)
    looked = lines.withColumn(REST, F.col(LINE)) if template is None else first_look(lines, template, fields)
    judged = _judged(looked, fields)
    again = judged.select("*", F.when(F.col("suspect"), reread(fields)).alias("again"))
    malformed = F.coalesce(F.col("again.malformed"), F.lit(False))
    return again.select(
        LINE,
        FILE,
        OFFSET,
        malformed.alias(MALFORMED),
        *[_accepted(field, malformed).alias(field.name) for field in fields if field.declared],
        F.when(F.col("suspect"), F.col("again.rescued")).otherwise(_seen(fields)).alias(RESCUED),
    )


def _judged(looked: DataFrame, fields: Sequence[Field]) -> DataFrame:
    """The values of each line as `v0`, `v1`, ..., and `suspect`, true where it has to be parsed again.

    Of a line that is read, REST is NULL, with which Spark is done at once: a condition would not do, because behind
    one an expression is evaluated at each mention.
    """
    parsed = F.from_json(REST, _schema(fields), {**OPTIONS, **_limits(fields)})
    # One projection: each mention of `parsed` is the same expression, which Spark evaluates once a row.
    return looked.select(
        LINE,
        FILE,
        OFFSET,
        *[_value(field, parsed, looked).alias(f"v{field.place}") for field in fields],
        (~_adds_up(parsed, fields)).alias("suspect"),
    )


def _value(field: Field, parsed: SparkColumn, looked: DataFrame) -> SparkColumn:
    value, read = field.convert(parsed), f"{READ}{field.place}"
    return F.coalesce(F.col(read), value) if read in looked.columns else value


def fields_of(table: Table, seen: Sequence[tuple[str, DataType]]) -> list[Field]:
    declared = list(zip(table.columns, table.schema(), strict=True))
    digits = max(_FEWEST_DIGITS, *[_digits(field.dataType) for _, field in declared])
    fields = [
        Field(place, c.name, field.dataType, c.format, digits=digits) for place, (c, field) in enumerate(declared)
    ]
    extra = [Field(len(fields) + i, name, kind, declared=False) for i, (name, kind) in enumerate(seen)]
    return fields + extra


def _digits(target: DataType) -> int:
    """Of the longest number that a column may be delivered with, as far as it matters."""
    match target:
        case LongType() | DoubleType() | FloatType():
            return _MOST_DIGITS
        case DecimalType():
            return min(target.precision, _MOST_DIGITS)
    return 0


def _schema(fields: Sequence[Field]) -> StructType:
    return StructType([field.parsed for field in fields] + [StructField(CORRUPT, StringType())])


def _limits(fields: Sequence[Field]) -> dict[str, str]:
    """Where decimals have all their guard digits the parser refuses what is longer."""
    decimals = _decimals(fields)
    is_guarded = bool(decimals) and all(field.guard == field.digits - 1 for field in decimals)
    return {"maxNumLen": str(decimals[0].digits)} if is_guarded else {}


def _decimals(fields: Sequence[Field]) -> list[Field]:
    return [field for field in fields if isinstance(field.target, DecimalType)]


def _adds_up(parsed: SparkColumn, fields: Sequence[Field]) -> SparkColumn:
    line = F.col(REST)
    texts = [field for field in fields if field.is_text]
    keys = total([field.keys(parsed) for field in fields])
    strings = total([field.strings(parsed) for field in texts])
    # What follows the last quote ends the object, and with it the line.
    rest = F.substring_index(line, '"', -1)
    conditions = [
        parsed.getField(CORRUPT).isNull(),
        F.startswith(line, F.lit("{")),
        F.octet_length(F.substring_index(rest, "}", 1)) == F.octet_length(rest) - 1,
        *[field.is_read(parsed) for field in fields if field.is_text or isinstance(field.target, DecimalType)],
        *[~F.coalesce(field.is_nested(parsed), F.lit(False)) for field in fields if field.is_string],
        _has_at_most(line, '"', (keys + strings) * 2),
        # A key that was seen elsewhere and is null here has no value to carry into the rescued data.
        ~any_of([field.raw(parsed).isNull() & field.named() for field in fields if not field.declared]),
        _decimals_seen_whole(fields),
    ]
    if texts:
        bare = any_of([F.coalesce(field.may_be_bare(parsed), F.lit(False)) for field in texts])
        conditions.append(~bare | _adds_up_without_quotes(parsed, fields, keys, strings))
    return all_of(conditions)


def _adds_up_without_quotes(
    parsed: SparkColumn, fields: Sequence[Field], keys: SparkColumn, strings: SparkColumn
) -> SparkColumn:
    """For lines whose strings may be numbers: no more colons than are known, and a quote for each end of a string."""
    line = F.col(REST)
    inside = total([field.colons_inside(parsed) for field in fields if field.is_text])
    conditions = [
        ~F.contains(line, F.lit("\\")),
        _has_at_most(line, ":", keys + inside),
        occurrences(line, '"') == (keys + strings) * 2,
    ]
    if any(field.may_be_quoted for field in fields):
        # A quoted number could make up for a string that is one.
        numbers = [field.may_be_number(parsed) for field in fields if field.is_string]
        conditions.append(~any_of([F.coalesce(number, F.lit(False)) for number in numbers]))
    return all_of(conditions)


def _has_at_most(line: SparkColumn, character: str, most: SparkColumn) -> SparkColumn:
    """One scan that ends at the first occurrence too many."""
    head = F.call_function("substring_index", line, F.lit(character), most + 1)
    return F.octet_length(head) == F.octet_length(line)


def _decimals_seen_whole(fields: Sequence[Field]) -> SparkColumn:
    """No number that the guard digits cannot judge: a negative exponent, or a run of zeros or nines as long as they."""
    decimals = _decimals(fields)
    if not decimals:
        return F.lit(True)
    line = F.col(REST)
    # Words have an `e-`, too: the expression, which costs more than the parse, looks at such lines only.
    exponent = any_of([F.contains(line, F.lit(sign)) for sign in ("e-", "E-")]) & line.rlike("[0-9][eE]-[0-9]")
    if _limits(fields):
        return ~exponent
    fewest = min(field.guard for field in decimals)
    return ~(exponent | any_of([F.contains(line, F.lit(digit * fewest)) for digit in "09"]))


def _accepted(field: Field, malformed: SparkColumn) -> SparkColumn:
    if isinstance(field.target, DecimalType):
        inexact = F.coalesce(F.array_contains(F.col("again.inexact"), field.name), F.lit(False))
        return F.when(~malformed & ~inexact, field.value)
    return F.when(~malformed, field.value)


def _seen(fields: Sequence[Field]) -> SparkColumn:
    """The rescued data of a line that adds up: undeclared keys that were parsed along."""
    extra = [field for field in fields if not field.declared]
    if not extra:
        return F.lit(None).cast("string")
    together = F.struct(*[field.value.cast("string").alias(field.name) for field in extra])
    return F.when(any_of([field.value.isNotNull() for field in extra]), F.to_json(together))
