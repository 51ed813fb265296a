"""`python -m medallion run ...`: one run of a release, told as JSON lines on stdout."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path

from medallion import report_data
from medallion.errors import MedallionError
from medallion.events import log, to_stdout
from medallion.lake import default_home, load_binding, load_release, open_lake
from medallion.lock import LakeBusyError, exclusive
from medallion.runner import execute, new_run
from medallion.session import find_or_create

EXIT_OK, EXIT_TABLE_FAILED, EXIT_BAD_INPUT, EXIT_BUSY = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    home = Path(options.home).absolute() if options.home else default_home()
    try:
        with exclusive(home):
            return _run(options, home)
    except LakeBusyError as error:
        return _refuse(error, EXIT_BUSY)
    except MedallionError as error:
        return _refuse(error, EXIT_BAD_INPUT)


def _run(options: argparse.Namespace, home: Path) -> int:
    release = load_release(options.release)
    binding = load_binding(options.binding)
    named = [name for name in (options.tables or "").split(",") if name]
    tables = [release.manifest.find(name) for name in named] or None
    run = new_run()
    log(f"run {run.id} of release {release.id}")
    jars = [jar for jar in options.jars.split(",") if jar]
    lake = open_lake(find_or_create(jars, home / "logs" / f"{run.id}.log"), release, binding, home)
    results = execute(lake, run, tables, to_stdout)
    if options.report_data:
        report_data.write(lake, Path(options.report_data))
    return EXIT_OK if all(result.is_sound for result in results) else EXIT_TABLE_FAILED


def _refuse(error: MedallionError, code: int) -> int:
    to_stdout({"event": "error", **error.as_dict()})
    log(f"{error.message} {error.remedy}")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="medallion", description="Runs a release over what has landed.")
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="bring the tables up to date")
    run.add_argument("--release", required=True, help="folder of the release")
    run.add_argument("--binding", required=True, help="JSON file that says where the lake stands")
    run.add_argument("--jars", default="", help="Delta jars, separated by commas")
    run.add_argument("--tables", help="tables, separated by commas (default: all)")
    run.add_argument("--report-data", help="JSON file to write the report's data to")
    run.add_argument("--home", help="local folder of the lake (default: MEDALLION_HOME)")
    return parser


def _end_with_parent() -> None:
    """Ends this process, and with it Spark, as soon as the parent's end of standard input is closed."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(EXIT_TABLE_FAILED)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    _end_with_parent()
    sys.exit(main())
