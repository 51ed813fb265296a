"""`python -m medallion.rollback ...`: restores gold to the versions of a run; events are JSON lines on stdout."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from medallion.comma_separated import comma_separated
from medallion.rollback.gold import last_run_of, roll_back
from medallion.running.engine_process import add_common, open_named_lake, run_job


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: (_work(options), True))


def _work(options: argparse.Namespace) -> dict[str, Any]:
    lake = open_named_lake(options, "rollback")
    run_id = options.run or last_run_of(lake, options.run_of)
    named = [lake.manifest.find(name) for name in comma_separated(options.tables)]
    tables = named or lake.manifest.of_layer("gold")
    done = roll_back(lake, run_id, tables, is_trial=options.dry_run)
    return {"run_id": run_id, "tables": [asdict(table) for table in done]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="medallion.rollback", description="Restores gold tables to the end of a run.")
    add_common(parser)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--run", help="id of the run")
    which.add_argument("--run-of", help="id of a release: its last run that changed anything")
    parser.add_argument("--tables", help="gold tables, separated by commas (default: all)")
    parser.add_argument("--dry-run", action="store_true", help="compare, and write nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
