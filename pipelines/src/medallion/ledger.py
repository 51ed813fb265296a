"""`system/runs` and `system/quality`: what every run did to every table, appended and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from medallion.commits import reached
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
    now = datetime.now(UTC)
    runs = [
        (
            run.id,
            lake.release.id,
            result.table,
            result.layer,
            result.status,
            result.started_at,
            round(result.seconds, 3),
            result.rows_in,
            result.accepted,
            result.quarantined,
            result.rescued,
            result.bytes_in,
            result.version,
            None if result.error is None else result.error.code,
            None if result.error is None else result.error.message,
        )
        for result in told
    ]
    quality = [
        (
            run.id,
            result.table,
            result.version,
            lake.manifest.find(result.table).fingerprint,
            check.check_id,
            check.kind,
            check.dimension,
            check.severity,
            check.evaluated,
            check.failed,
            check.passed,
            now,
        )
        for result in told
        for check in result.checks
    ]
    for name, schema, rows in ((QUALITY, _QUALITY_SCHEMA, quality), (RUNS, _RUNS_SCHEMA, runs)):
        if rows:
            reached(f"{name}:before")
            frame = lake.spark.createDataFrame(rows, schema).coalesce(1)
            frame.write.format("delta").mode("append").save(lake.system(name))
            reached(f"{name}:after")


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
