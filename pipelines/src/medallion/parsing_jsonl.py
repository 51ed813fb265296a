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
from pyspark.sql.types import DataType, DecimalType, StringType, StructField, StructType

from medallion.jsonl_field import Field
from medallion.jsonl_reread import CORRUPT, OPTIONS, is_flat, reread
from medallion.manifest import Table
from medallion.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED, all_of, any_of, occurrences, total


def parse(lines: DataFrame, table: Table, seen: Sequence[tuple[str, DataType]] = ()) -> DataFrame:
    """Adds the declared columns, RESCUED and MALFORMED to `lines`, which has LINE (not blank), FILE and OFFSET.

    `seen` are undeclared keys that the first lines of the files hold: parsed along, they keep drifted lines fast.
    """
    fields = _fields(table, seen)
    parsed = lines.select(LINE, FILE, OFFSET, F.from_json(LINE, _schema(fields), OPTIONS).alias("p"))
    typed = parsed.select(
        LINE,
        FILE,
        OFFSET,
        *[F.col("p").getField(field.name).alias(f"r{field.place}") for field in fields],
        *[field.convert(F.col("p").getField(field.name)).alias(f"v{field.place}") for field in fields],
        F.col("p").getField(CORRUPT).isNotNull().alias("failed"),
        is_flat().alias("flat"),
    )
    judged = typed.select("*", (~_adds_up(fields)).alias("suspect"))
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


def _fields(table: Table, seen: Sequence[tuple[str, DataType]]) -> list[Field]:
    declared = zip(table.columns, table.schema(), strict=True)
    fields = [Field(place, c.name, field.dataType, c.format) for place, (c, field) in enumerate(declared)]
    extra = [Field(len(fields) + i, name, kind, declared=False) for i, (name, kind) in enumerate(seen)]
    return fields + extra


def _schema(fields: Sequence[Field]) -> StructType:
    return StructType([field.parsed for field in fields] + [StructField(CORRUPT, StringType())])


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
