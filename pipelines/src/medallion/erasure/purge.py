"""Removes old versions of a Delta table from storage and from its log.

A deleted row remains in files of earlier versions, in change data, and in the log, whose statistics contain the minimum
and maximum of each file. So old files are vacuumed without a grace period, and the log is cut to its newest checkpoint.
Time travel to earlier versions ends, which is intended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from medallion import crash_points
from medallion.lake.writing import set_property
from medallion.recovery.delta_log import LOG
from medallion.spark.folder import Folder
from medallion.spark.transactions import noted, snapshot

# Commits of the vacuum itself would be unread versions for readers, and the log is cut to the newest one.
_SETTINGS = "spark.databricks.delta.retentionDurationCheck.enabled", "spark.databricks.delta.vacuum.logging.enabled"
_ENTRY = re.compile(rf"{LOG}/(\d{{20}})\.(?:json|crc|checkpoint\b.*)")


@dataclass(frozen=True)
class Purged:
    """Numbers of removed data files and log files."""

    files: int
    entries: int


def seal(spark: SparkSession, location: str, erasure: str, note: str | None = None) -> None:
    """Adds a commit that names the erasure and contains no row: the log will start with it."""
    with noted(spark, note):
        set_property(spark, location, "medallion.erasure", erasure)


def purge(spark: SparkSession, location: str) -> Purged:
    """Purges the table; safe to repeat. All readers have read the newest version, and no other process writes."""
    folder, name = Folder(spark, location), location.rpartition("/")[2]
    before = folder.sizes()
    crash_points.reached(f"{name}:before-purge")
    with _without_grace(spark):
        DeltaTable.forPath(spark, location).vacuum(0)
    newest = snapshot(spark, location)
    jvm: Any = spark._jvm
    session: Any = spark._jsparkSession
    jvm.org.apache.spark.sql.delta.DeltaLog.forTable(session, location).checkpoint(newest)
    crash_points.reached(f"{name}:after-checkpoint")
    version = int(newest.version())
    for path in folder.sizes(LOG):
        entry = _ENTRY.fullmatch(path)
        if entry is not None and int(entry[1]) < version:
            folder.remove(path)
    gone = set(before) - set(folder.sizes())
    return Purged(
        sum(1 for path in gone if not path.startswith(f"{LOG}/") and path.endswith(".parquet")),
        sum(1 for path in gone if _ENTRY.fullmatch(path)),
    )


@contextmanager
def _without_grace(spark: SparkSession) -> Iterator[None]:
    for key in _SETTINGS:
        spark.conf.set(key, "false")
    try:
        yield
    finally:
        for key in _SETTINGS:
            spark.conf.unset(key)
