"""Recomputes the groups of a gold table that a change may have touched, from their rows alone.

Correct for any SQL whose groups depend only on the rows that the contract's feeds map to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.gold import inputs
from medallion.lake.lake import Lake
from medallion.lake.manifest import Feed, Table

# Up to this number of groups their keys are broadcast instead of shuffled.
_FEW = 200_000
# Types whose minimum and maximum pass through Python unchanged.
_BOUNDED = ("int", "bigint", "string", "date", "decimal")


@dataclass(frozen=True)
class Changed:
    """All inputs at their new versions, and the changed rows of each changed input."""

    versions: Mapping[str, int]
    rows: Mapping[str, DataFrame]


@dataclass(frozen=True)
class Keys:
    """Keys of `count` groups, and their `ends`: `min_<key>` and `max_<key>`."""

    rows: DataFrame
    count: int
    ends: Mapping[str, Any]


def near(keys: DataFrame, count: int) -> DataFrame:
    """The keys for a join, broadcast if they are few."""
    return F.broadcast(keys) if count <= _FEW else keys


def unmapped(table: Table, changed: Changed) -> list[str]:
    """Changed inputs for which the contract does not say which groups they touch."""
    feeds = table.incremental.feeds if table.incremental else {}
    return [name for name in changed.rows if name not in feeds]


def touched(lake: Lake, table: Table, changed: Changed) -> DataFrame:
    """Keys of all groups that contain or contained a changed row."""
    assert table.incremental is not None
    parts = []
    for name, rows in changed.rows.items():
        feed = table.incremental.feeds[name]
        if feed.grain:
            parts.append(rows.select(*_grain(table, feed)))
        else:
            # Deleted rows of the primary input are in its own changes: existing rows are enough here.
            primary = table.inputs[0]
            looked_up = rows.select(*[F.col(there).alias(f"_k{i}") for i, there in enumerate(feed.lookup.values())])
            facts = inputs.snapshot(lake, primary, changed.versions[primary])
            same = [F.col(here).eqNullSafe(F.col(f"_k{i}")) for i, here in enumerate(feed.lookup)]
            found = facts.join(F.broadcast(looked_up.distinct()), _all(same), "left_semi")
            parts.append(found.select(*_grain(table, table.incremental.feeds[primary])))
    return reduce(DataFrame.unionByName, parts).distinct()


def recomputed(lake: Lake, table: Table, keys: Keys, versions: Mapping[str, int]) -> DataFrame:
    """Result of the SQL over the rows of these groups. A group without rows is not in it."""
    assert table.incremental is not None
    kinds = {column.name: column.type.split("(")[0] for column in table.columns}
    frames = {}
    for name, version in versions.items():
        frame = inputs.snapshot(lake, name, version)
        feed = table.incremental.feeds.get(name)
        if feed is not None and feed.grain:
            same = []
            for key, expression in feed.grain.items():
                same.append(F.expr(expression).cast(table.column(key).type).eqNullSafe(F.col(f"_g_{key}")))
                # Lets Delta skip files: only a plain column has statistics, and NULL matches no range.
                least, most = keys.ends[f"min_{key}"], keys.ends[f"max_{key}"]
                if expression == key and kinds[key] in _BOUNDED and least is not None:
                    frame = frame.where(F.col(key).between(F.lit(least), F.lit(most)) | F.col(key).isNull())
            wanted = near(keys.rows, keys.count).select(*[F.col(key).alias(f"_g_{key}") for key in table.keys])
            frame = frame.join(wanted, _all(same), "left_semi")
        frames[name] = frame
    return inputs.run(lake, table, frames).select(*table.column_names)


def _grain(table: Table, feed: Feed) -> list[SparkColumn]:
    return [F.expr(feed.grain[key]).cast(table.column(key).type).alias(key) for key in table.keys]


def _all(conditions: list[SparkColumn]) -> SparkColumn:
    return reduce(lambda one, other: one & other, conditions)
