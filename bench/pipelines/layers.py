"""Silver and gold against the least that Spark can do: a bare MERGE, a bare two-step history, a full recompute.

Usage: ``npm run bench:layers``. The data is made up: a million keys of which five in a hundred change, and facts to
which one in a hundred is added. Ours and the bare way go in turn on one warm JVM; the median of the ratios counts.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from delta.tables import DeltaTable
from medallion import gold, silver
from medallion.lake import Lake, Release, load_binding, open_lake
from medallion.manifest import parse_manifest
from medallion.runner import new_run
from medallion.session import find_or_create
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

PEOPLE = {"id": "bigint", "day": "date", "name": "string", "city": "string", "level": "int", "score": "double"}
SALES = {"id": "bigint", "day": "date", "store": "int", "buyer": "bigint", "units": "int", "amount": "decimal(10,2)"}
TOTALS = {
    "day": "date",
    "store": "int",
    "lines": "bigint",
    "units": "bigint",
    "amount": "decimal(18,2)",
    "least": "decimal(10,2)",
    "most": "decimal(10,2)",
    "buyers": "binary",
}
MEASURES = {"lines": "count", "units": "sum", "amount": "sum", "least": "min", "most": "max", "buyers": "sketch"}
SQL = """
SELECT day, store, count(*) AS lines, sum(CAST(units AS bigint)) AS units,
  CAST(sum(amount) AS decimal(18, 2)) AS amount,
  min(amount) AS least, max(amount) AS most, hll_sketch_agg(buyer) AS buyers
FROM silver.sales GROUP BY day, store
"""


def main() -> None:
    """Prints one line a round and the median ratios; `--format json` for machines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", help="not used: the data is made up")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keys", type=int, default=1_000_000)
    parser.add_argument("--facts", type=int, nargs="+", default=[1_000_000, 3_000_000, 10_000_000])
    parser.add_argument("--only", choices=("scd1", "scd2", "gold"), action="append")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()
    spark = find_or_create()
    chosen = options.only or ["scd1", "scd2", "gold"]
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="medallion-bench-") as scratch:
        for history in (name for name in ("scd1", "scd2") if name in chosen):
            rounds = [
                _history(spark, Path(scratch) / f"{history}{number}", history, options.keys)
                for number in range(options.rounds + 1)
            ][1:]
            found[history] = _told(f"silver {history}, 5 % of {options.keys:,} keys", "bare", rounds)
        if "gold" in chosen:
            for facts in options.facts:
                rounds = _gold(spark, Path(scratch) / f"gold{facts}", facts, options.rounds)
                found[f"gold-{facts}"] = _told(f"gold, 1 % of {facts:,} facts", "full", rounds)
    if options.format == "json":
        print(json.dumps(found))


