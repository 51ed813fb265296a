"""`system/runs` and `system/quality`: what every run did to every table, appended and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from medallion.commits import reached
from medallion.frames import of_records
from medallion.lake import Lake
from medallion.results import CheckResult, Run, TableResult
from medallion.transactions import state

RUNS = "runs"
QUALITY = "quality"

_RUNS_SCHEMA = (
    "run_id string, release_id string, table string, layer string, status string, started_at timestamp, "
    "seconds double, rows_in bigint, accepted bigint, quarantined bigint, rescued bigint, bytes_in bigint, "
    "version bigint, error_code string, error_message string"
)
_QUALITY_SCHEMA = (
    "run_id string, table string, version bigint, fingerprint string, check_id string, kind string, dimension string, "
    "severity string, evaluated bigint, failed bigint, passed boolean, checked_at timestamp"
)


def record(lake: Lake, run: Run, results: Sequence[TableResult]) -> None:
    """Appends what happened. A table that did not change leaves no row: a run without news writes nothing."""
    told = [result for result in results if result.status != "unchanged"]
    now = datetime.now(UTC).isoformat()
    runs = [_run_record(lake, run, result) for result in told]
    quality = [_quality_record(lake, run, result, check, now) for result in told for check in result.checks]
    for name, schema, rows in ((QUALITY, _QUALITY_SCHEMA, quality), (RUNS, _RUNS_SCHEMA, runs)):
        if rows:
            reached(f"{name}:before")
            of_records(lake.spark, rows, schema).write.format("delta").mode("append").save(lake.system(name))
            reached(f"{name}:after")


def _run_record(lake: Lake, run: Run, result: TableResult) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "release_id": lake.release.id,
        "table": result.table,
        "layer": result.layer,
        "status": result.status,
        "started_at": result.started_at.isoformat(),
        "seconds": round(result.seconds, 3),
        "rows_in": result.rows_in,
        "accepted": result.accepted,
        "quarantined": result.quarantined,
        "rescued": result.rescued,
        "bytes_in": result.bytes_in,
        "version": result.version,
        "error_code": None if result.error is None else result.error.code,
        "error_message": None if result.error is None else result.error.message,
    }


def _quality_record(lake: Lake, run: Run, result: TableResult, check: CheckResult, now: str) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "table": result.table,
        "version": result.version,
        "fingerprint": lake.manifest.find(result.table).fingerprint,
        **asdict(check),
        "checked_at": now,
    }


def verdicts(lake: Lake) -> dict[tuple[str, int, str], list[CheckResult]]:
    """Checks of every table version that decide whether it may be relied on, by table, version and fingerprint."""
    location = lake.system(QUALITY)
    if not state(lake.spark, location).exists:
        return {}
    found: dict[tuple[str, int, str], list[CheckResult]] = {}
    rows = lake.spark.read.format("delta").load(location).where("kind = 'table' OR NOT passed").collect()
    for row in rows:
        result = CheckResult(
            row["check_id"],
            row["kind"],
            row["dimension"],
            row["severity"],
            row["evaluated"],
            row["failed"],
            row["passed"],
        )
        found.setdefault((row["table"], row["version"], row["fingerprint"]), []).append(result)
    return found
