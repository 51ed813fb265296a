"""`python -m medallion.workbench analyse|preview|show ...`: only reads, so that it needs no lock."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from medallion.comma_separated import comma_separated
from medallion.errors import MedallionError
from medallion.events import to_stdout
from medallion.lake.lake import default_home, load_release
from medallion.running.engine_process import EXIT_BAD_INPUT, EXIT_OK, add_common, end_with_parent, open_named_lake
from medallion.spark.session import find_or_create
from medallion.workbench import analysis, preview, shown

MOST_ROWS = 1000


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    end_with_parent()
    try:
        result = _work(options)
    except MedallionError as error:
        to_stdout({"event": "error", **error.as_dict()})
        return EXIT_BAD_INPUT
    to_stdout({"event": "job.finished", "isWell": True, "result": result})
    return EXIT_OK


def _work(options: argparse.Namespace) -> dict[str, Any]:
    if options.command == "analyse":
        home = options.home.absolute() if options.home else default_home()
        spark = find_or_create(comma_separated(options.jars), home / "logs" / f"analyse-{os.getpid()}.log")
        return {
            "findings": [asdict(finding) for finding in analysis.analyse(spark, load_release(options.release, spark))]
        }
    lake = open_named_lake(options, options.command)
    limit = min(options.limit, MOST_ROWS)
    if options.command == "show":
        return shown.show(lake, lake.manifest.find(options.name), limit, options.with_personal)
    if options.file is not None:
        return preview.of_text(lake, options.file.read_text("utf-8"), limit)
    return preview.of_table(lake, lake.manifest.find(options.name), limit, options.diff)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="medallion.workbench", description="What SQL means and gives; reads only.")
    commands = parser.add_subparsers(required=True, dest="command")
    analyse = commands.add_parser("analyse", help="judge the SQL of gold by schemas alone")
    previewed = commands.add_parser("preview", help="the result of SQL now")
    which = previewed.add_mutually_exclusive_group(required=True)
    which.add_argument("--name", help="a gold table of the release")
    which.add_argument("--file", type=Path, help="a file with one query")
    previewed.add_argument("--diff", action="store_true", help="compare with the live table")
    show = commands.add_parser("show", help="what stands in a table now")
    show.add_argument("--name", required=True, help="a table of the release")
    show.add_argument("--with-personal", action="store_true", help="show personal values too")
    for command in (previewed, show):
        command.add_argument("--limit", type=int, default=20, help="rows at most")
    for command in (analyse, previewed, show):
        add_common(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
