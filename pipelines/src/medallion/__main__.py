"""`python -m medallion run|debug ...`: executes or describes a run of a release; events are JSON lines on stdout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from medallion.comma_separated import comma_separated
from medallion.errors import MedallionError
from medallion.events import Emit, also_to_file, log, to_stdout
from medallion.lake.binding import Binding
from medallion.lake.lake import Lake, Release, default_home, load_binding, load_release, open_lake
from medallion.lake.lock import LakeBusyError, exclusive
from medallion.lake.manifest import Manifest, Table
from medallion.ledger import lake_at_run, report_data
from medallion.ledger.results import Run
from medallion.running import quiet, selection, standing
from medallion.running.engine_process import (
    EXIT_BAD_INPUT,
    EXIT_BUSY,
    EXIT_FAILED,
    EXIT_OK,
    exit_when_stdin_closes,
    storage_error,
)
from medallion.running.rebuild import Days
from medallion.running.resume import unfinished
from medallion.running.runner import NOTHING, execute, new_run
from medallion.running.table_steps import ForcedRebuild
from medallion.spark.session import find_or_create


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    home = Path(options.home).absolute() if options.home else default_home()
    try:
        if options.command == "debug":
            return _debug(options, home)
        with exclusive(home):
            return _run(options, home)
    except LakeBusyError as error:
        return _refuse(error, EXIT_BUSY)
    except MedallionError as error:
        return _refuse(error, EXIT_BAD_INPUT)
    except OSError as error:
        return _refuse(storage_error(error), EXIT_FAILED)


def _run(options: argparse.Namespace, home: Path) -> int:
    release = load_release(options.release)
    binding = load_binding(options.binding)
    tables, forced = _chosen(release.manifest, options)
    run = new_run()
    log(f"run {run.id} of release {release.id}")
    emit = also_to_file(to_stdout, home / "logs" / f"{run.id}.jsonl")
    is_plain = not options.resume and options.full_refresh is None and options.backfill is None
    if is_plain and _ended_without_spark(options, home, release, binding, run, tables, emit):
        return EXIT_OK
    standing.forget(home)
    landed = standing.look(binding)
    lake = _open(options, release, binding, home, run.id)
    if options.resume:
        left = unfinished(lake)
        tables = [table for table in left if tables is None or table in tables]
    results = execute(
        lake, run, tables, emit, parallel=options.parallel, forced=forced, promised_only=bool(options.resume)
    )
    if options.report_data:
        emit({"event": "report.started"})
        report_data.write(lake, Path(options.report_data))
    if is_plain:
        standing.keep(lake, landed, results)
    emit({"event": "run.closing"})
    return EXIT_OK if all(result.is_sound for result in results) else EXIT_FAILED


def _ended_without_spark(
    options: argparse.Namespace,
    home: Path,
    release: Release,
    binding: Binding,
    run: Run,
    tables: Sequence[Table] | None,
    emit: Emit,
) -> bool:
    """Ends a run that has no news, sooner than a JVM starts. False, with the reason told, for any other."""
    chosen = [table for table in release.manifest.tables if tables is None or table in tables]
    found = standing.news(home, release, binding, chosen)
    if (
        isinstance(found, standing.Quiet)
        and options.report_data
        and not report_data.is_there(Path(options.report_data))
    ):
        found = f"{options.report_data} is not there, or cannot be read"
    if isinstance(found, str):
        log(f"starting Spark: {found}")
        return False
    quiet.end(found, run, release, binding, chosen, emit)
    return True


def _chosen(manifest: Manifest, options: argparse.Namespace) -> tuple[list[Table] | None, ForcedRebuild]:
    names = comma_separated(options.tables)
    if options.full_refresh is not None:
        return selection.whole(manifest, comma_separated(options.full_refresh))
    if options.backfill is not None:
        return selection.of_days(manifest, Days.parse(options.backfill), names)
    return selection.named(manifest, names) or None, NOTHING


def _debug(options: argparse.Namespace, home: Path) -> int:
    """Describes a run. Only reads, so it needs no lock: Delta versions are immutable."""
    release = load_release(options.release)
    lake = _open(options, release, load_binding(options.binding), home, "debug")
    found = lake_at_run.describe(lake, options.run)
    if options.query:
        versions = {entry["table"]: entry["version"] for entry in found["versions"]}
        found["result"] = lake_at_run.query(lake, versions, options.query)
    to_stdout({"event": "debug", **found})
    return EXIT_OK


def _open(options: argparse.Namespace, release: Release, binding: Binding, home: Path, log_name: str) -> Lake:
    jars = comma_separated(options.jars)
    return open_lake(find_or_create(jars, home / "logs" / f"{log_name}.log"), release, binding, home)


def _refuse(error: MedallionError, code: int) -> int:
    to_stdout({"event": "error", **error.as_dict()})
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="medallion", description="Runs a release over the landing files.")
    commands = parser.add_subparsers(required=True, dest="command")
    run = commands.add_parser("run", help="bring the tables up to date")
    run.add_argument("--tables", help="tables, separated by commas (default: all)")
    run.add_argument("--parallel", type=int, help="most tables at the same time (default: one per core, at most four)")
    run.add_argument("--report-data", help="JSON file to write the report's data to")
    again = run.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="only finish what earlier runs left unfinished")
    again.add_argument(
        "--full-refresh", nargs="?", const="", help="tables to rebuild completely (default: all of silver and gold)"
    )
    again.add_argument("--backfill", help="days to rebuild, for example 2017-03-01..2017-03-31")
    debug = commands.add_parser("debug", help="show what a run did, and the lake at its end")
    debug.add_argument("--run", help="id of the run (default: the last one that changed something)")
    debug.add_argument("--query", help="SELECT over the tables as they were at the end of the run")
    for command in (run, debug):
        command.add_argument("--release", required=True, help="folder of the release")
        command.add_argument("--binding", required=True, help="binding, the JSON file with the locations of the lake")
        command.add_argument("--jars", default="", help="Delta jars, separated by commas")
        command.add_argument("--home", help="local folder of the lake (default: MEDALLION_HOME)")
    return parser


if __name__ == "__main__":
    exit_when_stdin_closes()
    sys.exit(main())
