"""Row checks: NULL passes except for `required`, and only failing rows have names of checks."""

from __future__ import annotations

import pytest
from medallion.errors import MedallionError
from medallion.lake.manifest import RowCheck
from medallion.quality.row_checks import MASK, MAX_CHECKS, CheckSet
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

CHECKS = CheckSet(
    (
        RowCheck("a.required", "a IS NOT NULL", "error", "completeness"),
        RowCheck("a.minimum", "a >= 0", "error", "conformity"),
        RowCheck("a.plausible", "a <= 10", "warning", "accuracy"),
    )
)


@pytest.mark.parametrize(
    ("value", "names", "failed"),
    [(5, None, False), (None, ["a.required"], True), (-1, ["a.minimum"], True), (11, None, False)],
)
def test_names_of_failed_checks(spark: SparkSession, value: int | None, names: list[str] | None, failed: bool) -> None:
    frame = spark.createDataFrame([(value,)], "a int").select("a", CHECKS.mask().alias(MASK))
    row = frame.select(CHECKS.names().alias("names"), CHECKS.failed().alias("failed")).head()
    assert row is not None
    assert (row["names"], row["failed"]) == (names, failed)


def test_counters_count_warnings_too(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(5,), (None,), (-1,), (11,), (12,)], "a int").select(CHECKS.mask().alias(MASK))
    row = frame.agg(*CHECKS.counters()).head()
    assert row is not None
    assert list(row) == [1, 1, 2]


def test_the_last_possible_bit_works(spark: SparkSession) -> None:
    checks = CheckSet(tuple(RowCheck(f"c{i}", f"a <> {i}", "error", "accuracy") for i in range(MAX_CHECKS)))
    frame = spark.range(1).select(F.lit(MAX_CHECKS - 1).alias("a")).select(checks.mask().alias(MASK))
    row = frame.select(checks.names()).head()
    assert row is not None
    assert row[0] == [f"c{MAX_CHECKS - 1}"]


def test_fails_with_more_checks_than_bits() -> None:
    with pytest.raises(MedallionError, match="64 row checks; at most 63 are possible"):
        CheckSet(tuple(RowCheck(f"c{i}", "true", "error", "accuracy") for i in range(MAX_CHECKS + 1)))
