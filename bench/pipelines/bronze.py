"""Bronze against the least that Spark can do with the same files: an explicit-schema JSON read appended to Delta.

Usage: ``npm run bench:bronze`` (needs a lake: run ``npm start`` first). Both go in turn on one warm JVM; the median of
the ratios counts, seconds depend on the machine. Ours also validates the files, rescues, checks, sets aside and counts.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from medallion.lake import Lake, find_lake
from medallion.runner import execute, new_run
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

TABLE = "bronze.transactions"


def main() -> None:
    """Prints one line a round and the median ratio; `--format json` for machines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="MEDALLION_HOME of a lake that has run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()
    lake = find_lake(options.home)
    with tempfile.TemporaryDirectory(prefix="medallion-bench-") as scratch:
        rounds = [_round(lake, Path(scratch) / str(number)) for number in range(options.rounds + 1)][1:]
    ratios = [ours / bare for bare, ours in rounds]
    if options.format == "json":
        print(json.dumps({"table": TABLE, "rounds": rounds, "ratio": statistics.median(ratios)}))
        return
    for bare, ours in rounds:
        print(f"bare {bare:6.2f} s   medallion {ours:6.2f} s   ratio {ours / bare:5.2f}")
    print(f"{TABLE}: {statistics.median(ratios):.2f} x a bare append (median of {len(rounds)} rounds)")


def _round(lake: Lake, folder: Path) -> tuple[float, float]:
    """Seconds of the bare append and of ours, in fresh tables."""
    seconds = _timed(lambda: _bare(lake, folder / "bare")), _timed(lambda: _ours(lake, folder / "ours"))
    shutil.rmtree(folder)
    return seconds


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _bare(lake: Lake, folder: Path) -> None:
    table = lake.manifest.find(TABLE)
    assert table.source is not None
    _append(lake.spark, table.schema(), lake.landing(table.source.path), folder)


def _append(spark: SparkSession, schema: StructType, source: str, folder: Path) -> None:
    reader = spark.read.schema(schema).option("recursiveFileLookup", "true")
    reader.json(source).write.format("delta").mode("append").save(str(folder))


def _ours(lake: Lake, folder: Path) -> None:
    own = {name: f"file://{folder / name}" for name in ("bronze", "silver", "gold", "system")}
    containers = {**lake.binding.containers, **own}
    fresh = replace(lake, binding=replace(lake.binding, containers=containers))
    [result] = execute(fresh, new_run(), [lake.manifest.find(TABLE)])
    if result.status != "succeeded":
        raise SystemExit(f"error: {TABLE} {result.status}: {result.error}")


if __name__ == "__main__":
    main()
