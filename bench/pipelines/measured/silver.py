"""Silver against a bare MERGE of the same rows: five in a hundred keys of a million change.

A table that gold follows keeps a change feed; the bare contender's table then has one, too.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from delta.tables import DeltaTable
from medallion.lake.lake import Lake
from medallion.lake.writing import CHANGE_FEED
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from measured.items import change, deliver
from measured.measuring import Cost, Figure, ratio, rounds_of, timed
from measured.places import Setting, new_lake, run

ROWS = 1_000_000
SHARE = 20
CASES = {
    "silver-merge": ("silver.item_states", "Silver merge, 5 % of the keys change", 1.3),
    "silver-merge-followed": ("silver.items", "Silver merge, both with a change feed", 1.3),
    "silver-scd2": ("silver.item_versions", "Silver history (SCD2), the same change", 1.5),
}


def figures(setting: Setting, ids: list[str] | None = None) -> list[Figure]:
    return [
        _figure(setting, id_, table, title, goal)
        for id_, (table, title, goal) in CASES.items()
        if ids is None or id_ in ids
    ]


def _figure(setting: Setting, id_: str, table: str, title: str, goal: float) -> Figure:
    start = new_lake(setting, "silver-start")
    count = setting.rows(ROWS)
    deliver(start, count, "a")
    run(start, ["bronze.items", table])
    news = change(start, count // SHARE, every=SHARE, part="b")
    run(start, ["bronze.items"])
    before = setting.scratch / "bare-start"
    columns = start.manifest.find(table).column_names
    _bare_start(start, table, columns, before)

    def one(_: int) -> tuple[Cost, Cost]:
        target = setting.scratch / "bare"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(before, target)
        work = _two_steps if id_ == "silver-scd2" else _merge
        rows = setting.spark.read.parquet(str(news)).select(*columns)
        bare = timed(setting.spark, lambda: work(target, rows))
        lake = _copy(setting, start)
        return bare, timed(setting.spark, lambda: run(lake, [table]))

    return ratio(id_, title, setting.goal(goal), rounds_of(setting.rounds, one), rows=count, changed=count // SHARE)


def _bare_start(start: Lake, table: str, columns: list[str], before: Path) -> None:
    shutil.rmtree(before, ignore_errors=True)
    rows = start.spark.read.format("delta").load(start.location(start.manifest.find(table))).select(*columns)
    if table.endswith("versions"):
        rows = rows.withColumn("valid_to", F.lit(None).cast("timestamp")).withColumn("is_current", F.lit(True))
    followed = start.manifest.find(table).change_feed
    rows.write.format("delta").option(CHANGE_FEED, str(followed).lower()).save(str(before))


def _merge(target: Path, rows: DataFrame) -> None:
    merging = DeltaTable.forPath(rows.sparkSession, str(target)).alias("t").merge(rows.alias("s"), "t.id = s.id")
    merging.whenMatchedUpdateAll().whenNotMatchedInsertAll().execute()


def _two_steps(target: Path, rows: DataFrame) -> None:
    """Close what has changed, then append what is new."""
    table = DeltaTable.forPath(rows.sparkSession, str(target))
    closing = table.alias("t").merge(rows.alias("s"), "t.id = s.id AND t.is_current")
    closing.whenMatchedUpdate(set={"valid_to": "s.changed_at", "is_current": "false"}).execute()
    opened = rows.withColumn("valid_to", F.lit(None).cast("timestamp")).withColumn("is_current", F.lit(True))
    opened.write.format("delta").mode("append").save(str(target))


def _copy(setting: Setting, start: Lake) -> Lake:
    """The same lake in another place."""
    lake = new_lake(setting, "silver-ours")
    assert start.home is not None
    assert lake.home is not None
    for container in ("landing", "bronze", "silver", "system"):
        shutil.copytree(start.home / container, lake.home / container, dirs_exist_ok=True)
    return lake
