"""Gold after one row in a hundred changed, as a share of making the table anew, and how the share grows with the table.

Silver is written directly: what is measured begins where a run finds silver changed.
"""

from __future__ import annotations

import shutil
from typing import Any

from delta.tables import DeltaTable
from medallion.lake.lake import Lake
from medallion.lake.writing import table_options
from pyspark.sql import functions as F

from measured.items import items
from measured.measuring import Cost, Figure, median_of, rounds_of, timed
from measured.places import Setting, new_lake, run

SIZES = (100_000, 1_000_000, 10_000_000)
TABLE, INPUT = "gold.item_totals", "silver.items"
GOAL = 0.1


def figures(setting: Setting, sizes: tuple[int, ...] = SIZES) -> list[Figure]:
    return [_figure(setting, setting.rows(rows), rows == max(sizes)) for rows in sizes]


def _figure(setting: Setting, rows: int, is_promised: bool) -> Figure:
    lake = new_lake(setting, "gold")
    table = lake.manifest.find(INPUT)
    source = items(setting.spark, 0, rows).withColumn("_updated_at", F.current_timestamp())
    source.write.format("delta").options(**table_options(table)).save(lake.location(table))
    run(lake, [TABLE])

    def one(number: int) -> tuple[Cost, Cost]:
        _change(lake, rows, day=number + 1)
        incremental = timed(setting.spark, lambda: run(lake, [TABLE]))
        assert lake.home is not None
        shutil.rmtree(lake.home / "gold")
        _forget(lake)
        return timed(setting.spark, lambda: run(lake, [TABLE])), incremental

    rounds = rounds_of(setting.rounds, one)
    share = median_of([incremental.over(whole) for whole, incremental in rounds])
    whole, incremental = (median_of([pair[side] for pair in rounds]) for side in (0, 1))
    return Figure(
        f"gold-incremental-{rows}",
        f"Gold after a 1 % change, of a rebuild, {rows:,} rows",
        share.wall,
        "share",
        setting.goal(GOAL) if is_promised else None,
        cpu_value=share.cpu,
        detail={
            "rebuildSeconds": round(whole.wall, 2),
            "incrementalSeconds": round(incremental.wall, 2),
            "rows": rows,
            "rounds": len(rounds),
        },
    )


def _change(lake: Lake, rows: int, day: int) -> None:
    """The newest items change, as they do where data comes with time."""
    news = items(lake.spark, rows - rows // 100, rows, day=day).withColumn("_updated_at", F.current_timestamp())
    target = DeltaTable.forPath(lake.spark, lake.location(lake.manifest.find(INPUT)))
    target.alias("t").merge(news.alias("s"), "t.id = s.id").whenMatchedUpdateAll().execute()


def _forget(lake: Lake) -> None:
    """Delta keeps the log of a table that it has seen."""
    jvm: Any = lake.spark._jvm
    jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()
