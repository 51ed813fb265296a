"""`python -m medallion.running.retention ...`: deletes rows that have outlived their retention."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from medallion.comma_separated import comma_separated
from medallion.running.engine_process import add_common, open_named_lake, run_job
from medallion.running.retention.apply import apply
from medallion.running.runner import new_run


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: _work(options))


def _work(options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    lake, run = open_named_lake(options, "retention"), new_run()
    tables = [lake.manifest.find(name) for name in comma_separated(options.tables or "")] or None
    outcomes, results = apply(lake, run, datetime.now(UTC).date(), tables, is_trial=options.dry_run)
    failed = [
        {"table": one.table, "message": one.error.message if one.error else one.status}
        for one in results
        if not one.is_sound
    ]
    return {"run_id": run.id, "tables": [asdict(outcome) for outcome in outcomes], "failed": failed}, not failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medallion.running.retention", description="Deletes rows past their retention."
    )
    add_common(parser)
    parser.add_argument("--tables", help="tables, separated by commas (default: all)")
    parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
