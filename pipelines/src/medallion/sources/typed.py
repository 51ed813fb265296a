"""Converts rows that have types (Parquet, Avro, tables), or texts by name (XML), into declared columns.

A value of the declared type is kept. Any other is converted only if its text is exactly a value of the declared type,
so that nothing is rounded, truncated or guessed; else it is rescued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    ByteType,
    DataType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    LongType,
    MapType,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
)

from medallion.lake.manifest import Table
from medallion.reading import casting
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED, json_object, json_pair
from medallion.sources.documents import BROKEN, OTHERS, TEXTS

# A struct of all columns of the source.
RECORD = "_record"
_EXACT_TIME = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"
_WIDER: dict[type[DataType], tuple[type[DataType], ...]] = {
    ByteType: (ShortType, IntegerType, LongType),
    ShortType: (IntegerType, LongType),
    IntegerType: (LongType,),
    FloatType: (DoubleType,),
    TimestampNTZType: (TimestampType,),
}


def as_record(frame: DataFrame) -> SparkColumn:
    return F.struct(*[F.col(f"`{name}`") for name in frame.columns]).alias(RECORD)


def parse(rows: DataFrame, table: Table) -> DataFrame:
    """`rows` has RECORD, FILE and OFFSET; LINE is the record as a JSON object of texts."""
    record = rows.schema[RECORD].dataType
    assert isinstance(record, StructType)
    found = leaves(table, record)
    texts = {name: text_of(leaf.value, leaf.type) for name, leaf in found.items()}
    sources = _by_column(table, found)
    values = rows.select(
        "*",
        *[
            exact(found[source].value, found[source].type, target.dataType, column.format).alias(f"v{i}")
            if source is not None
            else F.lit(None).cast(target.dataType).alias(f"v{i}")
            for i, (column, target, source) in enumerate(zip(table.columns, table.schema(), sources, strict=True))
        ],
    )
    read = {source: F.col(f"v{i}").isNotNull() for i, source in enumerate(sources) if source is not None}
    lost = [
        F.when(text.isNotNull() & ~read.get(name, F.lit(False)), json_pair(F.lit(name), text))
        for name, text in texts.items()
    ]
    return values.select(
        F.to_json(F.struct(*[text.alias(name) for name, text in texts.items()])).alias(LINE),
        FILE,
        OFFSET,
        F.lit(False).alias(MALFORMED),
        *[F.col(f"v{i}").alias(name) for i, name in enumerate(table.column_names)],
        json_object(_present(lost)).alias(RESCUED),
    )


def parse_texts(rows: DataFrame, table: Table) -> DataFrame:
    """`rows` has LINE, FILE, OFFSET, BROKEN, TEXTS and OTHERS."""
    text = [F.col(TEXTS).getItem(i) for i in range(len(table.columns))]
    values = rows.select(
        "*",
        *[
            casting.parse(text[i], target.dataType, column.format).alias(f"v{i}")
            for i, (column, target) in enumerate(zip(table.columns, table.schema(), strict=True))
        ],
    )
    lost = [
        F.when(text[i].isNotNull() & F.col(f"v{i}").isNull(), json_pair(F.lit(name), text[i]))
        for i, name in enumerate(table.source_names)
    ]
    return values.select(
        LINE,
        FILE,
        OFFSET,
        F.col(BROKEN).alias(MALFORMED),
        *[F.col(f"v{i}").alias(name) for i, name in enumerate(table.column_names)],
        F.when(~F.col(BROKEN), json_object(F.concat(_present(lost), OTHERS))).alias(RESCUED),
    )


def parse_lines(rows: DataFrame, table: Table) -> DataFrame:
    """Parses LINE as `parse` wrote it."""
    entries = rows.select("*", F.from_json(LINE, "map<string,string>").alias("m"))
    names = F.array(*[F.lit(name) for name in table.source_names])
    others = F.transform(
        F.filter(F.map_entries("m"), lambda entry: ~F.array_contains(names, entry["key"])),
        lambda entry: json_pair(entry["key"], entry["value"]),
    )
    texts = entries.select(
        LINE,
        FILE,
        OFFSET,
        F.col("m").isNull().alias(BROKEN),
        F.array(*[F.col("m").getItem(name) for name in table.source_names]).alias(TEXTS),
        F.coalesce(others, F.array().cast("array<string>")).alias(OTHERS),
    )
    return parse_texts(texts, table)


@dataclass(frozen=True)
class Leaf:
    """A field of a record, or of a struct in it."""

    value: SparkColumn
    type: DataType


def leaves(table: Table, record: StructType) -> dict[str, Leaf]:
    """The fields by name. Those of a struct from which a column reads are named with its name and a dot in front."""
    wanted = [name.lower() for name in table.source_names]

    def within(parent: SparkColumn, fields: StructType, prefix: str) -> Iterator[tuple[str, Leaf]]:
        for field in fields:
            name, value = f"{prefix}{field.name}", parent.getField(field.name)
            inside = f"{name.lower()}."
            is_read_into = name.lower() not in wanted and any(one.startswith(inside) for one in wanted)
            if isinstance(field.dataType, StructType) and is_read_into:
                yield from within(value, field.dataType, f"{name}.")
            else:
                yield name, Leaf(value, field.dataType)

    return dict(within(F.col(RECORD), record, ""))


def _by_column(table: Table, found: Mapping[str, Leaf]) -> list[str | None]:
    """The source field of each declared column: the same name, else the same name in another case."""
    folded: dict[str, str] = {}
    for name in found:
        folded.setdefault(name.lower(), name)
    return [name if name in found else folded.get(name.lower()) for name in table.source_names]


def exact(raw: SparkColumn, source: DataType, target: DataType, pattern: str | None = None) -> SparkColumn:
    if isinstance(source, FloatType | DoubleType) and isinstance(target, FloatType | DoubleType):
        # What is no number is none in any format.
        raw = F.when(~F.isnan(raw) & (F.abs(raw) != F.lit(float("inf"))), raw)
    if source == target:
        return raw
    if widens(source, target):
        return raw.cast(target)
    if isinstance(source, IntegralType | DecimalType) and isinstance(target, IntegralType | DecimalType):
        # There and back again: a text would say the same, by a hundred times as many expressions.
        return F.when(raw.cast(target).cast(source) == raw, raw.cast(target))
    # The pattern describes a text; a typed value has none.
    return casting.parse(text_of(raw, source), target, pattern if isinstance(source, StringType) else None)


def widens(source: DataType, target: DataType) -> bool:
    """Whether a plain cast keeps every value."""
    return isinstance(target, _WIDER.get(type(source), ())) or _holds(source, target)


def _holds(source: DataType, target: DataType) -> bool:
    if not (isinstance(source, DecimalType) and isinstance(target, DecimalType)):
        return False
    return target.scale >= source.scale and target.precision - target.scale >= source.precision - source.scale


def text_of(raw: SparkColumn, kind: DataType) -> SparkColumn:
    match kind:
        case TimestampType() | TimestampNTZType():
            return F.date_format(raw.cast("timestamp"), _EXACT_TIME)
        case BinaryType():
            return F.base64(raw)
        case StructType() | ArrayType() | MapType():
            return F.to_json(raw)
    return raw.cast("string")


def _present(pairs: Sequence[SparkColumn]) -> SparkColumn:
    return F.filter(F.array(*pairs).cast("array<string>"), lambda pair: pair.isNotNull())
