"""What the ledger says about earlier runs of a table."""

from __future__ import annotations

from datetime import datetime

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake import Lake
from medallion.ledger import RUNS
from medallion.transactions import state


def rows_in(lake: Lake, table: str, last: int) -> list[int]:
    """Rows of the last runs that brought any, newest first."""
    runs = _of(lake, table)
    if runs is None:
        return []
    newest = runs.where("rows_in > 0").orderBy(F.col("started_at").desc()).limit(last)
    return [row["rows_in"] for row in newest.select("rows_in").collect()]


def delivered_at(lake: Lake, table: str) -> datetime | None:
    """When the input of the table's newest version was delivered; None when the ledger does not know."""
    runs = _of(lake, table)
    if runs is None or "delivered_at" not in runs.columns:
        return None
    known = runs.where("delivered_at IS NOT NULL")
    row = known.agg(F.max_by(F.unix_micros("delivered_at"), "started_at").alias("at")).head()
    return None if row is None or row["at"] is None else datetime.fromtimestamp(row["at"] / 1e6).astimezone()


def _of(lake: Lake, table: str) -> DataFrame | None:
    location = lake.system(RUNS)
    if not state(lake.spark, location).exists:
        return None
    return lake.spark.read.format("delta").load(location).where(F.col("table") == table)
