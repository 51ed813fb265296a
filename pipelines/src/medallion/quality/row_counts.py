"""Counts of one write, made by the tasks that write: without a second read, inside the steps that Spark compiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import LongType

from medallion.java import compiler
from medallion.quality.row_checks import CheckSet
from medallion.reading.parsing import RESCUED


@dataclass(frozen=True)
class Counts:
    """Of rows: all, those set aside, those with rescued data, and those that fail each check, in the order of checks.

    `keys` has of each key in the rescued data how many rows have it, `said` what `counting` was told, in no order.
    """

    rows: int
    quarantined: int
    rescued: int
    failed: Sequence[int]
    keys: Mapping[str, int]
    said: Sequence[str]


class Tally:
    """Counts the rows of one job. Rows that were counted by a job that failed are counted again by the next one."""

    def __init__(self, spark: SparkSession, checks: CheckSet) -> None:
        self._spark = spark
        self._checks = checks
        context: Any = spark.sparkContext._jsc
        finished = context.sc().collectionAccumulator("medallion.tally")
        self._tally: Any = compiler.instance(spark, "Tally", finished, checks.error_bits)

    def counting(self, mask: SparkColumn, said: SparkColumn) -> SparkColumn:
        """`mask`, where each row that has it evaluated is counted with RESCUED and with `said`, a text or NULL."""
        arguments = [mask, F.col(RESCUED), said]
        return compiler.call(self._spark, self._tally, "count", arguments, LongType(), is_pure=False)

    def counts(self) -> Counts:
        counted = self._tally.counts()
        return Counts(
            counted.rows(),
            counted.quarantined(),
            counted.rescued(),
            [counted.failed(bit) for bit in range(len(self._checks.checks))],
            dict(counted.keys()),
            list(counted.said()),
        )
