"""Schema drift: unknown data is kept, refused, quarantined or dropped as declared, and recorded without values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from tests.lakes import HouseLake
from tests.source_lakes import TABLE, order_lake

ROWS = [
    {"id": 1, "amount": 1.5},
    {"id": 2, "amount": 2.5, "channel": "web"},
    {"id": 3, "amount": "secret", "channel": "app", "name": "x"},
]
TOLD = [("amount", "type-change", 1), ("channel", "unknown-key", 2)]


def lake_with(home: Path, spark: SparkSession, mode: str) -> HouseLake:
    lake = order_lake(home, spark, {"format": "jsonl"}, drift=mode)
    lake.deliver("orders/a.jsonl", [json.dumps(row) for row in ROWS])
    return lake


def told(lake: HouseLake) -> list[tuple[Any, ...]]:
    rows = lake.rows_at(lake.lake.system("drift"))
    assert "secret" not in repr(rows)
    assert {row["table"] for row in rows} <= {TABLE}
    return sorted((row["column"], row["kind"], row["sample_count"]) for row in rows)


def test_evolve_keeps_unknown_keys_in_rescued_data(tmp_path: Path, spark: SparkSession) -> None:
    lake = lake_with(tmp_path, spark, "evolve")
    result = lake.one(TABLE)
    assert (result.accepted, result.quarantined, result.rescued) == (3, 0, 2)
    assert told(lake) == TOLD
    assert lake.one(TABLE).status == "unchanged"
    lake.deliver("orders/b.jsonl", [json.dumps({"id": 4, "amount": 1})])
    lake.one(TABLE)
    assert told(lake) == TOLD


def test_freeze_refuses_the_batch_until_the_source_is_fixed(tmp_path: Path, spark: SparkSession) -> None:
    lake = lake_with(tmp_path, spark, "freeze")
    for _ in range(2):
        error = lake.one(TABLE).error
        assert error is not None
        assert error.code == "drift-frozen"
        assert "channel (unknown-key, 2 rows), amount (type-change, 1 rows)" in error.message
        assert told(lake) == TOLD
        assert "bronze/orders" not in lake.versions()
    lake.deliver("orders/a.jsonl", [json.dumps({"id": 1})])
    assert lake.one(TABLE).accepted == 1


def test_discard_row_quarantines_it_with_the_reason(tmp_path: Path, spark: SparkSession) -> None:
    lake = lake_with(tmp_path, spark, "discard-row")
    result = lake.one(TABLE)
    assert (result.accepted, result.quarantined) == (1, 2)
    assert told(lake) == TOLD
    bad = [row for row in lake.rows(TABLE) if row["_quarantined"]]
    assert [row["_errors"] for row in bad] == [["drift"], ["drift"]]
    assert sorted(json.loads(row["_raw"])["id"] for row in bad) == [2, 3]


def test_discard_value_accepts_the_row_without_it(tmp_path: Path, spark: SparkSession) -> None:
    lake = lake_with(tmp_path, spark, "discard-value")
    result = lake.one(TABLE)
    assert (result.accepted, result.quarantined) == (3, 0)
    assert told(lake) == TOLD
    assert [row["_rescued_data"] for row in lake.rows(TABLE)] == [None] * 3
    assert "secret" not in repr(lake.rows(TABLE))


def test_a_key_that_is_not_in_the_first_lines_is_recorded_too(tmp_path: Path, spark: SparkSession) -> None:
    lake = order_lake(tmp_path, spark, {"format": "jsonl"}, drift="discard-value")
    rows: list[dict[str, Any]] = [{"id": number} for number in range(30)]
    lake.deliver("orders/a.jsonl", [json.dumps(row) for row in [*rows, {"id": 30, "late": "x"}]])
    assert lake.one(TABLE).accepted == 31
    assert told(lake) == [("late", "unknown-key", 1)]


def test_a_source_whose_keys_are_values_does_not_fill_the_memory(tmp_path: Path, spark: SparkSession) -> None:
    lake = order_lake(tmp_path, spark, {"format": "jsonl"}, drift="evolve")
    lake.deliver("orders/a.jsonl", [json.dumps({"id": number, f"key {number}": 1}) for number in range(10_050)])
    assert lake.one(TABLE).rescued == 10_050
    columns = told(lake)
    assert len(columns) == 100
    assert columns[0] == ("*", "unknown-key", 50)


@pytest.mark.parametrize("mode", ["evolve", "freeze"])
def test_a_header_without_a_declared_column_is_recorded(tmp_path: Path, spark: SparkSession, mode: str) -> None:
    lake = order_lake(tmp_path, spark, {"format": "csv"}, drift=mode, columns={"id": "bigint", "name": "string"})
    lake.deliver_csv("orders/a.csv", [{"id": 1}, {"id": 2}])
    result = lake.one(TABLE)
    assert (result.error.code if result.error else None) == ("drift-frozen" if mode == "freeze" else None)
    assert told(lake) == [("name", "missing", 0 if mode == "freeze" else 2)]
    lake.deliver_csv("orders/a.csv", [{"id": 1, "name": "x"}])
    assert lake.one(TABLE).accepted == 1
