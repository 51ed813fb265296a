"""`system/figures.json`: metrics of the last day, small enough for a pipeline to write them into its log.

Log Analytics cannot read the ledger. The pipeline reads this file as its last step, and alerts and the workbook query
the pipeline's log; neither a key nor an agent is needed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from medallion.lake.lake import Lake
from medallion.ledger.digest import HOURS, Digest, Metric
from medallion.quality import personal
from medallion.spark.files import write_text

FILE = "figures.json"
SCHEMA_VERSION = 1


def publish(lake: Lake, past: Digest, now: datetime | None = None) -> None:
    """Replaces the file by the metrics of the 24 hours up to `now` (default: the present)."""
    write_text(lake.spark, lake.system(FILE), json.dumps(measure(past, now or datetime.now(UTC))))


def measure(past: Digest, now: datetime) -> dict[str, Any]:
    """Percentages are 0 to 100, and null if nothing was checked."""
    day = past.day(now)
    work = [metric for metric in day if not metric.dimension]
    checks = [metric for metric in day if metric.dimension]
    tables = sorted({metric.table for metric in day})
    return {
        "schemaVersion": SCHEMA_VERSION,
        "asOf": now.isoformat(),
        "hours": HOURS,
        "bytesIn": _sum(work, "bytes_in"),
        "quarantined": _sum(work, "quarantined"),
        "schemaPassPercent": _passed(checks, "conformity"),
        "completenessPercent": _passed(checks, "completeness"),
        "piiCoveragePercent": _passed(checks, personal.DIMENSION),
        "tables": [
            {
                "table": table,
                "quarantined": _sum([metric for metric in work if metric.table == table], "quarantined"),
                "schemaPassPercent": _passed([metric for metric in checks if metric.table == table], "conformity"),
                "completenessPercent": _passed([metric for metric in checks if metric.table == table], "completeness"),
            }
            for table in tables
        ],
    }


def _sum(metrics: Sequence[Metric], name: str) -> int:
    return sum(metric.counts[name] for metric in metrics)


def _passed(checks: Sequence[Metric], dimension: str) -> float | None:
    of_dimension = [metric for metric in checks if metric.dimension == dimension]
    evaluated = _sum(of_dimension, "evaluated")
    return round(100 * (1 - _sum(of_dimension, "failed") / evaluated), 4) if evaluated else None
