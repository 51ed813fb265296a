"""`system/figures.json`: what the ledger says of the last day, small enough for a pipeline to read it into the logs.

Log Analytics cannot read the ledger. The pipeline looks this file up as its last step, and alerts and workbook read
the answer from the pipeline's own log; no key and no agent is needed.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion import ledger, personal
from medallion.files import write_text
from medallion.lake import Lake
from medallion.transactions import state

FILE = "figures.json"
SCHEMA_VERSION = 1
_HOURS = 24


def publish(lake: Lake, now: datetime | None = None) -> None:
    """Replaces the file by the figures of the 24 hours up to `now` (default: the present)."""
    write_text(lake.spark, lake.system(FILE), json.dumps(measure(lake, now or datetime.now(UTC))))


def measure(lake: Lake, now: datetime) -> dict[str, Any]:
    """Percent are 0 to 100, and null where nothing was checked: no figure is better than a wrong one."""
    since = now - timedelta(hours=_HOURS)
    runs = _recent(lake, ledger.RUNS, "started_at", since)
    quality = _recent(lake, ledger.QUALITY, "checked_at", since)
    work = [] if runs is None else runs.groupBy("table").agg(*_sums("bytes_in", "quarantined")).collect()
    checks = (
        [] if quality is None else quality.groupBy("table", "dimension").agg(*_sums("evaluated", "failed")).collect()
    )
    tables = sorted({row["table"] for row in (*work, *checks)})
    return {
        "schemaVersion": SCHEMA_VERSION,
        "asOf": now.isoformat(),
        "hours": _HOURS,
        "bytesIn": sum(row["bytes_in"] for row in work),
        "quarantined": sum(row["quarantined"] for row in work),
        "schemaPassPercent": _passed(checks, "conformity"),
        "completenessPercent": _passed(checks, "completeness"),
        "piiCoveragePercent": _passed(checks, personal.DIMENSION),
        "tables": [
            {
                "table": table,
                "quarantined": sum(row["quarantined"] for row in work if row["table"] == table),
                "schemaPassPercent": _passed([row for row in checks if row["table"] == table], "conformity"),
                "completenessPercent": _passed([row for row in checks if row["table"] == table], "completeness"),
            }
            for table in tables
        ],
    }


def _recent(lake: Lake, name: str, column: str, since: datetime) -> DataFrame | None:
    location = lake.system(name)
    if not state(lake.spark, location).exists:
        return None
    return lake.spark.read.format("delta").load(location).where(F.col(column) > F.lit(since))


def _sums(*columns: str) -> list[Any]:
    return [F.sum(F.coalesce(F.col(column), F.lit(0))).alias(column) for column in columns]


def _passed(checks: list[Any], dimension: str) -> float | None:
    of_dimension = [row for row in checks if row["dimension"] == dimension]
    evaluated = sum(row["evaluated"] for row in of_dimension)
    failed = sum(row["failed"] for row in of_dimension)
    return round(100 * (1 - failed / evaluated), 4) if evaluated else None
