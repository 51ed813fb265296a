"""`python -m medallion.adoption ...`: profiles a folder, or delivers it into the landing zone."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from medallion.adoption.profile import profile, read
from medallion.comma_separated import comma_separated
from medallion.errors import MedallionError
from medallion.events import log
from medallion.lake.lake import Lake
from medallion.running.engine_process import add_common, open_named_lake, run_job
from medallion.spark.folder import Folder


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: _work(open_named_lake(options, "adoption"), options))


def _work(lake: Lake, options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    place = options.folder.rstrip("/")
    key = tuple(comma_separated(options.key))
    found = profile(lake.spark, place, key)
    log(f"{place}: {found.rows} rows of {found.format} in {found.files} files")
    if options.path:
        _deliver(lake, place, found.format, options.path)
    return asdict(found), True


def _deliver(lake: Lake, place: str, kind: str, path: str) -> None:
    """Delivers the folder below `landing/<path>`: files unchanged, a Delta table as Parquet."""
    target = Folder(lake.spark, lake.landing(path))
    if target.sizes():
        raise MedallionError(
            "place-not-empty", f"{target.root} already has files.", "Name another path, or move the files away."
        )
    if kind == "delta":
        read(lake.spark, place, kind).write.parquet(f"{target.root}/adopted")
        return
    source = Folder(lake.spark, place)
    for file in sorted(source.sizes()):
        if not any(part.startswith((".", "_")) for part in file.split("/")):
            target.copy_from(source, file)
    log(f"{place} delivered to {target.root}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medallion.adoption", description="Profiles a folder, or delivers it into landing."
    )
    parser.add_argument("--folder", required=True, help="path or URI of the folder of one table")
    parser.add_argument("--key", default="", help="key columns, separated by commas")
    parser.add_argument("--path", default="", help="deliver below this path of landing (default: only profile)")
    add_common(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
