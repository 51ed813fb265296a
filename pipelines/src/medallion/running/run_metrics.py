"""`system/figures.json`: what the ledger says of the last day, small enough for a pipeline to read it into the logs.

Log Analytics cannot read the ledger. The pipeline looks this file up as its last step, and alerts and workbook read
the answer from the pipeline's own log; no key and no agent is needed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from medallion.lake.lake import Lake
from medallion.ledger.digest import HOURS, Digest, Figure
from medallion.quality import personal
from medallion.spark.files import write_text

FILE = "figures.json"
SCHEMA_VERSION = 1


def publish(lake: Lake, past: Digest, now: datetime | None = None) -> None:
    """Replaces the file by the figures of the 24 hours up to `now` (default: the present)."""
    write_text(lake.spark, lake.system(FILE), json.dumps(measure(past, now or datetime.now(UTC))))


def measure(past: Digest, now: datetime) -> dict[str, Any]:
    """Percent are 0 to 100, and null where nothing was checked: no figure is better than a wrong one."""
    day = past.day(now)
    work = [figure for figure in day if not figure.dimension]
    checks = [figure for figure in day if figure.dimension]
    tables = sorted({figure.table for figure in day})
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
                "quarantined": _sum([figure for figure in work if figure.table == table], "quarantined"),
                "schemaPassPercent": _passed([figure for figure in checks if figure.table == table], "conformity"),
                "completenessPercent": _passed([figure for figure in checks if figure.table == table], "completeness"),
            }
            for table in tables
        ],
    }


def _sum(figures: Sequence[Figure], name: str) -> int:
    return sum(figure.counts[name] for figure in figures)


def _passed(checks: Sequence[Figure], dimension: str) -> float | None:
    of_dimension = [figure for figure in checks if figure.dimension == dimension]
    evaluated = _sum(of_dimension, "evaluated")
    return round(100 * (1 - _sum(of_dimension, "failed") / evaluated), 4) if evaluated else None
