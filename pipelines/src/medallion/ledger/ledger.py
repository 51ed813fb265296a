"""The append-only ledger tables: `system/runs` has a row per step, `system/quality` a row per check."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from medallion.lake.lake import Lake
from medallion.ledger.results import CheckResult, Run, TableResult

RUNS = "runs"
QUALITY = "quality"

SCHEMAS = {
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


def run_record(lake: Lake, run: Run, result: TableResult) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "release_id": run.release_id or lake.release.id,
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


def quality_record(lake: Lake, run: Run, result: TableResult, check: CheckResult, now: str) -> dict[str, Any]:
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
