"""`python -m medallion.shadow ...`: runs a candidate over clones, compares, and decides on its promotion."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from medallion.comma_separated import comma_separated
from medallion.events import log
from medallion.lake.lake import Lake, load_release
from medallion.lake.writing import append
from medallion.ledger import ledger
from medallion.ledger.results import TableResult
from medallion.running.engine_process import add_common, open_named_lake, run_job
from medallion.running.runner import execute, new_run
from medallion.shadow.clone import affected, prepare, shadow_of
from medallion.shadow.compare import compare
from medallion.shadow.verdict import verdict_of
from medallion.spark.files import read_json
from medallion.spark.transactions import state

SHADOWS = "shadows"
_CODE = "medallion.zip"
_SCHEMA = (
    "candidate string, live string, run_id string, passed boolean, refusals array<string>, tables int, "
    "seconds double, judged_at timestamp"
)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: _work(open_named_lake(options, "shadow"), options))


def _work(lake: Lake, options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """`lake` is the lake of the candidate, whose code is running."""
    candidate = lake.release
    live = replace(lake, release=load_release(f"{candidate.root.rpartition('/')[0]}/{options.live}", lake.spark))
    shadow = shadow_of(live, candidate, options.scratch)
    chosen = affected(live.manifest, candidate.manifest, _code(live) != _code(lake))
    log(f"shadow of {candidate.id} next to {live.release.id}: {len(chosen)} tables are rebuilt")
    prepare(live, shadow, chosen)
    run = new_run()
    results = execute(shadow, run, chosen) if chosen else []
    standing = {table.name for table in live.manifest.tables}
    comparisons = []
    for table in chosen:
        if table.name in standing and state(live.spark, shadow.location(table)).exists:
            comparisons.append(compare(live, shadow, table))
            log(f"{table.name}: {'the same' if comparisons[-1].is_equal else 'differs'}")
    accepted = comma_separated(options.accept)
    reasons = verdict_of(
        live.manifest, candidate.manifest, results, comparisons, _failing_shares(live), _seconds_per_row(live), accepted
    )
    passed = not any(reason.refuses for reason in reasons)
    record = {
        "candidate": candidate.id,
        "live": live.release.id,
        "run_id": run.id,
        "passed": passed,
        "refusals": [reason.message for reason in reasons if reason.refuses],
        "tables": len(chosen),
        "seconds": round(sum(result.seconds for result in results), 3),
        "judged_at": datetime.now(UTC).isoformat(),
    }
    append(live, SHADOWS, [record], _SCHEMA)
    document = {
        "candidate": candidate.id,
        "live": live.release.id,
        "passed": passed,
        "reasons": [asdict(reason) for reason in reasons],
        "comparisons": [asdict(comparison) for comparison in comparisons],
        "tables": [_told(result) for result in results],
    }
    return document, passed


def _code(lake: Lake) -> str:
    """SHA-256 of the engine's code in a release."""
    described = read_json(lake.spark, f"{lake.release.root}/release.json", "release description")
    return next((str(file["sha256"]) for file in described["files"] if file["path"] == _CODE), "")


def _told(result: TableResult) -> dict[str, Any]:
    return {
        "table": result.table,
        "status": result.status,
        "rows_in": result.rows_in,
        "accepted": result.accepted,
        "quarantined": result.quarantined,
        "seconds": round(result.seconds, 3),
    }


def _failing_shares(live: Lake) -> dict[tuple[str, str], float]:
    """Share of rows that failed each check, over all rows ever checked, because a shadow also reads all rows."""
    if not state(live.spark, live.system(ledger.QUALITY)).exists:
        return {}
    rows = live.spark.read.format("delta").load(live.system(ledger.QUALITY)).where("kind <> 'table'")
    sums = rows.groupBy("table", "check_id").agg({"failed": "sum", "evaluated": "sum"}).collect()
    return {
        (row["table"], row["check_id"]): row["sum(failed)"] / row["sum(evaluated)"]
        for row in sums
        if row["sum(evaluated)"]
    }


def _seconds_per_row(live: Lake) -> dict[str, float]:
    if not state(live.spark, live.system(ledger.RUNS)).exists:
        return {}
    rows = live.spark.read.format("delta").load(live.system(ledger.RUNS)).where("status = 'succeeded' AND rows_in > 0")
    sums = rows.groupBy("table").agg({"seconds": "sum", "rows_in": "sum"}).collect()
    return {row["table"]: row["sum(seconds)"] / row["sum(rows_in)"] for row in sums}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medallion.shadow", description="Runs a candidate release over clones of the live data."
    )
    add_common(parser)
    parser.add_argument(
        "--live", required=True, help="id of the live release, which is published next to the candidate"
    )
    parser.add_argument("--scratch", required=True, help="URI of the folder of the shadow, which is emptied first")
    parser.add_argument("--accept", default="", help="tables that may differ, separated by commas")
    return parser


if __name__ == "__main__":
    sys.exit(main())
