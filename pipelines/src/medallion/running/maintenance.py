"""Compaction, Z-order and vacuum of one table; refuses what would break readers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from medallion import silver
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.transactions import state

# Delta's default: readers and time travel rely on files of the last week.
SHORTEST_RETENTION_HOURS = 168
_SIZES = "spark.databricks.delta.optimize.maxFileSize", "spark.databricks.delta.optimize.minFileSize"
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Optimization:
    """`version` is the table's version afterwards; the file counts are of the rewrite, zero if none was needed."""

    table: str
    version: int
    files_added: int
    files_removed: int


def optimize(lake: Lake, table: Table, z_order_by: Sequence[str] | None, retention_hours: float) -> Optimization:
    """Compacts the table, or clusters it by `z_order_by`, then removes unused files older than the retention.

    None means the columns of the contract's layout. What is clustered so already is left alone: a Z-order rewrites all
    files, whatever they are.

    Raises MedallionError before anything is changed: `table-missing`, `unknown-column`, `retention-too-short`,
    `vacuum-would-break-reader`.
    """
    location = lake.location(table)
    if not state(lake.spark, location).exists:
        raise MedallionError("table-missing", f"{table.name} does not exist yet.", f"Run {table.name} first.")
    order = table.z_order_by if z_order_by is None else tuple(z_order_by)
    _require_columns(table, order)
    _require_retention(table, retention_hours)
    _require_readers_are_up_to_date(lake, table, retention_hours)
    target = DeltaTable.forPath(lake.spark, location)
    added = removed = 0
    if not (order and _is_clustered(target, order)):
        with _file_size(lake.spark, table.target_file_size_mb):
            builder = target.optimize()
            rewritten = builder.executeZOrderBy(list(order)) if order else builder.executeCompaction()
        metrics: Any = rewritten.collect()[0]["metrics"]
        added, removed = metrics["numFilesAdded"], metrics["numFilesRemoved"]
    target.vacuum(retention_hours)
    return Optimization(table.name, state(lake.spark, location).version, added, removed)


def _is_clustered(target: DeltaTable, order: Sequence[str]) -> bool:
    """Whether nothing was written since the last Z-order by these columns."""
    for commit in target.history().select("operation", "operationParameters").toLocalIterator():
        if commit["operation"] == "OPTIMIZE":
            done = commit["operationParameters"].get("zOrderBy", "[]")
            return list(json.loads(done)) == list(order)
        # These change no rows.
        if commit["operation"] not in ("VACUUM START", "VACUUM END", "SET TBLPROPERTIES"):
            return False
    return False


def _require_columns(table: Table, z_order_by: Sequence[str]) -> None:
    allowed = [name for name in table.column_names if name not in table.partition_by]
    unknown = [name for name in z_order_by if name not in allowed]
    if unknown:
        raise MedallionError(
            "unknown-column",
            f"{table.name} cannot be Z-ordered by {', '.join(unknown)}.",
            f"Use columns of: {', '.join(allowed)}.",
        )


def _require_retention(table: Table, hours: float) -> None:
    if hours < SHORTEST_RETENTION_HOURS:
        raise MedallionError(
            "retention-too-short",
            f"A vacuum of {table.name} that keeps {hours:g} hours would delete files that running queries and time "
            f"travel still read; at least {SHORTEST_RETENTION_HOURS} hours are kept.",
            f"Set {SHORTEST_RETENTION_HOURS} hours or more.",
        )


def _require_readers_are_up_to_date(lake: Lake, table: Table, hours: float) -> None:
    """Raises MedallionError `vacuum-would-break-reader` if a reader has not read a version older than the retention.

    A younger unread version is safe: its files cannot have been replaced before they were written.
    """
    found = state(lake.spark, lake.location(table))
    horizon = datetime.now(UTC) - timedelta(hours=hours)
    for reader in lake.manifest.tables:
        if reader.layer != "silver" or reader.inputs[0] != table.name:
            continue
        since = state(lake.spark, lake.location(reader)).committed(silver.app_id(reader, table))
        # A reader that has never read starts with the newest snapshot and needs no older version.
        if 0 <= since < found.version and _committed_at(lake, table, since + 1) < horizon:
            raise MedallionError(
                "vacuum-would-break-reader",
                f"{reader.name} has read {table.name} up to version {since} of {found.version}; a vacuum could delete "
                "files that it has not read yet.",
                f"Run {reader.name} first.",
            )


def _committed_at(lake: Lake, table: Table, version: int) -> datetime:
    """Time of a commit; the distant past if the log no longer has the version."""
    history = DeltaTable.forPath(lake.spark, lake.location(table)).history()
    row = history.where(history["version"] == version).selectExpr("unix_millis(timestamp) AS at").head()
    return datetime.fromtimestamp(0 if row is None else row["at"] / 1000, UTC)


@contextmanager
def _file_size(spark: SparkSession, megabytes: int) -> Iterator[None]:
    """Sets the target file size: with Delta's default of 1 GiB a small table is one file, which skips nothing."""
    for key in _SIZES:
        spark.conf.set(key, str(megabytes * _MEGABYTE))
    try:
        yield
    finally:
        for key in _SIZES:
            spark.conf.unset(key)
