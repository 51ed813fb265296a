"""Inputs of a gold table's SQL, each pinned to one version, or to some of its rows.

The SQL names tables (`silver.orders`); it runs over temporary views that have exactly the intended rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.retention import within

# +1 for an inserted row, -1 for a deleted one.
SIGN = "_sign"

_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|--[^\n]*|/\*.*?\*/|`?\b(bronze|silver|gold)`?\.`?(\w+)`?", re.DOTALL)
_ALIAS = re.compile(r"\s+(?:AS\s+)?`?([A-Za-z_]\w*)", re.IGNORECASE)
# Keywords that can follow a table without an alias.
_WORDS = frozenset(
    "anti cluster cross distribute except full group having inner intersect join lateral left limit minus natural "
    "offset on order pivot right select semi sort tablesample union unpivot using where window".split()
)


def snapshot(lake: Lake, name: str, version: int) -> DataFrame:
    reader = lake.spark.read.format("delta").option("versionAsOf", version)
    return reader.load(lake.location(lake.manifest.find(name)))


def changes(lake: Lake, name: str, since: int, until: int) -> DataFrame:
    """Rows inserted and deleted after `since`, with SIGN. An update is a deletion and an insertion."""
    feed = (
        lake.spark.read.format("delta")
        .option("readChangeFeed", "true")
        .option("startingVersion", since + 1)
        .option("endingVersion", until)
        .load(lake.location(lake.manifest.find(name)))
    )
    sign = F.when(F.col("_change_type").isin("insert", "update_postimage"), 1).otherwise(-1)
    return feed.withColumn(SIGN, sign).drop("_change_type", "_commit_version", "_commit_timestamp")


def run(lake: Lake, table: Table, inputs: Mapping[str, DataFrame]) -> DataFrame:
    """Result of the table's SQL over the given rows of its inputs, without what has outlived its retention."""
    views = {name: f"medallion_{table.table}_{name.replace('.', '_')}" for name in inputs}
    for name, frame in inputs.items():
        frame.createOrReplaceTempView(views[name])
    return within(lake, table, lake.spark.sql(over_views(lake.sql(table), views)))


def over_views(sql: str, views: Mapping[str, str]) -> str:
    """`sql` with the tables in `views` replaced. A table without an alias gets its short name as alias."""

    def replaced(match: re.Match[str]) -> str:
        layer, short = match[1], match[2]
        view = views.get(f"{layer}.{short}")
        if view is None:
            return match[0]
        after = sql[match.end() :]
        if after.startswith("."):
            return short
        alias = _ALIAS.match(after)
        return view if alias and alias[1].lower() not in _WORDS else f"{view} AS {short}"

    return _TOKEN.sub(replaced, sql)
