"""Finds the tables that earlier runs left unfinished."""

from __future__ import annotations

from pyspark.sql import functions as F

from medallion import gold, silver
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.ledger import RUNS
from medallion.reading.intents import app_id
from medallion.reading.intents import read as read_intents
from medallion.spark.transactions import state


def unfinished(lake: Lake) -> list[Table]:
    """Tables whose last step failed or was blocked, that have a recorded batch to write, or that lag behind their
    inputs.

    Includes all tables built from them. Deliveries without a recorded batch do not count.
    """
    found: set[str] = set()
    failed, intents = _failed(lake), read_intents(lake)
    for table in lake.manifest.tables:
        done = state(lake.spark, lake.location(table)).committed(app_id(table.name))
        promised = any(intent.n > done for intent in intents.get(table.name, []))
        if table.name in failed or promised or found.intersection(table.inputs) or _lags(lake, table):
            found.add(table.name)
    return [table for table in lake.manifest.tables if table.name in found]


def _lags(lake: Lake, table: Table) -> bool:
    if any(not state(lake.spark, lake.location(lake.manifest.find(name))).exists for name in table.inputs):
        return False
    match table.layer:
        case "silver":
            return silver.pending(lake, table) is not None
        case "gold":
            return gold.pending(lake, table) is not None
    return False


def _failed(lake: Lake) -> set[str]:
    location = lake.system(RUNS)
    if not state(lake.spark, location).exists:
        return set()
    rows = lake.spark.read.format("delta").load(location)
    last = rows.groupBy("table").agg(F.max_by("status", "started_at").alias("status"))
    return {row["table"] for row in last.where("status IN ('failed', 'blocked')").collect()}
