"""Merges rows into a table by its declared history, in one commit with a transaction id.

The result does not depend on the order in which rows arrive: `scd1` keeps the greatest row of a key, by the order
columns first and then by all columns; `append` keeps each row, once or as often as it arrived; `scd2` is a function of
all rows of a key that ever arrived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from delta.tables import DeltaMergeBuilder, DeltaTable
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.writing import CHANGE_FEED, create, properties_at_birth, set_property
from medallion.ledger.results import Run
from medallion.silver import scd2
from medallion.spark.transactions import fixed_source, state, transaction, transaction_options


@dataclass(frozen=True)
class MergeCommit:
    """The transaction id of a merge, the name of its crash point, and the note of its commit."""

    app_id: str
    version: int
    point: str
    note: str | None = None


def merge(lake: Lake, table: Table, rows: DataFrame, run: Run, commit: MergeCommit, bounds: Mapping[str, Any]) -> None:
    """`bounds` has the least and greatest value of key columns in the rows; files outside of them are not read.

    Raises MedallionError `unsupported-history`.
    """
    match table.history:
        case "scd1":
            incoming = _newest(rows, table)
        case "append":
            incoming = rows.select(*table.column_names)
            incoming = incoming.dropDuplicates() if table.deduplicate else incoming
        case "scd2":
            exists = state(lake.spark, lake.location(table)).exists
            existing = DeltaTable.forPath(lake.spark, lake.location(table)).toDF() if exists else None
            near = None if existing is None else existing.where(_within(table, bounds))
            incoming = scd2.spliced(table, rows, near)
        case other:
            raise MedallionError(
                "unsupported-history",
                f"{table.name} declares the history '{other}'; silver keeps 'scd1', 'scd2' and 'append'.",
                "Declare one of these histories.",
            )
    stamped = incoming.withColumns({"_updated_at": F.lit(datetime.now(UTC)), "_run_id": F.lit(run.id)})
    crash_points.reached(f"{commit.point}:before")
    _write(lake, table, stamped, commit, bounds)
    crash_points.reached(f"{commit.point}:after")


def _write(lake: Lake, table: Table, rows: DataFrame, commit: MergeCommit, bounds: Mapping[str, Any]) -> None:
    location = lake.location(table)
    found = state(lake.spark, location)
    is_new = not found.exists
    if not is_new and table.change_feed and found.table_property(CHANGE_FEED) != "true":
        # The table was created without a reader of its feed. A feed is never disabled: readers outside may use it.
        set_property(lake.spark, location, CHANGE_FEED, "true")
    options = transaction_options(commit.app_id, commit.version, commit.note)
    if is_new:
        create(rows.drop(scd2.GONE), location, properties_at_birth(lake, table), table.partition_by, options)
        return
    if table.history == "append" and not table.deduplicate:
        rows.write.format("delta").mode("append").options(**options).save(location)
        return
    same = [F.col(f"s.{name}") == F.col(f"t.{name}") for name in table.keys]
    if table.history == "append":
        same += [F.col(f"s.{name}").eqNullSafe(F.col(f"t.{name}")) for name in _others(table)]
    if table.history == "scd2":
        same.append(F.col(f"s.{scd2.FROM}") == F.col(f"t.{scd2.FROM}"))
    # A MERGE plans and reads its source twice.
    source = rows.localCheckpoint(eager=False)
    target = DeltaTable.forPath(lake.spark, location)
    builder = target.alias("t").merge(source.alias("s"), _all([*same, _within(table, bounds, "t.")]))
    with transaction(lake.spark, commit.app_id, commit.version, commit.note), fixed_source(lake.spark):
        _clauses(builder, table).execute()


def _clauses(builder: DeltaMergeBuilder, table: Table) -> DeltaMergeBuilder:
    match table.history:
        case "append":
            return builder.whenNotMatchedInsertAll()
        case "scd2":
            kept = [*table.column_names, *scd2.COLUMNS, "_updated_at", "_run_id"]
            values: dict[str, str | SparkColumn] = {name: F.col(f"s.{name}") for name in kept}
            gone = F.col(f"s.{scd2.GONE}")
            return (
                builder.whenMatchedDelete(gone)
                .whenMatchedUpdate(set=values)
                .whenNotMatchedInsert(condition=~gone, values=values)
            )
    newer = _rank(table, "s.") > _rank(table, "t.")
    return builder.whenMatchedUpdateAll(condition=newer).whenNotMatchedInsertAll()


def _others(table: Table) -> list[str]:
    return [name for name in table.column_names if name not in table.keys]


def _rank(table: Table, prefix: str) -> SparkColumn:
    """Sort key of a row. Structs are compared field by field; NULL is lowest."""
    names = (*table.order_by, *table.column_names)
    return F.struct(*[F.col(f"{prefix}{name}").alias(f"_{i}") for i, name in enumerate(names)])


def _newest(rows: DataFrame, table: Table) -> DataFrame:
    order = [F.col(name).desc_nulls_last() for name in (*table.order_by, *table.column_names)]
    place = F.row_number().over(Window.partitionBy(*table.keys).orderBy(*order))
    return rows.select(*table.column_names, place.alias("_place")).where("_place = 1").drop("_place")


def bounding(table: Table) -> list[SparkColumn]:
    """Aggregates that compute `bounds`: `min_<key>` and `max_<key>`."""
    columns = {column.name: column for column in table.columns}
    named = [name for name in table.keys if columns[name].type.split("(")[0] in _BOUNDED]
    return [
        function(name).alias(f"{end}_{name}") for name in named for end, function in (("min", F.min), ("max", F.max))
    ]


# Types whose values pass through Python unchanged.
_BOUNDED = ("int", "bigint", "string", "date", "decimal")


def _within(table: Table, bounds: Mapping[str, Any], prefix: str = "") -> SparkColumn:
    """Condition that lets Delta skip files and partitions without keys of the batch."""
    conditions = []
    for name in table.keys:
        least, most = bounds.get(f"min_{name}"), bounds.get(f"max_{name}")
        if isinstance(least, int | str | date | Decimal) and isinstance(most, int | str | date | Decimal):
            conditions.append(F.col(f"{prefix}{name}").between(F.lit(least), F.lit(most)))
    return _all(conditions)


def _all(conditions: Sequence[SparkColumn]) -> SparkColumn:
    whole = F.lit(True)
    for condition in conditions:
        whole = whole & condition
    return whole
