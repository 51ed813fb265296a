"""Converts new bronze rows into silver rows: declared columns, standardised and protected, not checked yet."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, StringType

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import RowCheck, Table
from medallion.lake.tokens import load_key, token, with_key
from medallion.silver import exact_casts

# True for a row that deletes its key. Exists only if the contract has `deleteWhen`.
DELETED = "_deleted"


@dataclass(frozen=True)
class Change:
    """Versions of the bronze table that silver has not read yet: after `since`, up to and including `until`.

    With equal versions there are no new rows, but held rows can be released.
    """

    source: Table
    since: int
    until: int

    @property
    def is_first(self) -> bool:
        return self.since < 0

    @property
    def has_news(self) -> bool:
        return self.until > self.since


def carried(table: Table) -> list[str]:
    """Columns of a row before it is merged into the table."""
    return [*table.column_names, DELETED] if table.delete_when else table.column_names


def new_rows(lake: Lake, change: Change) -> DataFrame:
    reader = lake.spark.read.format("delta")
    location = lake.location(change.source)
    if change.is_first:
        rows = reader.option("versionAsOf", change.until).load(location)
    else:
        rows = (
            reader.option("readChangeFeed", "true")
            .option("startingVersion", change.since + 1)
            .option("endingVersion", change.until)
            .load(location)
            .where("_change_type = 'insert'")
        )
    return rows.where("NOT _quarantined")


def standardised(lake: Lake, table: Table, rows: DataFrame) -> DataFrame:
    """The columns of `carried`, and one flag per column with a standard: false for a value without standard form.

    A personal column becomes a token of its standardised text. A row that deletes keeps only its key and order, because
    its other columns are not a version of the key.
    """
    columns = [F.expr(column.expression or column.name).alias(column.name) for column in table.columns]
    deleted = [F.expr(f"coalesce(({table.delete_when}), false)").alias(DELETED)] if table.delete_when else []
    protected = any(column.protection for column in table.columns)
    source = with_key(rows, load_key(lake.spark, lake.binding)) if protected else rows
    blocks = [name for name in source.columns if name not in rows.columns]
    computed = source.select(*columns, *deleted, *blocks)
    identity = {*table.keys, *table.order_by}
    final, flags = [], []
    for place, (column, field) in enumerate(zip(table.columns, table.schema(), strict=True)):
        value, kind = F.col(f"`{column.name}`"), computed.schema[column.name].dataType
        if column.standard is not None:
            form = F.expr(column.standard)
            final_type = field.dataType if column.protection is None else StringType()
            value = exact_casts.exact(form, _type(computed, form), final_type, column)
            flags.append((F.col(column.name).isNull() | value.isNotNull()).alias(_flag(place)))
            kind = final_type
        if column.protection is not None:
            value, kind = _protected(value, column.protection), StringType()
        if column.standard is None and not exact_casts.is_certain(kind, field.dataType):
            flags.append((~exact_casts.is_given_up(value, kind, field.dataType, column)).alias(_cast_flag(place)))
        value = exact_casts.exact(value, kind, field.dataType, column)
        if table.delete_when and column.name not in identity:
            value = F.when(~F.col(DELETED), value)
        final.append(value.alias(column.name))
    return computed.select(*final, *([DELETED] if deleted else []), *flags)


def cast_checks(table: Table, rows: DataFrame) -> list[RowCheck]:
    """Checks that fail for values that are none of the declared type. `rows` are those of `standardised`."""
    return [
        RowCheck(f"{column.name}.cast", _cast_flag(place), "error", "conformity")
        for place, column in enumerate(table.columns)
        if _cast_flag(place) in rows.columns
    ]


def _type(frame: DataFrame, value: SparkColumn) -> DataType:
    return frame.select(value).schema[0].dataType


def _cast_flag(place: int) -> str:
    return f"_cast{place}"


def standard_checks(table: Table) -> list[RowCheck]:
    """Checks that fail for values without a standard form, so that they do not silently become NULL."""
    return [
        RowCheck(f"{column.name}.standardise", _flag(place), "error", "conformity")
        for place, column in enumerate(table.columns)
        if column.standard is not None
    ]


def _flag(place: int) -> str:
    return f"_standard{place}"


def _protected(value: SparkColumn, protection: str | None) -> SparkColumn:
    match protection:
        case None:
            return value
        case "token":
            return token(value.cast("string"))
    raise MedallionError(
        "unsupported-protection", f"A column declares the protection '{protection}'.", "Declare 'token'."
    )
