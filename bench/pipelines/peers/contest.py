"""What every contender is given, and how it is timed."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from medallion.spark.session import find_or_create
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType


@dataclass(frozen=True)
class Check:
    """A row check of the contract: `column`, and the SQL that holds for a good row."""

    id: str
    column: str
    expression: str


@dataclass(frozen=True)
class Contest:
    """JSON lines below `landing`, read with `schema`; `scratch` is for what a contender writes."""

    spark: SparkSession
    landing: str
    schema: StructType
    checks: tuple[Check, ...]
    scratch: Path

    def rows(self) -> DataFrame:
        return self.spark.read.schema(self.schema).option("recursiveFileLookup", "true").json(self.landing)


def compete(work: Callable[[Contest, int], None]) -> None:
    """Runs `work` once to warm the JVM, then so many rounds; prints the seconds of each as a JSON list."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--landing", required=True)
    parser.add_argument("--schema", required=True, help="Spark's JSON of a schema")
    parser.add_argument("--checks", required=True, help="JSON list of objects with id, column, expression")
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    options = parser.parse_args()
    contest = Contest(
        find_or_create(log_file=options.scratch / "spark.log"),
        options.landing,
        StructType.fromJson(json.loads(options.schema)),
        tuple(Check(**check) for check in json.loads(options.checks)),
        options.scratch,
    )
    seconds = []
    for number in range(options.rounds + 1):
        # Great Expectations keeps what it has read: later rounds would not read the files at all.
        contest.spark.catalog.clearCache()
        begun = time.perf_counter()
        work(contest, number)
        seconds.append(time.perf_counter() - begun)
    (options.scratch / "seconds.json").write_text(json.dumps(seconds[1:]))