def _told(what: str, other: str, rounds: list[tuple[float, float]]) -> dict[str, Any]:
    ratio = statistics.median(ours / bare for bare, ours in rounds)
    for bare, ours in rounds:
        print(f"{other} {bare:6.2f} s   medallion {ours:6.2f} s   ratio {ours / bare:5.2f}", flush=True)
    print(f"{what}: {ratio:.2f} x {other} (median of {len(rounds)} rounds)", flush=True)
    return {"rounds": rounds, "ratio": ratio}


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _history(spark: SparkSession, home: Path, history: str, keys: int) -> tuple[float, float]:
    """Seconds of the bare way and of ours, each with the same 45,000 changed and 5,000 new keys of a million."""
    lake = _lake(
        spark,
        home,
        [
            _table("bronze.people", PEOPLE),
            _table(
                "silver.people",
                PEOPLE,
                inputs=["bronze.people"],
                history=history,
                keys=["id"],
                orderBy=["day"],
            ),
        ],
    )
    bronze, table = (lake.manifest.find(name) for name in ("bronze.people", "silver.people"))
    changed = keys // 20
    _append(_people(spark, 0, keys, "2024-01-01"), lake.location(bronze))
    _silver(lake)
    bare = str(home / "bare")
    _copy(lake.location(table), bare)
    news = _people(spark, keys - changed * 9 // 10, keys + changed // 10, "2024-06-01", step=1)
    _append(news, lake.location(bronze))
    source = str(home / "news")
    news.write.format("delta").save(source)
    step = _bare_scd1 if history == "scd1" else _bare_scd2
    seconds = _timed(lambda: step(spark, source, bare)), _timed(lambda: _silver(lake))
    ours = spark.read.format("delta").load(lake.location(table)).count()
    assert ours == spark.read.format("delta").load(bare).count()
    shutil.rmtree(home)
    return seconds


def _silver(lake: Lake) -> None:
    table = lake.manifest.find("silver.people")
    change = silver.pending(lake, table)
    assert change is not None
    silver.refresh(lake, table, change, new_run())


def _bare_scd1(spark: SparkSession, source: str, target: str) -> None:
    news = (
        spark.read.format("delta")
        .load(source)
        .withColumns({"_updated_at": F.current_timestamp(), "_run_id": F.lit("")})
    )
    news = news.drop("_quarantined")
    merge = DeltaTable.forPath(spark, target).alias("t").merge(news.alias("s"), "s.id = t.id")
    merge.whenMatchedUpdateAll("s.day >= t.day").whenNotMatchedInsertAll().execute()


def _bare_scd2(spark: SparkSession, source: str, target: str) -> None:
    """Close what is current, then append what is new: right only for news in order, without repeats or deletions."""
    news = spark.read.format("delta").load(source).drop("_quarantined")
    merge = DeltaTable.forPath(spark, target).alias("t").merge(news.alias("s"), "s.id = t.id AND t.is_current")
    merge.whenMatchedUpdate(set={"valid_to": "s.day", "is_current": "false"}).execute()
    schema = spark.read.format("delta").load(target).schema
    opened = news.withColumns({"valid_from": F.col("day"), "is_current": F.lit(True)})
    for field in schema:
        if field.name not in opened.columns:
            opened = opened.withColumn(field.name, F.lit(None).cast(field.dataType))
    opened.select(*schema.names).write.format("delta").mode("append").save(target)


def _gold(spark: SparkSession, home: Path, facts: int, rounds: int) -> list[tuple[float, float]]:
    """Seconds of a full recompute and of ours, after each of several times one in a hundred more facts."""
    totals = _table(
        "gold.totals", TOTALS, inputs=["silver.sales"], history="refresh", keys=["day", "store"], sql="totals.sql"
    )
    totals["incremental"] = {
        "verifyEvery": 1000,
        "inputs": {"silver.sales": {"grain": {"day": "day", "store": "store"}, "lookup": {}}},
    }
    for column in totals["columns"]:
        column["measure"] = MEASURES.get(column["name"])
    lake = _lake(spark, home, [_table("silver.sales", SALES), totals])
    (home / "release/sql").mkdir(parents=True)
    (home / "release/sql/totals.sql").write_text(SQL)
    sales, table = (lake.manifest.find(name) for name in ("silver.sales", "gold.totals"))
    _append(_sales(spark, 0, facts), lake.location(sales))

    def refresh() -> None:
        rebuild = gold.pending(lake, table)
        assert rebuild is not None
        gold.refresh(lake, table, rebuild)

    def full() -> None:
        facts_now = spark.read.format("delta").load(lake.location(sales))
        facts_now.createOrReplaceTempView("bench_sales")
        whole = spark.sql(SQL.replace("silver.sales", "bench_sales"))
        whole.write.format("delta").mode("overwrite").save(str(home / "full"))

    refresh()
    seconds = []
    for number in range(rounds + 1):
        start = facts + number * facts // 100
        _append(_sales(spark, start, start + facts // 100), lake.location(sales))
        seconds.append((_timed(full), _timed(refresh)))
    shutil.rmtree(home)
    return seconds[1:]


def _people(spark: SparkSession, start: int, end: int, day: str, step: int = 0) -> DataFrame:
    ids = spark.range(start, end, numPartitions=4)
    return ids.select(
        "id",
        F.lit(day).cast("date").alias("day"),
        F.concat(F.lit("name "), F.sha2(F.col("id").cast("string"), 256)).alias("name"),
        F.concat(F.lit("city "), F.col("id") % 1000).alias("city"),
        (F.col("id") % 7 + step).cast("int").alias("level"),
        F.rand(7).alias("score"),
        F.lit(False).alias("_quarantined"),
    )


def _sales(spark: SparkSession, start: int, end: int) -> DataFrame:
    """Spread over a year of days and twenty stores, as a late correction would be: nothing to prune."""
    return spark.range(start, end, numPartitions=4).select(
        "id",
        F.expr("date_add(DATE'2024-01-01', CAST(pmod(hash(id), 365) AS int))").alias("day"),
        F.expr("CAST(pmod(hash(id, 1), 20) AS int)").alias("store"),
        F.expr("pmod(hash(id, 2), 50000)").cast("bigint").alias("buyer"),
        F.expr("CAST(pmod(hash(id, 3), 9) AS int)").alias("units"),
        F.expr("CAST(pmod(hash(id, 4), 100000) / 100 AS decimal(10, 2))").alias("amount"),
    )


def _append(frame: DataFrame, location: str) -> None:
    frame.write.format("delta").mode("append").option("delta.enableChangeDataFeed", "true").save(location)


def _copy(source: str, target: str) -> None:
    shutil.copytree(source.removeprefix("file://"), target)


def _lake(spark: SparkSession, home: Path, tables: list[dict[str, Any]]) -> Lake:
    home.mkdir(parents=True)
    containers = {name: f"file://{home}/{name}" for name in ("landing", "bronze", "silver", "gold", "system")}
    binding = {
        "schemaVersion": 1,
        "environment": "bench",
        "containers": containers,
        "tokenKey": {"kind": "file", "path": str(home / "key")},
    }
    (home / "binding.json").write_text(json.dumps(binding))
    manifest = parse_manifest({"schemaVersion": 1, "tables": tables}, "the benchmark")
    release = Release("bench", str(home / "release"), manifest)
    return open_lake(spark, release, load_binding(str(home / "binding.json")), home)


def _table(name: str, columns: Mapping[str, str], **changes: Any) -> dict[str, Any]:
    """A compiled table with nothing declared but what is given."""
    layer, short = name.split(".")
    nothing = dict.fromkeys(("expression", "standard", "pii", "format", "measure"))
    return {
        "name": name,
        "layer": layer,
        "table": short,
        "fingerprint": name,
        "location": {"container": layer, "path": short},
        "columns": [
            {"name": column, "type": kind, "required": False, "description": "", **nothing}
            for column, kind in columns.items()
        ],
        **{"keys": [], "orderBy": [], "inputs": [], "rowChecks": [], "tableChecks": [], "foreignKeys": []},
        **{"source": None, "sql": None, "incremental": None, "deleteWhen": None},
        **{"history": "append", "deduplicate": True, "drift": "evolve", "latencyHours": 1},
        "layout": {"partitionBy": [], "zOrderBy": [], "targetFileSizeMb": 128},
        **changes,
    }


if __name__ == "__main__":
    main()
