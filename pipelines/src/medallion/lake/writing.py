"""Table properties at creation, and appends to the ledger tables."""

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
from medallion.spark.session import interpreted_session

# Steps run in parallel: when two make the first commit of a table, Delta refuses one of them.
_APPENDING: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

# With it, readers of the next layer find new rows even after files were compacted.
CHANGE_FEED = "delta.enableChangeDataFeed"

# Types without minimum and maximum in Delta statistics.
_WITHOUT_STATISTICS = ("boolean", "binary")


def table_options(table: Table) -> dict[str, str]:
    """Delta properties by layer. They take effect on the write that creates the table."""
    # Declared columns only: statistics of raw lines and run ids help no query and cost time on every write.
    indexed = [column.name for column in table.columns if column.type not in _WITHOUT_STATISTICS]
    options = {"delta.dataSkippingStatsColumns": ",".join(indexed)}
    if table.change_feed:
        options[CHANGE_FEED] = "true"
    return options


def set_property(spark: SparkSession, location: str, name: str, value: str) -> None:
    """Sets a table property in a commit of its own."""
    quoted = location.replace("`", "``")
    spark.sql(f"ALTER TABLE delta.`{quoted}` SET TBLPROPERTIES ('{name}' = '{value}')")


def append(lake: Lake, name: str, records: Sequence[Mapping[str, Any]], schema: str, **options: str) -> None:
    """Appends records to the table `name` of the system container; adds columns that an earlier release lacked."""
    crash_points.reached(f"{name}:before")
    with _APPENDING[name]:
        writer = of_records(interpreted_session(lake.spark), records, schema).write.format("delta").mode("append")
        writer.option("mergeSchema", "true").options(**options).save(lake.system(name))
    crash_points.reached(f"{name}:after")
