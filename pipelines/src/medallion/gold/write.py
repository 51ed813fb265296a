"""Writes a refresh into its table, in one commit with its transaction id and its note."""

from __future__ import annotations

from dataclasses import dataclass

from delta.tables import DeltaTable
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.gold.groups import near
from medallion.gold.increments import GONE, Increment
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.writing import STATISTICS, replace_all, table_options
from medallion.ledger.results import CheckResult
from medallion.quality.row_checks import MASK, CheckSet
from medallion.spark.transactions import fixed_source, state, transaction, transaction_options

# Up to this many rows (about ten megabytes) overwriting a table is faster than a MERGE, which first finds the files. A
# sketch has kilobytes per row.
_SMALL, _SMALL_OF_SKETCHES = 500_000, 50_000

Counted = tuple[int, tuple[CheckResult, ...]]


@dataclass(frozen=True)
class RefreshCommit:
    app_id: str
    version: int
    note: str


def overwrite(lake: Lake, table: Table, frame: DataFrame, commit: RefreshCommit) -> Counted:
    """Replaces all rows. Returns their number and the results of the row checks."""
    checks = CheckSet(table.row_checks)
    observation = Observation(f"{table.name}-{commit.version}")
    counted = (
        frame.select("*", checks.mask().alias(MASK))
        .observe(observation, F.count(F.lit(1)).alias("rows"), *checks.counters())
        .select(*table.column_names)
    )
    crash_points.reached(f"{table.name}:before")
    location, properties = lake.location(table), table_options(table)
    found = state(lake.spark, location)
    options = transaction_options(commit.app_id, commit.version, commit.note)
    if found.exists and found.table_property(STATISTICS) != properties[STATISTICS]:
        # Other columns than before: an overwrite would leave the properties of the old ones.
        replace_all(counted, location, {**found.properties, **properties}, table.partition_by, options)
    else:
        writer = counted.write.format("delta").mode("overwrite").option("overwriteSchema", "true")
        writer.options(**properties, **options).partitionBy(*table.partition_by).save(location)
    crash_points.reached(f"{table.name}:after")
    return _judged(checks, observation.get)


def merge(lake: Lake, table: Table, increment: Increment, commit: RefreshCommit) -> Counted:
    location = lake.location(table)
    existing = lake.spark.read.format("delta").load(location)
    if increment.rows is None:
        # New versions without changed rows: an empty commit stores the new note.
        crash_points.reached(f"{table.name}:before")
        empty = existing.limit(0).select(*table.column_names)
        empty.write.format("delta").mode("append").options(
            **transaction_options(commit.app_id, commit.version, commit.note)
        ).save(location)
        crash_points.reached(f"{table.name}:after")
    elif not table.partition_by and existing.count() <= _small(table):
        replaced = _replaced(table, existing, increment.rows, increment.touched)
        return overwrite(lake, table, replaced.coalesce(1), commit)
    else:
        _merge(lake, table, increment.rows, commit)
    checks = CheckSet(table.row_checks)
    rows = lake.spark.read.format("delta").load(location).select("*", checks.mask().alias(MASK))
    counts = rows.agg(F.count(F.lit(1)).alias("rows"), *checks.counters()).head()
    assert counts is not None
    return _judged(checks, counts.asDict())


def _small(table: Table) -> int:
    return _SMALL_OF_SKETCHES if any(column.measure == "sketch" for column in table.columns) else _SMALL


def _replaced(table: Table, existing: DataFrame, rows: DataFrame, count: int) -> DataFrame:
    names = table.column_names
    touched = rows.select(*[F.col(key).alias(f"_g_{key}") for key in table.keys])
    same = F.lit(True)
    for key in table.keys:
        same = same & F.col(key).eqNullSafe(F.col(f"_g_{key}"))
    kept = existing.select(*names).join(near(touched, count), same, "left_anti")
    return kept.unionByName(rows.where(f"NOT {GONE}").select(*names))


def _merge(lake: Lake, table: Table, rows: DataFrame, commit: RefreshCommit) -> None:
    same = F.lit(True)
    for key in table.keys:
        same = same & F.col(f"s.{key}").eqNullSafe(F.col(f"t.{key}"))
    differs = ~_said(table, "s.").eqNullSafe(_said(table, "t."))
    values: dict[str, str | SparkColumn] = {name: F.col(f"s.{name}") for name in table.column_names}
    gone = F.col(f"s.{GONE}")
    target = DeltaTable.forPath(lake.spark, lake.location(table)).alias("t")
    crash_points.reached(f"{table.name}:before")
    with transaction(lake.spark, commit.app_id, commit.version, commit.note), fixed_source(lake.spark):
        (
            target.merge(rows.alias("s"), same)
            .whenMatchedDelete(gone)
            .whenMatchedUpdate(condition=differs, set=values)
            .whenNotMatchedInsert(condition=~gone, values=values)
            .execute()
        )
    crash_points.reached(f"{table.name}:after")


def _said(table: Table, prefix: str) -> SparkColumn:
    return F.struct(*[F.col(f"{prefix}{name}") for name in table.column_names])


def _judged(checks: CheckSet, counts: dict[str, int]) -> Counted:
    return counts["rows"], tuple(
        CheckResult(
            check.id,
            "row",
            check.dimension,
            check.severity,
            counts["rows"],
            counts[f"check_{bit}"],
            # Rows of an aggregate are not quarantined: a failing row makes the table wrong.
            passed=counts[f"check_{bit}"] == 0,
        )
        for bit, check in enumerate(checks.checks)
    )
