"""Job entry points: the same work as a run, one layer or one table at a time, for an orchestrator's steps."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from medallion.errors import MedallionError
from medallion.events import log, to_stdout
from medallion.lake.lake import Lake, default_home, load_binding, load_release, open_lake
from medallion.lake.lock import exclusive
from medallion.lake.manifest import Table
from medallion.running import maintenance
from medallion.running.operations import run_tables
from medallion.running.rebuild import Days
from medallion.running.runner import NOTHING
from medallion.running.table_steps import Anew
from medallion.spark.session import find_or_create


def run_layer(layer: str, arguments: Sequence[str] | None = None) -> int:
    """Brings the named tables of a layer (default: all) up to date. 0, or 1 with an `error` event on stdout."""
    parser = _parser(f"Brings {layer} tables up to date.")
    if layer != "bronze":
        again = parser.add_mutually_exclusive_group()
        again.add_argument("--full-refresh", action="store_true", help="make the tables again whole from bronze")
        if layer == "silver":
            again.add_argument("--backfill", help="days to make again, for example 2017-03-01..2017-03-31")
    options = parser.parse_args(arguments)

    def work(lake: Lake) -> None:
        names = [name for name in (options.tables or "").split(",") if name]
        tables = [lake.manifest.find(name) for name in names] or lake.manifest.of_layer(layer)
        strangers = [table.name for table in tables if table.layer != layer]
        if strangers:
            raise MedallionError(
                "unknown-table", f"{', '.join(strangers)} is not of the {layer} layer.", f"Use the {layer} job for it."
            )
        run_tables(lake, tables, emit=to_stdout, anew=_anew(options, tables))

    return _guarded(options, work)


def _anew(options: argparse.Namespace, tables: Sequence[Table]) -> Anew:
    names, given = frozenset(table.name for table in tables), vars(options)
    if given.get("backfill") is not None:
        return Anew(names, Days.parse(options.backfill))
    return Anew(names) if given.get("full_refresh") else NOTHING


def run_optimizer(arguments: Sequence[str] | None = None) -> int:
    """Compacts, clusters and vacuums the named tables (default: all that exist)."""
    parser = _parser("Compacts, Z-orders and vacuums tables.")
    parser.add_argument("--z-order-by", default="", help="columns, separated by commas (default: compaction only)")
    parser.add_argument("--vacuum-retention-hours", type=float, default=maintenance.SHORTEST_RETENTION_HOURS)
    options = parser.parse_args(arguments)

    def work(lake: Lake) -> None:
        names = [name for name in (options.tables or "").split(",") if name]
        columns = [name for name in options.z_order_by.split(",") if name]
        with exclusive(lake.home):
            for table in [lake.manifest.find(name) for name in names] or lake.manifest.tables:
                done = maintenance.optimize(lake, table, columns, options.vacuum_retention_hours)
                log(f"{done.table}: {done.files_removed} files became {done.files_added}, version {done.version}")

    return _guarded(options, work)


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
    parser.add_argument("--binding", required=True, help="path or URI of the JSON that says where the lake stands")
    parser.add_argument("--table", "--tables", dest="tables", help="tables, separated by commas (default: all)")
    return parser
