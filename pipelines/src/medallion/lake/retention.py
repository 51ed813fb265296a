"""The date before which a table has no rows any more, which the table itself keeps.

Retention moves it (`running/retention`); a run never does. So a table is a function of its inputs and of this date,
whenever it is computed: a rebuild brings nothing back, and a comparison does not depend on the clock.
"""

from __future__ import annotations

from dataclasses import replace

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Manifest, Table
from medallion.spark.transactions import state

# ISO date.
KEPT_FROM = "medallion.keptFrom"


def kept_from(lake: Lake, table: Table) -> str | None:
    """The date, also for a table that is being made elsewhere; None before retention has deleted anything."""
    return state(lake.spark, replace(lake, moved={}).location(table)).table_property(KEPT_FROM)


def is_over(lake: Lake, table: Table) -> SparkColumn | None:
    """True for a row that the table must not have again; None where its column says nothing about that."""
    if table.layer == "bronze" or table.retention_by is None:
        return None
    since = kept_from(lake, table)
    return None if since is None else is_before(table.retention_by, since)


def is_before(column: str, since: str) -> SparkColumn:
    """False for NULL: a row without its date fails other checks."""
    return F.coalesce(F.to_date(F.col(f"`{column}`")) < F.lit(since).cast("date"), F.lit(False))


def within(lake: Lake, table: Table, rows: DataFrame) -> DataFrame:
    """The rows that the table may have."""
    over = is_over(lake, table)
    return rows if over is None else rows.where(~over)


def holds_of(manifest: Manifest, table: Table) -> list[str]:
    """Legal holds of the table and of everything that is made from it, sorted."""
    held = [table, *manifest.downstream(table.name)]
    return sorted({hold for one in held for hold in one.holds})
