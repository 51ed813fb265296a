"""JSON lines to declared columns, losing nothing, at nearly the price of a plain parse.

Each line is parsed once with the declared schema. Whether that parse saw everything is decided by counting, not by a
second parse. In a line without a backslash or a nested object every colon belongs to a key or stands inside a string,
and every found key and value accounts for colons of its own; so when the counts are equal no key is unknown, repeated
or unread. Quotes belong to keys and strings; so when those counts are equal too, no string stands where a number is
declared or the other way round. Only a line that does not add up is parsed again, into a map, from which
`_rescued_data` is built.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, DecimalType, MapType, StringType, StructField, StructType

from medallion.jsonl_field import Field
from medallion.manifest import Table
from medallion.parsing import FILE, LINE, MALFORMED, RESCUED, all_of, any_of, json_object, json_pair, occurrences, total

_CORRUPT = "_corrupt_record"
# Standard JSON only: `{'a': 1}` is a malformed line.
_OPTIONS = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": _CORRUPT, "allowSingleQuotes": "false"}
_TEXTS = MapType(StringType(), StringType())
_LIST = StructType([StructField("r", ArrayType(_TEXTS)), StructField(_CORRUPT, StringType())])
_SINGLE = StructType([StructField("r", _TEXTS), StructField(_CORRUPT, StringType())])
# A number that Spark's text of a JSON value may shorten: more digits than a double holds, or an exponent.
_LONG_NUMBER = "[0-9.]{16,}|[0-9][eE]"
# Spark reads the string "1,5" as the decimal 15.
_COMMA_IN_NUMBER = ':[ \\t]*"[0-9.+-]*,'


def parse(lines: DataFrame, table: Table, seen: Sequence[tuple[str, DataType]] = ()) -> DataFrame:
    """Adds the declared columns, RESCUED and MALFORMED to `lines`, which has LINE (not blank) and FILE.

    `seen` are undeclared keys that the first lines of the files hold: parsed along, they keep drifted lines fast.
    """
    fields = _fields(table, seen)
    parsed = lines.select(LINE, FILE, F.from_json(LINE, _schema(fields), _OPTIONS).alias("p"))
    typed = parsed.select(
        LINE,
        FILE,
        *[F.col("p").getField(field.name).alias(f"r{field.place}") for field in fields],
        *[field.convert(F.col("p").getField(field.name)).alias(f"v{field.place}") for field in fields],
        F.col("p").getField(_CORRUPT).isNotNull().alias("failed"),
    )
    judged = typed.select("*", _is_flat().alias("flat")).select("*", (~_adds_up(fields)).alias("suspect"))
    return _finish(_entries(judged), fields)


def _fields(table: Table, seen: Sequence[tuple[str, DataType]]) -> list[Field]:
    declared = zip(table.columns, table.schema(), strict=True)
    fields = [Field(place, c.name, field.dataType, c.format) for place, (c, field) in enumerate(declared)]
    extra = [Field(len(fields) + i, name, kind, declared=False) for i, (name, kind) in enumerate(seen)]
    return fields + extra


def _schema(fields: Sequence[Field]) -> StructType:
    return StructType([field.parsed for field in fields] + [StructField(_CORRUPT, StringType())])


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


def _adds_up(fields: Sequence[Field]) -> SparkColumn:
    line = F.col(LINE)
    keys = total([field.keys() for field in fields])
    colons = occurrences(line, ":") == keys + total([field.colons_inside() for field in fields])
    quotes = occurrences(line, '"') == (keys + total([field.strings() for field in fields])) * 2
    exact = all_of([field.is_exact() for field in fields])
    # A key that was seen elsewhere and is null here has no value to carry into the rescued data.
    nulls = any_of([field.raw.isNull() & field.named() for field in fields if not field.declared])
    return F.col("flat") & ~F.col("failed") & colons & quotes & exact & ~nulls & _decimals_seen_whole(fields)


def _decimals_seen_whole(fields: Sequence[Field]) -> SparkColumn:
    """No number that the guard digits cannot judge: a run of zeros or nines that long, or a negative exponent."""
    guards = [field.guard for field in fields if isinstance(field.target, DecimalType)]
    if not guards:
        return F.lit(True)
    signs = ["0" * min(guards), "9" * min(guards), "e-", "E-"]
    return ~any_of([F.contains(F.col(LINE), F.lit(sign)) for sign in signs])


def _entries(judged: DataFrame) -> DataFrame:
    """Adds `entries`, every key of a suspect line with its text, repeated keys included, and MALFORMED.

    The line is parsed inside a list; what follows an object could close that list and go on. It cannot at the same
    time close the wrapper without a list, so a line that is not flat must pass both.
    """
    line, suspect = F.col(LINE), F.col("suspect")
    in_list = F.from_json(F.concat(F.lit('{"r":['), line, F.lit("]}")), _LIST, _OPTIONS)
    single = F.from_json(F.concat(F.lit('{"r":'), line, F.lit("}")), _SINGLE, _OPTIONS)
    wrapped = judged.select(
        "*", F.when(suspect, in_list).alias("w"), F.when(suspect & ~F.col("flat"), single).alias("s")
    )
    found = F.when(F.col(f"w.{_CORRUPT}").isNull() & (F.size("w.r") == 1), F.element_at("w.r", 1))
    whole = F.col("flat") | (F.col(f"s.{_CORRUPT}").isNull() & F.col("s.r").isNotNull())
    listed = wrapped.select("*", F.when(suspect & whole, F.map_entries(found)).alias("entries"))
    names = F.transform("entries", lambda entry: entry["key"])
    return listed.select(
        "*", (suspect & F.col("entries").isNull()).alias(MALFORMED), F.when(suspect, names).alias("names")
    )


def _finish(judged: DataFrame, fields: Sequence[Field]) -> DataFrame:
    declared = [field for field in fields if field.declared]
    reads_comma = F.col("suspect") & F.col(LINE).rlike(_COMMA_IN_NUMBER)
    accepted = judged.select(
        *(LINE, FILE, MALFORMED, "suspect", "entries", "names"),
        (F.col("suspect") & (F.size("names") != F.size(F.array_distinct("names")))).alias("repeats"),
        *[
            F.when(~F.col(MALFORMED) & ~(reads_comma & _text_of(field.name).contains(",")), field.value).alias(
                f"v{field.place}"
            )
            if isinstance(field.target, DecimalType)
            else F.when(~F.col(MALFORMED), field.value).alias(f"v{field.place}")
            for field in fields
        ],
    )
    extra = [field for field in fields if not field.declared]
    quick = F.lit(None).cast("string")
    if extra:
        together = F.struct(*[field.value.cast("string").alias(field.name) for field in extra])
        quick = F.when(any_of([field.value.isNotNull() for field in extra]), F.to_json(together))
    return accepted.select(
        LINE,
        FILE,
        MALFORMED,
        *[field.value.alias(field.name) for field in declared],
        F.when(F.col("suspect"), _rescued(declared)).otherwise(quick).alias(RESCUED),
    )


def _rescued(declared: Sequence[Field]) -> SparkColumn:
    """Texts of keys that are unknown, repeated, or declared but not readable as declared."""
    known = F.array(*[F.lit(field.name) for field in declared])
    unread = F.array(*[F.when(field.value.isNull(), F.lit(field.name)) for field in declared])
    repeats = F.col("repeats")

    def is_lost(entry: SparkColumn) -> SparkColumn:
        key, text = entry["key"], entry["value"]
        repeated = repeats & (F.size(F.filter("names", lambda name: name == key)) > 1)
        unreadable = text.isNotNull() & F.coalesce(F.array_contains(unread, key), F.lit(False))
        return ~F.array_contains(known, key) | unreadable | repeated

    pairs = F.transform(F.filter("entries", is_lost), lambda entry: json_pair(entry["key"], entry["value"]))
    line = F.when(F.col(LINE).rlike(_LONG_NUMBER), F.array(json_pair(F.lit(LINE), F.col(LINE))))
    return json_object(F.concat(pairs, F.coalesce(line, F.array().cast("array<string>"))))


def _text_of(key: str) -> SparkColumn:
    found = F.filter("entries", lambda entry: entry["key"] == F.lit(key))
    return F.coalesce(F.when(F.size(found) > 0, F.element_at(found, 1)["value"]), F.lit(""))
