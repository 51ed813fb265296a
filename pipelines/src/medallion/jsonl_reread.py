"""The second, complete look at the few JSON lines whose first parse may have missed something.

All of it is one expression that is evaluated for suspect lines only: intermediate columns would be carried along by
every line, and would cost more than the parse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DecimalType, MapType, StringType, StructField, StructType

from medallion.jsonl_field import Field
from medallion.parsing import LINE, all_of, any_of, json_object, json_pair

CORRUPT = "_corrupt_record"
# Standard JSON only: `{'a': 1}` is a malformed line.
OPTIONS = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": CORRUPT, "allowSingleQuotes": "false"}

_TEXTS = MapType(StringType(), StringType())
_LIST = StructType([StructField("r", ArrayType(_TEXTS)), StructField(CORRUPT, StringType())])
_SINGLE = StructType([StructField("r", _TEXTS), StructField(CORRUPT, StringType())])
_MAX_DIGITS = 38
_DOUBLE_DIGITS = 17
# A number that Spark's text of a JSON value may shorten: more digits than a double holds, or an exponent.
_LONG_NUMBER = "[0-9.]{16,}|[0-9][eE]"


def _is_flat() -> SparkColumn:
    """One object with nothing after it and no object inside, and no escaped character."""
    line = F.col(LINE)
    return all_of(
        [
            F.startswith(line, F.lit("{")),
            F.octet_length(F.substring_index(line, "}", 1)) == F.octet_length(line) - 1,
            ~F.contains(line, F.lit("\\")),
        ]
    )


def reread(fields: Sequence[Field]) -> SparkColumn:
    """A struct of `malformed`, `rescued` and `inexact`, the decimal keys whose value Spark rounded or misread."""
    return _let(_entries(), lambda entries: _judge(entries, fields))


def _let(value: SparkColumn, body: Callable[[SparkColumn], SparkColumn]) -> SparkColumn:
    """Evaluates a value once for all its uses in the body."""
    return F.element_at(F.transform(F.array(value), body), 1)


def _entries() -> SparkColumn:
    """Every key with its text, repeated keys included; NULL for a line that is not exactly one JSON object.

    The line is parsed inside a list; what follows an object could close that list and go on. It cannot at the same
    time close the wrapper without a list, so a line that is not flat must pass both.
    """
    line = F.col(LINE)
    in_list = F.from_json(F.concat(F.lit('{"r":['), line, F.lit("]}")), _LIST, OPTIONS)
    single = F.from_json(F.concat(F.lit('{"r":'), line, F.lit("}")), _SINGLE, OPTIONS)
    is_single = _let(single, lambda s: s[CORRUPT].isNull() & s["r"].isNotNull())
    return _let(
        in_list,
        lambda w: F.when(
            w[CORRUPT].isNull() & (F.size(w["r"]) == 1) & (_is_flat() | is_single),
            F.map_entries(F.element_at(w["r"], 1)),
        ),
    )


def _judge(entries: SparkColumn, fields: Sequence[Field]) -> SparkColumn:
    keys = F.transform(F.filter(entries, lambda entry: _is_inexact(entry, fields)), lambda entry: entry["key"])
    return _let(
        F.coalesce(keys, F.array().cast("array<string>")),
        lambda inexact: F.struct(
            entries.isNull().alias("malformed"),
            _rescued(entries, inexact, fields).alias("rescued"),
            inexact.alias("inexact"),
        ),
    )


def _is_inexact(entry: SparkColumn, fields: Sequence[Field]) -> SparkColumn:
    """A decimal that needs more digits than are declared, or a string with a comma, which Spark would drop."""
    text = entry["value"]
    conditions = []
    for field in fields:
        if field.declared and isinstance(field.target, DecimalType):
            precision, scale = field.target.precision, field.target.scale
            widest = DecimalType(_MAX_DIGITS, min(_MAX_DIGITS - (precision - scale), scale + _DOUBLE_DIGITS))
            exact = F.coalesce(text.cast(widest) == text.cast(field.target), F.lit(False))
            conditions.append((entry["key"] == field.name) & text.isNotNull() & ~exact)
    return any_of(conditions)


def _rescued(entries: SparkColumn, inexact: SparkColumn, fields: Sequence[Field]) -> SparkColumn:
    """Texts of keys that are unknown, repeated, or declared but not readable as declared. NULL for a malformed line."""
    declared = [field for field in fields if field.declared]
    known = F.array(*[F.lit(field.name) for field in declared])
    unread = F.array(*[F.when(field.value.isNull(), F.lit(field.name)) for field in declared])
    names = F.transform(entries, lambda entry: entry["key"])
    repeated = F.size(names) != F.size(F.array_distinct(names))

    def pairs(missing: SparkColumn, repeats: SparkColumn) -> SparkColumn:
        def is_lost(entry: SparkColumn) -> SparkColumn:
            key, text = entry["key"], entry["value"]
            again = repeats & (F.size(F.filter(entries, lambda other: other["key"] == key)) > 1)
            unreadable = text.isNotNull() & F.coalesce(F.array_contains(missing, key), F.lit(False))
            return ~F.array_contains(known, key) | unreadable | again

        return F.transform(F.filter(entries, is_lost), lambda entry: json_pair(entry["key"], entry["value"]))

    line = F.when(F.col(LINE).rlike(_LONG_NUMBER), F.array(json_pair(F.lit(LINE), F.col(LINE))))
    missing = F.concat(F.filter(unread, lambda name: name.isNotNull()), inexact)
    lost = _let(missing, lambda m: _let(repeated, lambda r: pairs(m, r)))
    return json_object(F.concat(lost, F.coalesce(line, F.array().cast("array<string>"))))
