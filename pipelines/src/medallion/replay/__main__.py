"""`python -m medallion.replay ...`: replays quarantined rows with a release; events are JSON lines on stdout."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from medallion.comma_separated import comma_separated
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.replay.command import replay
from medallion.replay.outcome import Window, moment
from medallion.running.engine_process import add_common, open_named_lake, run_job
from medallion.running.runner import new_run


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: (_work(options), True))


def _work(options: argparse.Namespace) -> dict[str, Any]:
    window = Window(moment(options.since, "--since"), moment(options.until, "--until"))
    lake = open_named_lake(options, "replay")
    run = new_run()
    outcomes = replay(lake, run, _chosen(lake, options.tables or ""), window, is_trial=options.dry_run)
    return {"run_id": run.id, "tables": [asdict(outcome) for outcome in outcomes]}


def _chosen(lake: Lake, names: str) -> list[Table] | None:
    tables = [lake.manifest.find(name) for name in comma_separated(names)]
    others = [table.name for table in tables if table.layer != "bronze"]
    if others:
        raise MedallionError(
            "not-replayable",
            f"{', '.join(others)} has no raw rows that could be parsed again.",
            "Name bronze tables.",
        )
    return tables or None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medallion.replay", description="Judges quarantined rows by the contracts of the release."
    )
    add_common(parser)
    parser.add_argument("--tables", help="bronze tables, separated by commas (default: all)")
    parser.add_argument("--since", help="only rows quarantined at or after this time (ISO 8601, UTC)")
    parser.add_argument("--until", help="only rows quarantined before this time (ISO 8601, UTC)")
    parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
