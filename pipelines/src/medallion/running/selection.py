"""Resolves the tables that a command names."""

from __future__ import annotations

from collections.abc import Sequence

from medallion.errors import MedallionError
from medallion.lake.manifest import Manifest, Table
from medallion.running.rebuild import Days, time_column
from medallion.running.table_steps import ForcedRebuild


def named(manifest: Manifest, names: Sequence[str]) -> list[Table]:
    """Raises MedallionError `unknown-table`."""
    return [manifest.find(name) for name in names]


def whole(manifest: Manifest, names: Sequence[str]) -> tuple[list[Table], ForcedRebuild]:
    """The tables to rebuild completely (default: all of silver and gold), and all tables built from them.

    Raises MedallionError `unknown-table` or `not-rebuildable`.
    """
    tables = named(manifest, names) or [table for table in manifest.tables if table.layer != "bronze"]
    _refuse(tables, ("silver", "gold"), "Name silver or gold tables; bronze is what they are rebuilt from.")
    return _with_readers(manifest, tables), ForcedRebuild(frozenset(table.name for table in tables))


def of_days(manifest: Manifest, days: Days, names: Sequence[str]) -> tuple[list[Table], ForcedRebuild]:
    """The silver tables to rebuild for these days (default: all with an event time), and their readers.

    Raises MedallionError `unknown-table` or `not-rebuildable`.
    """
    tables = named(manifest, names) or [t for t in manifest.of_layer("silver") if time_column(t) is not None]
    _refuse(tables, ("silver",), "Name silver tables; gold follows their changes.")
    return _with_readers(manifest, tables), ForcedRebuild(frozenset(table.name for table in tables), days)


def _refuse(tables: Sequence[Table], layers: Sequence[str], remedy: str) -> None:
    strangers = [table.name for table in tables if table.layer not in layers]
    if strangers:
        raise MedallionError("not-rebuildable", f"{', '.join(strangers)} cannot be rebuilt from bronze.", remedy)


def _with_readers(manifest: Manifest, tables: Sequence[Table]) -> list[Table]:
    reached = {reader.name for table in tables for reader in manifest.downstream(table.name)}
    reached.update(table.name for table in tables)
    return [table for table in manifest.tables if table.name in reached]
