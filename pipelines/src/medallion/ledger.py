"""`system/runs` and `system/quality`: what every run did to every table, appended and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, fields
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from pyspark.sql import functions as F

from medallion.frames import of_records
from medallion.lake import Lake
from medallion.manifest import Table
from medallion.results import CheckResult, Run, TableResult
from medallion.transactions import state
from medallion.writing import append

RUNS = "runs"
QUALITY = "quality"

# Kinds of checks whose result is of the table, not of its rows.
TABLE_KINDS = ("set", "table", "query", "volume", "drift")

_SCHEMAS = {
    RUNS: (
        "run_id string, release_id string, table string, layer string, status string, started_at timestamp, "
        "seconds double, rows_in bigint, accepted bigint, quarantined bigint, rescued bigint, bytes_in bigint, "
        "version bigint, error_code string, error_message string, inputs map<string, bigint>, delivered_at timestamp, "
        "held bigint, released bigint, mode string, mode_reason string"
    ),
    QUALITY: (
        "run_id string, table string, version bigint, fingerprint string, check_id string, kind string, "
        "dimension string, severity string, evaluated bigint, failed bigint, passed boolean, value double, "
        "expectation string, rule_fingerprint string, checked_at timestamp"
    ),
}


class Recorder:
    """Appends what happened, while the next tables are at work.

    A table that did not change leaves no row, unless no run has told of its version yet: a run without news writes
    nothing. Both tables of the ledger are written at the same time. When the block ends, all is written, or what
    hindered it is raised; after an exception in the block nothing more is written.
    """

    def __init__(self, lake: Lake, run: Run) -> None:
        self._lake, self._run = lake, run
        self._news: list[TableResult] = []
        self._pool = ThreadPoolExecutor(len(_SCHEMAS), "ledger")
        self._writes: list[Future[None]] = []

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.flush()
        self._pool.shutdown(wait=True)
        if error is None:
            for write in self._writes:
                write.result()

    def add(self, result: TableResult) -> None:
        if result.is_news or result.judged_anew:
            self._news.append(result)

    def flush(self) -> None:
        """Begins to write what was added since the last time."""
        now = datetime.now(UTC).isoformat()
        news, self._news = self._news, []
        runs = [_run_record(self._lake, self._run, result) for result in news]
        quality = [
            _quality_record(self._lake, self._run, result, check, now) for result in news for check in result.checks
        ]
        for name, records in ((QUALITY, quality), (RUNS, runs)):
            if records:
                self._writes.append(self._pool.submit(_append, self._lake, name, records))


def _append(lake: Lake, name: str, records: Sequence[Mapping[str, Any]]) -> None:
    append(lake, name, of_records(lake.spark, records, _SCHEMAS[name]))


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
        "inputs": dict(result.inputs),
        "delivered_at": None if result.delivered_at is None else result.delivered_at.isoformat(),
        "held": result.held,
        "released": result.released,
        "mode": result.mode or None,
        "mode_reason": result.mode_reason or None,
    }


def _quality_record(lake: Lake, run: Run, result: TableResult, check: CheckResult, now: str) -> dict[str, Any]:
    table = lake.manifest.find(result.table)
    rules = {rule.id: rule.fingerprint for rule in table.checks}
    return {
        "run_id": run.id,
        "table": result.table,
        "version": result.version,
        "fingerprint": table.fingerprint,
        **asdict(check),
        "rule_fingerprint": rules.get(check.check_id),
        "checked_at": now,
    }


def recorded(lake: Lake, tables: Sequence[Table]) -> set[tuple[str, int]]:
    """Tables with their present version that a run has told of. A run that died may have told of nothing."""
    location = lake.system(RUNS)
    if not state(lake.spark, location).exists:
        return set()
    versions = {state(lake.spark, lake.location(table)).version for table in tables}
    rows = lake.spark.read.format("delta").load(location).where(F.col("version").isin(*versions))
    return {(row["table"], row["version"]) for row in rows.select("table", "version").distinct().collect()}


def verdicts(lake: Lake, tables: Sequence[Table]) -> dict[tuple[str, int, str], list[CheckResult]]:
    """What is on record of the present version of each table, by table, version and fingerprint.

    Listed are the checks that speak of the table as a whole. A key with an empty list was judged and has none.
    """
    location = lake.system(QUALITY)
    if not state(lake.spark, location).exists:
        return {}
    versions = {state(lake.spark, lake.location(table)).version for table in tables}
    rows = lake.spark.read.format("delta").load(location)
    present = rows.where(F.col("version").isin(*versions) & F.col("table").isin(*[table.name for table in tables]))
    found: dict[tuple[str, int, str], list[CheckResult]] = {}
    for row in present.collect():
        known = found.setdefault((row["table"], row["version"], row["fingerprint"]), [])
        if row["kind"] in TABLE_KINDS or not row["passed"]:
            known.append(CheckResult(**{field.name: row[field.name] for field in fields(CheckResult)}))
    return found
