"""Ledger and table state as one JSON file, for the report and for `medallion watch`."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pyspark.sql import Row
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.ledger import ledger
from medallion.spark.files import write_text
from medallion.spark.transactions import snapshot, state

SCHEMA_VERSION = 1
_SALES = "gold.daily_metrics"
_NEWER = {"value": "value", "expectation": "expectation", "ruleFingerprint": "rule_fingerprint"}


FILE = "report/data.json"
# Covers two deployments, so that a watch can compare; the file is read in one piece and must stay small.
_KEPT = timedelta(days=14)
_TRIES = 5


def write(lake: Lake, target: Path) -> bool:
    """Writes the whole ledger to `target` atomically: a reader sees the old file or the new one.

    False, and nothing is read or written, if the file is of the ledger, the tables and the release of now.
    """
    basis = _basis(lake)
    if _basis_of(target) == basis:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_text(_text(lake, None, basis), "utf-8")
    draft.replace(target)
    return True


def is_there(target: Path) -> bool:
    """Whether a run has written the file, and nothing has damaged it since."""
    return _basis_of(target) is not None


def _basis(lake: Lake) -> dict[str, int | str]:
    """What the file follows from: versions of the ledger and of all tables, whose rows do not change in place."""
    tables = {table.name: state(lake.spark, lake.location(table)).version for table in lake.manifest.tables}
    ledgers = dict(zip((ledger.RUNS, ledger.QUALITY), _versions(lake), strict=True))
    return {"release": lake.release.id, **ledgers, **tables}


def _basis_of(target: Path) -> Any:
    """None for a file that is missing, damaged or of an earlier engine."""
    try:
        document = json.loads(target.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return document.get("basis") if isinstance(document, dict) else None


def publish(lake: Lake, now: datetime | None = None) -> None:
    """Writes the 14 days up to `now` (default: the present) to the system container.

    Jobs of one pipeline may end at the same time: a job that finds a newer ledger after writing writes again, so that
    the last file is complete.
    """
    since = (now or datetime.now(UTC)) - _KEPT
    for _ in range(_TRIES):
        seen = _versions(lake)
        write_text(lake.spark, lake.system(FILE), _text(lake, since))
        if _versions(lake) == seen:
            return


def _versions(lake: Lake) -> list[int]:
    return [state(lake.spark, lake.system(name)).version for name in (ledger.RUNS, ledger.QUALITY)]


def _text(lake: Lake, since: datetime | None, basis: dict[str, int | str] | None = None) -> str:
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "runs": [_run(row) for row in _ledger(lake, ledger.RUNS, "started_at", since)],
        "quality": [_quality(row) for row in _ledger(lake, ledger.QUALITY, "checked_at", since)],
        "tables": _tables(lake),
        "dailySales": _daily_sales(lake),
        **({} if basis is None else {"basis": basis}),
    }
    return json.dumps(document, separators=(",", ":"))


def _ledger(lake: Lake, name: str, order: str, since: datetime | None) -> list[Row]:
    location = lake.system(name)
    if not state(lake.spark, location).exists:
        return []
    rows = lake.spark.read.format("delta").load(location)
    kept = rows if since is None else rows.where(F.col(order) > F.lit(since))
    # Sorting is stable: rows of one run keep the order in which they were written.
    return sorted(kept.collect(), key=lambda row: row[order])


def _run(row: Row) -> dict[str, Any]:
    return {
        "runId": row["run_id"],
        "releaseId": row["release_id"],
        "table": row["table"],
        "layer": row["layer"],
        "status": row["status"],
        "startedAt": _iso(row["started_at"]),
        "seconds": row["seconds"],
        "rowsIn": row["rows_in"],
        "accepted": row["accepted"],
        "quarantined": row["quarantined"],
        "rescued": row["rescued"],
        "bytesIn": row["bytes_in"],
        "version": row["version"],
    }


def _quality(row: Row) -> dict[str, Any]:
    return {
        "runId": row["run_id"],
        "table": row["table"],
        "checkId": row["check_id"],
        "kind": row["kind"],
        "dimension": row["dimension"],
        "severity": row["severity"],
        "evaluated": row["evaluated"],
        "failed": row["failed"],
        "passed": row["passed"],
        # A ledger that an earlier release wrote lacks these columns until the next write.
        **{name: row.asDict().get(column) for name, column in _NEWER.items()},
        "checkedAt": _iso(row["checked_at"]),
    }


def _tables(lake: Lake) -> list[dict[str, Any]]:
    existing = [table for table in lake.manifest.tables if state(lake.spark, lake.location(table)).exists]
    if not existing:
        return []
    # Delta answers a plain count from its log, so this reads no data.
    counts = [
        f"SELECT '{table.name}' AS name, count(*) AS rows FROM delta.`{lake.location(table)}`" for table in existing
    ]
    rows = {row["name"]: row["rows"] for row in lake.spark.sql(" UNION ALL ".join(counts)).collect()}
    described = []
    for table in existing:
        newest = snapshot(lake.spark, lake.location(table))
        described.append(
            {
                "name": table.name,
                "rows": rows[table.name],
                "version": int(newest.version()),
                "files": int(newest.numOfFiles()),
                "bytes": int(newest.sizeInBytes()),
            }
        )
    return described


def _daily_sales(lake: Lake) -> list[dict[str, Any]]:
    table = next((table for table in lake.manifest.tables if table.name == _SALES), None)
    if table is None or not state(lake.spark, lake.location(table)).exists:
        return []
    rows = lake.spark.read.format("delta").load(lake.location(table)).orderBy("transaction_date").collect()
    return [
        {
            "date": row["transaction_date"].isoformat(),
            "salesValue": str(row["sales_value"]),
            "baskets": row["baskets"],
            "households": row["households"],
        }
        for row in rows
    ]


def _iso(moment: datetime) -> str:
    """Collected timestamps are naive, in the time zone of the process."""
    return moment.astimezone().isoformat(timespec="milliseconds")
