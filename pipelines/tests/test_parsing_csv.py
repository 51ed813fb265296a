"""CSV by header: names decide, not positions; nothing is lost."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from medallion.lake.manifest import Table
from medallion.reading import parsing_csv
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED
from pyspark.sql import SparkSession

HEADER = "household_id,name,birth_date,contact_generated,snapshot_date"


def parse(spark: SparkSession, declared: Table, header: str, lines: list[str]) -> list[dict[str, Any]]:
    frame = spark.createDataFrame(
        [(text, "f", None) for text in [header, *lines]], f"{LINE} string, {FILE} string, {OFFSET} bigint"
    ).coalesce(1)
    return [row.asDict() for row in parsing_csv.parse(frame, declared, header).collect()]


def test_columns_are_found_by_name(spark: SparkSession, users: Table) -> None:
    header = "snapshot_date,contact_generated,household_id,name"
    (row,) = parse(spark, users, header, ['2017-01-01,TRUE,7,"Ellison, ""Maud"""'])
    assert (row["household_id"], row["name"]) == (7, 'Ellison, "Maud"')
    assert (row["snapshot_date"], row["contact_generated"]) == (date(2017, 1, 1), True)
    assert (row["email"], row[RESCUED], row[MALFORMED]) == (None, None, False)


def test_unknown_columns_and_uncastable_values_are_rescued(spark: SparkSession, users: Table) -> None:
    (row,) = parse(spark, users, f"{HEADER},store", ["7,Maud,30.02.1980,true,2017-01-01,12"])
    assert row["birth_date"] is None
    assert json.loads(row[RESCUED]) == {"birth_date": "30.02.1980", "store": "12"}


def test_an_empty_field_is_null_also_when_it_is_quoted(spark: SparkSession, users: Table) -> None:
    for row in parse(
        spark, users, HEADER, ["7,,,true,2017-01-01", '"7","","","true","2017-01-01"', '7," ",,true,2017-01-01']
    ):
        assert (row["household_id"], row["birth_date"], row[RESCUED]) == (7, None, None)
        assert row["name"] in (None, " ")


@pytest.mark.parametrize("text", ["7,Maud", "7,Maud,1980-01-01,true,2017-01-01,more"])
def test_a_ragged_line_is_malformed(spark: SparkSession, users: Table, text: str) -> None:
    (row,) = parse(spark, users, HEADER, [text])
    assert row[MALFORMED] is True
    assert {row[name] for name in users.column_names} == {None}


def test_a_line_of_the_right_width_is_not_malformed(spark: SparkSession, users: Table) -> None:
    (row,) = parse(spark, users, HEADER, ["7,Maud,1980-01-01,true,2017-01-01"])
    assert row[MALFORMED] is False


def test_the_second_column_of_a_name_is_rescued(spark: SparkSession, users: Table) -> None:
    (row,) = parse(spark, users, f"{HEADER},name", ["7,Maud,,true,2017-01-01,Other"])
    assert (row["name"], json.loads(row[RESCUED])) == ("Maud", {"name": "Other"})


def test_a_header_in_the_middle_is_no_row(spark: SparkSession, users: Table) -> None:
    rows = parse(spark, users, HEADER, ["7,a,,true,2017-01-01", HEADER, "8,b,,true,2017-01-01"])
    assert [row["household_id"] for row in rows] == [7, 8]
