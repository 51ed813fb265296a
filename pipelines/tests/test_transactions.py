"""Transactions of a table are found in its newest commits, else in its state."""

from __future__ import annotations

from pathlib import Path

import pytest
from medallion.spark import transactions
from medallion.spark.transactions import state
from pyspark.sql import SparkSession


@pytest.fixture
def table(spark: SparkSession, tmp_path: Path) -> str:
    """Three transactions of two applications, and then commits without transactions."""
    location = str(tmp_path / "table")
    for app, version in (("a:x", 1), ("a:y", 7), ("a:x", 2)):
        _append(spark, location, txnAppId=app, txnVersion=str(version))
    return location


def _append(spark: SparkSession, location: str, **options: str) -> None:
    spark.range(1).write.format("delta").mode("append").options(**options).save(location)


def _found(spark: SparkSession, location: str) -> tuple[int, int, int, tuple[str, int] | None, tuple[str, int] | None]:
    newest = state(spark, location)
    committed = [newest.committed(app) for app in ("a:x", "a:y", "a:z")]
    return committed[0], committed[1], committed[2], newest.newest_of("a:"), newest.newest_of("b:")


EXPECTED = (2, 7, -1, ("a:y", 7), None)


def test_a_transaction_is_found_in_the_newest_commits(spark: SparkSession, table: str) -> None:
    assert state(spark, table).recent == {"a:x": 2, "a:y": 7}
    assert _found(spark, table) == EXPECTED


def test_an_older_transaction_is_found_in_the_table_state(spark: SparkSession, table: str) -> None:
    for _ in range(3):
        _append(spark, table)
    assert state(spark, table).recent == {}
    assert _found(spark, table) == EXPECTED


def test_a_long_commit_is_not_read_for_it(spark: SparkSession, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_LONGEST", 10)
    assert state(spark, table).recent == {}
    assert _found(spark, table) == EXPECTED


def test_a_table_that_does_not_exist_has_committed_nothing(spark: SparkSession, tmp_path: Path) -> None:
    assert _found(spark, str(tmp_path / "none")) == (-1, -1, -1, None, None)


def test_behind_a_long_commit_nothing_is_recent(
    spark: SparkSession, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = spark.range(40).repartition(40).write.format("delta").mode("append")
    many.options(txnAppId="a:x", txnVersion="3").save(table)
    monkeypatch.setattr(transactions, "_LONGEST", 3_000)
    assert state(spark, table).committed("a:x") == 3
