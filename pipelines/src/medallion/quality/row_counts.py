"""Counts the rows of a write inside the writing tasks, in compiled code and without a second read."""

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
class RowCounts:
    """Numbers of rows: all, quarantined, with rescued data, and failed by check, in the order of the checks.

    `keys` has the number of rows for each key of the rescued data. `findings` are the texts that `counting` was given,
    unordered.
    """

    rows: int
    quarantined: int
    rescued: int
    failed: Sequence[int]
    keys: Mapping[str, int]
    findings: Sequence[str]


class RowCounter:
    """Counts the rows of one Spark job; a repeated job counts its rows again."""

    def __init__(self, spark: SparkSession, checks: CheckSet) -> None:
        self._spark = spark
        self._checks = checks
        context: Any = spark.sparkContext._jsc
        finished = context.sc().collectionAccumulator("medallion.row_counts")
        self._counter: Any = compiler.instance(spark, "RowCounter", finished, checks.error_bits)

    def counting(self, mask: SparkColumn, findings: SparkColumn) -> SparkColumn:
        """`mask`, which as a side effect counts each row with its RESCUED and its `findings` (a text or NULL)."""
        arguments = [mask, F.col(RESCUED), findings]
        return compiler.call(self._spark, self._counter, "count", arguments, LongType(), is_pure=False)

    def counts(self) -> RowCounts:
        counted = self._counter.counts()
        return RowCounts(
            counted.rows(),
            counted.quarantined(),
            counted.rescued(),
            [counted.failed(bit) for bit in range(len(self._checks.checks))],
            dict(counted.keys()),
            list(counted.findings()),
        )
