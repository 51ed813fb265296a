"""How tables are made: properties that a table is born with, and the appends of the ledger."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pyspark.sql import SparkSession

from medallion import crash_points
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.dataframes import of_records
from medallion.spark.session import apart

# Steps run side by side: of two that both make the first commit of a table, Delta would refuse one.
_APPENDING: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

# Readers of the next layer take what is new, also after files were compacted.
CHANGE_FEED = "delta.enableChangeDataFeed"

# Delta keeps no minimum and maximum of these.
_WITHOUT_STATISTICS = ("boolean", "binary")


def table_options(table: Table) -> dict[str, str]:
    """Delta properties by layer. They take effect on the write that creates the table."""
    # The declared columns only: minima of raw lines and run ids help no query and cost on every write.
    indexed = [column.name for column in table.columns if column.type not in _WITHOUT_STATISTICS]
    options = {"delta.dataSkippingStatsColumns": ",".join(indexed)}
    if table.change_feed:
        options[CHANGE_FEED] = "true"
    return options


def set_property(spark: SparkSession, location: str, name: str, value: str) -> None:
    """A commit of its own, without rows."""
    quoted = location.replace("`", "``")
    spark.sql(f"ALTER TABLE delta.`{quoted}` SET TBLPROPERTIES ('{name}' = '{value}')")


def append(lake: Lake, name: str, records: Sequence[Mapping[str, Any]], schema: str, **options: str) -> None:
    """Records to a table of the ledger. A lake of an earlier release may have fewer columns."""
    crash_points.reached(f"{name}:before")
    with _APPENDING[name]:
        writer = of_records(apart(lake.spark), records, schema).write.format("delta").mode("append")
        writer.option("mergeSchema", "true").options(**options).save(lake.system(name))
    crash_points.reached(f"{name}:after")
