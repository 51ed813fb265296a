"""Entry points of the Spark jobs: a run over one layer or over named tables, for the steps of a pipeline."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from medallion.comma_separated import comma_separated
from medallion.errors import MedallionError
from medallion.events import log, to_stdout
from medallion.lake.lake import Lake, default_home, load_binding, load_release, open_lake
from medallion.lake.lock import exclusive
from medallion.lake.manifest import Table
from medallion.running import maintenance
from medallion.running.operations import run_tables
from medallion.running.rebuild import Days
from medallion.running.retention.apply import apply as apply_retention
from medallion.running.runner import NOTHING, new_run
from medallion.running.table_steps import ForcedRebuild
from medallion.spark.session import find_or_create


def run_layer(layer: str, arguments: Sequence[str] | None = None) -> int:
    """Brings the named tables of a layer (default: all) up to date. Returns 0, or 1 with an `error` event on stdout."""
    parser = _parser(f"Brings {layer} tables up to date.")
    if layer != "bronze":
        again = parser.add_mutually_exclusive_group()
        again.add_argument("--full-refresh", action="store_true", help="rebuild the tables completely from bronze")
        if layer == "silver":
            again.add_argument("--backfill", help="days to rebuild, for example 2017-03-01..2017-03-31")
    options = parser.parse_args(arguments)

    def work(lake: Lake) -> None:
        names = comma_separated(options.tables)
        tables = [lake.manifest.find(name) for name in names] or lake.manifest.of_layer(layer)
        strangers = [table.name for table in tables if table.layer != layer]
        if strangers:
            raise MedallionError(
                "unknown-table",
                f"{', '.join(strangers)} is not in the {layer} layer.",
                f"Name tables of {layer}, or use another job.",
            )
        run_tables(lake, tables, emit=to_stdout, forced=_forced(options, tables))

    return _guarded(options, work)


def _forced(options: argparse.Namespace, tables: Sequence[Table]) -> ForcedRebuild:
    names, given = frozenset(table.name for table in tables), vars(options)
    if given.get("backfill") is not None:
        return ForcedRebuild(names, Days.parse(options.backfill))
    return ForcedRebuild(names) if given.get("full_refresh") else NOTHING


def run_optimizer(arguments: Sequence[str] | None = None) -> int:
    """Compacts, clusters and vacuums the named tables (default: all that exist)."""
    parser = _parser("Compacts, Z-orders and vacuums tables.")
    parser.add_argument("--z-order-by", default="", help="columns, separated by commas (default: the contract's)")
    parser.add_argument("--vacuum-retention-hours", type=float, default=maintenance.SHORTEST_RETENTION_HOURS)
    options = parser.parse_args(arguments)

    def work(lake: Lake) -> None:
        names = comma_separated(options.tables)
        columns = comma_separated(options.z_order_by) or None
        with exclusive(lake.home):
            if not names:
                _forget(lake)
            for table in [lake.manifest.find(name) for name in names] or lake.manifest.tables:
                done = maintenance.optimize(lake, table, columns, options.vacuum_retention_hours)
                log(f"{done.table}: {done.files_removed} files became {done.files_added}, version {done.version}")

    return _guarded(options, work)


def _forget(lake: Lake) -> None:
    """Deletes what has outlived its retention, so that the vacuum of next week removes its files."""
    outcomes, results = apply_retention(lake, new_run(), datetime.now(UTC).date())
    for outcome in outcomes:
        if outcome.status != "nothing":
            log(f"{outcome.table}: {outcome.status} {outcome.rows} rows from before {outcome.kept_from}")
    failed = next((result.error for result in results if result.error is not None), None)
    if failed is not None:
        raise failed


def _guarded(options: argparse.Namespace, work: Callable[[Lake], None]) -> int:
    try:
        spark = find_or_create()
        lake = open_lake(
            spark, load_release(options.release, spark), load_binding(options.binding, spark), default_home()
        )
        work(lake)
    except MedallionError as error:
        to_stdout({"event": "error", **error.as_dict()})
        return 1
    return 0


def _parser(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--release", required=True, help="folder or URI of the release")
    parser.add_argument(
        "--binding", required=True, help="path or URI of the binding, the JSON with the locations of the lake"
    )
    parser.add_argument("--table", "--tables", dest="tables", help="tables, separated by commas (default: all)")
    return parser
