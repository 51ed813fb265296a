"""Entry point of a Spark job that works through several tables for a step of a pipeline, and tells it about each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from medallion.comma_separated import comma_separated
from medallion.errors import MedallionError
from medallion.events import log, to_stdout
from medallion.lake.lake import Lake, default_home, load_binding, load_release, open_lake
from medallion.lake.lock import exclusive
from medallion.lake.manifest import Manifest, Table
from medallion.running import outcome
from medallion.running.runner import execute, new_run
from medallion.spark.session import find_or_create

_LAYERS = ("bronze", "silver", "gold")


def run_tables_of(arguments: Sequence[str] | None = None) -> int:
    """Brings the chosen tables (default: all) up to date.

    Returns 0, or 1 with an `error` event on stdout if a table failed. With `--caller` the outcome of every table is
    left with the figures, whatever happens, for the pipeline that called.
    """
    options = _parser().parse_args(arguments)
    try:
        spark = find_or_create()
        binding = load_binding(options.binding, spark)
        lake = open_lake(spark, load_release(options.release, spark), binding, default_home())
        tables = chosen(lake.manifest, options.tables, options.layers, options.only)
        if not tables:
            log(f"no table of this job is among those asked for: {options.only}")
            return 0
        return _run(lake, tables, options)
    except MedallionError as error:
        to_stdout({"event": "error", **error.as_dict()})
        return 1


def chosen(manifest: Manifest, tables: str, layers: str, only: str) -> list[Table]:
    """In the order of the graph. `only` narrows what the job takes, and may name tables of other jobs.

    Raises MedallionError `unknown-table` or `unknown-layer`.
    """
    named = {manifest.find(name).name for name in comma_separated(tables)}
    wanted = {manifest.find(name).name for name in comma_separated(only)}
    of_layers = comma_separated(layers)
    strangers = [layer for layer in of_layers if layer not in _LAYERS]
    if strangers:
        raise MedallionError(
            "unknown-layer", f"There is no layer {', '.join(strangers)}.", f"Name one of: {', '.join(_LAYERS)}."
        )
    return [
        table
        for table in manifest.tables
        if (not named or table.name in named)
        and (not of_layers or table.layer in of_layers)
        and (not wanted or table.name in wanted)
    ]


def _run(lake: Lake, tables: Sequence[Table], options: argparse.Namespace) -> int:
    run = new_run()
    call = outcome.begin(lake, options.caller, options.triggered or run.started_at)
    try:
        with exclusive(lake.home):
            results = execute(lake, run, tables, to_stdout)
    except MedallionError as error:
        outcome.leave(lake, call, run, tables, error)
        raise
    failed = outcome.leave(lake, call, run, tables, results)
    if not failed:
        return 0
    first = next(result.error for result in results if result.error is not None and result.table in failed)
    to_stdout({"event": "error", **first.as_dict()})
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Brings tables of any layers up to date, in the order of the graph.")
    parser.add_argument("--release", required=True, help="folder or URI of the release")
    parser.add_argument("--binding", required=True, help="path or URI of the binding of the lake")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--tables", default="", help="tables, separated by commas (default: all)")
    which.add_argument("--layers", default="", help="layers, separated by commas (default: all)")
    # A pipeline's parameter is handed over even if it is empty.
    parser.add_argument("--only", nargs="?", const="", default="", help="of these, the only ones to take")
    parser.add_argument("--caller", default="", help="id of the pipeline run that waits for the outcome")
    parser.add_argument("--triggered", type=_instant, help="when that run was triggered, ISO 8601")
    return parser


def _instant(text: str) -> datetime:
    """Data Factory writes seven digits of a second; Python of Synapse reads six."""
    whole, point, rest = text.rstrip("Z").partition(".")
    digits = f".{rest[:6].ljust(6, '0')}" if point else ""
    return datetime.fromisoformat(f"{whole}{digits}+00:00")
