"""Groups of a gold table that a change may have touched, computed anew from just their rows.

Right for any SQL whose groups depend on nothing but the rows that the contract's feeds map to them.
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

# Groups whose keys are sent to every task rather than shuffled.
_FEW = 200_000
# Types whose least and greatest value pass through Python unchanged.
_BOUNDED = ("int", "bigint", "string", "date", "decimal")


@dataclass(frozen=True)
class Changed:
    """Inputs at their new versions, and the rows of those that changed."""

    versions: Mapping[str, int]
    rows: Mapping[str, DataFrame]


@dataclass(frozen=True)
class Keys:
    """Keys of groups, `count` in all, and their `ends`: `min_<key>` and `max_<key>`."""

    rows: DataFrame
    count: int
    ends: Mapping[str, Any]


def near(keys: DataFrame, count: int) -> DataFrame:
    """For a join: each task gets all of a few keys."""
    return F.broadcast(keys) if count <= _FEW else keys


def unmapped(table: Table, changed: Changed) -> list[str]:
    """Inputs that changed and of which the contract does not say which groups they touch."""
    feeds = table.incremental.feeds if table.incremental else {}
    return [name for name in changed.rows if name not in feeds]


def touched(lake: Lake, table: Table, changed: Changed) -> DataFrame:
    """Keys of all groups that a changed row belongs or belonged to."""
    assert table.incremental is not None
    parts = []
    for name, rows in changed.rows.items():
        feed = table.incremental.feeds[name]
        if feed.grain:
            parts.append(rows.select(*_grain(table, feed)))
        else:
            # A row of the primary input that left is among its own changes: those that stand are enough here.
            primary = table.inputs[0]
            looked_up = rows.select(*[F.col(there).alias(f"_k{i}") for i, there in enumerate(feed.lookup.values())])
            facts = inputs.snapshot(lake, primary, changed.versions[primary])
            same = [F.col(here).eqNullSafe(F.col(f"_k{i}")) for i, here in enumerate(feed.lookup)]
            found = facts.join(F.broadcast(looked_up.distinct()), _all(same), "left_semi")
            parts.append(found.select(*_grain(table, table.incremental.feeds[primary])))
    return reduce(DataFrame.unionByName, parts).distinct()


def recomputed(lake: Lake, table: Table, keys: Keys, versions: Mapping[str, int]) -> DataFrame:
    """What the SQL makes of the rows of these groups. A group without a row is not in it."""
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
                # Lets Delta leave files out: only a plain column has statistics, and NULL lies between no two values.
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
