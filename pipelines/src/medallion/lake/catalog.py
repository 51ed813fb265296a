"""Registers the lake's tables in the session catalog, so that SQL can name them: `silver.transactions_validated`."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, cast

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.transactions import state

# The catalog is shared by all sessions: two steps that read the same table would both create its entry.
_REGISTERING = threading.Lock()


def register(lake: Lake, names: Iterable[str] | None = None) -> None:
    """Registers `names` (default: all tables) that exist, by location. Copies no data."""
    spark = lake.spark
    tables = lake.manifest.tables if names is None else [lake.manifest.find(name) for name in names]
    with _REGISTERING:
        for layer in sorted({table.layer for table in tables}):
            spark.sql(f"CREATE DATABASE IF NOT EXISTS `{layer}`")
        for table in tables:
            location = lake.location(table)
            if state(spark, location).exists and _registered(lake, table) != _normal(lake, location):
                name = f"`{table.layer}`.`{table.table}`"
                # By reference: dropping the entry leaves the files alone.
                spark.sql(f"DROP TABLE IF EXISTS {name}")
                spark.sql(f"CREATE TABLE {name} USING DELTA LOCATION '{_quoted(location)}'")


def _registered(lake: Lake, table: Table) -> str | None:
    """The table's location in the catalog; it may be that of another lake, which the session used before."""
    session: Any = lake.spark._jsparkSession
    catalog, jvm = session.sessionState().catalog(), cast("Any", lake.spark._jvm)
    identifier = jvm.org.apache.spark.sql.catalyst.TableIdentifier(table.table, jvm.scala.Option.apply(table.layer))
    if not catalog.tableExists(identifier):
        return None
    return _normal(lake, str(catalog.getTableMetadata(identifier).location().toString()))


def _normal(lake: Lake, location: str) -> str:
    jvm: Any = lake.spark._jvm
    return str(jvm.org.apache.hadoop.fs.Path(location).toString())


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
