"""Items made up by arithmetic: the same number is the same item on every machine."""

from __future__ import annotations

import shutil
from pathlib import Path

from medallion.lake.lake import Lake
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

GROUP = 100


def items(spark: SparkSession, first: int, last: int, step: int = 1, day: int = 0) -> DataFrame:
    """Rows of the table `items` for ids from `first` up to `last`; `day` moves amounts and instants."""
    at = F.timestamp_seconds(F.lit(1_700_000_000 + day * 86_400) + F.col("id") % 3_600)
    return spark.range(first, last, step).select(
        "id",
        F.expr(f"id div {GROUP}").alias("grp"),
        F.concat(F.lit("state-"), (F.col("id") + day) % 7).alias("state"),
        (((F.col("id") * 7_919 + day) % 100_000) / 100).cast("decimal(10,2)").alias("amount"),
        at.alias("changed_at"),
    )


def deliver(lake: Lake, rows: int, part: str) -> None:
    _write(lake, items(lake.spark, 0, rows), part)


def change(lake: Lake, count: int, every: int, part: str) -> Path:
    """Lands a newer version of every so many-th item; returns the same rows as Parquet, for the bare contender."""
    changed = items(lake.spark, 0, count * every, every, day=1)
    _write(lake, changed, part)
    assert lake.home is not None
    news = lake.home / "news"
    changed.write.mode("overwrite").parquet(str(news))
    return news


def _write(lake: Lake, rows: DataFrame, part: str) -> None:
    assert lake.home is not None
    written = lake.home / "written"
    texts = rows.withColumn("changed_at", F.date_format("changed_at", "yyyy-MM-dd'T'HH:mm:ss"))
    texts.write.mode("overwrite").json(str(written))
    folder = lake.home / "landing/items"
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(sorted(written.glob("part-*.json"))):
        shutil.move(file, folder / f"{part}-{number}.jsonl")
