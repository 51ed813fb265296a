"""Undeclared personal columns are found in the read that appends the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from medallion.lake.lake import Release
from medallion.lake.manifest import Table
from medallion.ledger import digest
from medallion.quality import personal
from medallion.running import run_metrics
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from tests.lakes import HouseLake, user

# Free text of a contract that does not call it personal.
COLUMN = "age"

FOUND: dict[str, list[str | None]] = {
    "an address": ["ann@example.com"],
    "an address in a text, once": ["call back", "write to ann.b+x@mail.example.co.uk, please", "no"],
    "an account number": ["DE89 3704 0044 0532 0130 00", "none", "none"],
    "an account number without blanks": ["GB82WEST12345698765432"],
    "telephone numbers": ["+1-555-0100", "(030) 123 4567", "201-555-0101"],
    "telephone numbers, a fifth of all": ["+49 30 1234567", "n/a", "n/a", "n/a", "n/a"],
    "card numbers": ["4111 1111 1111 1111", "5555-5555-5555-4444"],
    "social security numbers": ["536-90-4399"],
    "insurance numbers": ["AB123456C"],
}
CLEAN: dict[str, list[str | None]] = {
    "bands of age": ["19-24", "25-34", "65+"],
    "days": ["2017-01-05", "2017-12-31"],
    "product codes": ["10000085363", "4111111111112", "51600000013"],
    "an account number with wrong check digits": ["DE88370400440532013000"],
    "card numbers whose check digit is wrong": ["4111111111111112", "5555555555554445"],
    "telephone numbers, fewer than a fifth": ["+49 30 1234567", *["n/a"] * 5],
    "numbers that nobody has": ["000-12-3456", "666-12-3456", "912-12-3456"],
    # A pattern over the whole of it would take hours.
    "one word of five million letters": ["x" * 5_000_000],
    "nothing": [None, None],
}


Scan = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def scans(spark: SparkSession, users: Table) -> dict[str, Scan]:
    """By case, of each text column what was found and what of it the contract does not say. One plan for all."""
    values = [(case, value) for case, listed in (FOUND | CLEAN).items() for value in listed]
    frame = spark.createDataFrame(values, f"case string, {COLUMN} string")
    counted = _placed(frame, users).groupBy("case").agg(F.collect_list(personal.findings(users)).alias("said"))
    return {row["case"]: _told(users, row["said"]) for row in counted.collect()}


def _placed(frame: DataFrame, users: Table) -> DataFrame:
    others = [column for column in users.columns if column.name not in frame.columns]
    nothing = [F.lit(None).cast(column.type).alias(column.name) for column in others]
    return frame.select("*", *nothing, personal.place())


def _told(table: Table, said: list[str]) -> Scan:
    return {result.check_id: (result.evaluated, result.failed) for result in personal.results(table, said)}


@pytest.mark.parametrize("case", FOUND)
def test_finds(case: str, scans: dict[str, Scan]) -> None:
    assert {name: what for name, what in scans[case].items() if what != (0, 0)} == {f"{COLUMN}.personal": (1, 1)}


@pytest.mark.parametrize("case", CLEAN)
def test_leaves_alone(case: str, scans: dict[str, Scan]) -> None:
    assert set(scans[case].values()) == {(0, 0)}


def test_a_declared_personal_column_is_not_reported(users: Table) -> None:
    columns = tuple(replace(column, is_personal=True) if column.name == COLUMN else column for column in users.columns)
    texts = [column.name for column in users.columns if column.type == "string"]
    # As two rows of which one has an address in that column.
    said = ["1" * len(texts), "".join("3" if n == COLUMN else "1" for n in texts)]
    found = {
        (table is users, result.failed, result.passed)
        for table in (users, replace(users, columns=columns))
        for result in personal.results(table, said)
        if result.evaluated
    }
    assert found == {(True, 1, False), (False, 0, True)}


def test_the_sample_has_the_first_rows_of_a_partition_and_every_997th(spark: SparkSession, users: Table) -> None:
    found = f"{COLUMN}.personal"
    last = F.col("id") == F.col("rows") - 1
    for rows, wanted in (
        (personal.FIRST_ROWS, (1, 1)),
        (personal.FIRST_ROWS + 1, (0, 0)),
        (2 * personal.EVERY, (0, 0)),
        (2 * personal.EVERY + 1, (1, 1)),
    ):
        frame = spark.range(rows, numPartitions=1).withColumn("rows", F.lit(rows))
        text = frame.select(F.when(last, F.lit("ann@example.com")).alias(COLUMN))
        said = [row[0] for row in _placed(text, users).select(personal.findings(users)).collect()]
        assert (rows, _told(users, [each for each in said if each is not None])[found]) == (rows, wanted)


def test_a_table_without_text_columns_has_no_findings(spark: SparkSession, users: Table) -> None:
    numbers = replace(users, columns=tuple(column for column in users.columns if column.type != "string"))
    said = _placed(spark.range(1), numbers).select(personal.findings(numbers)).collect()
    assert ([list(row) for row in said], personal.results(numbers, [])) == ([[None]], [])


def test_a_run_records_findings_in_ledger_and_metrics(tmp_path: Path, spark: SparkSession, release: Release) -> None:
    house = HouseLake(tmp_path, spark, release)
    house.deliver_csv("users/a.csv", [user(1), user(2)])
    # Free text, until somebody writes an address into it; a second delivery of the same step says nothing of the kind.
    house.deliver_csv("users/b.csv", [user(3, home_ownership="see maud@example.com")])
    house.run("bronze.users")
    ledger = house.lake.spark.read.format("delta").load(house.lake.system("quality"))
    rows = ledger.where(F.col("dimension") == personal.DIMENSION).collect()
    told = {row["check_id"]: (row["kind"], row["failed"], row["passed"], row["severity"]) for row in rows}
    assert told == {
        "email.personal": ("scan", 0, True, "warning"),
        "phone.personal": ("scan", 0, True, "warning"),
        "home_ownership.personal": ("scan", 1, False, "warning"),
    }
    assert not any("maud" in repr(row).lower() for row in ledger.collect())
    evaluated = sum(row["evaluated"] for row in rows)
    measured = run_metrics.measure(digest.read(house.lake), datetime.now(UTC))
    assert measured["piiCoveragePercent"] == pytest.approx(100 * (1 - 1 / evaluated), abs=1e-3)
