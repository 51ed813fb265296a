"""Fields of a source under other names, in folders and of types that Spark lacks; which files are data at all."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from delta.tables import DeltaTable
from medallion.lake.lake import Release
from medallion.reading.landing import selected
from medallion.running.maintenance import optimize
from pyspark.sql import SparkSession

from tests.lakes import HouseLake
from tests.source_lakes import TABLE, order_lake
from tests.tables import document, manifest

NAMES = {"id": "ID no.", "gross": "US Gross $", "common": "name.common", "station": "stationId"}
TYPES = {"id": "bigint", "gross": "decimal(10,2)", "common": "string", "station": "smallint"}
FLAT = {"ID no.": 1, "US Gross $": 2.5, "name.common": "Å", "stationId": 7}
NESTED = {"ID no.": 1, "US Gross $": 2.5, "name": {"common": "Å", "official": "The Å"}, "stationId": 7}


def named(home: Path, spark: SparkSession, source: dict[str, Any]) -> HouseLake:
    declared = {"kind": "files", "system": "shop", "path": "orders", **source}
    table = document(TABLE, TYPES, source=declared)
    table["columns"] = [{**column, "source": NAMES[column["name"]]} for column in table["columns"]]
    return HouseLake(home, spark, Release("test", str(home), manifest([table])))


def parquet(row: dict[str, Any]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([row]), sink)
    return bytes(sink.getvalue().to_pybytes())


FORMATS: dict[str, tuple[dict[str, Any], Callable[[dict[str, Any]], bytes], dict[str, Any]]] = {
    "csv": ({"format": "csv"}, lambda row: pd.DataFrame([row]).to_csv(index=False).encode(), FLAT),
    "jsonl": ({"format": "jsonl"}, lambda row: json.dumps(row).encode(), NESTED),
    "json": ({"format": "json"}, lambda row: json.dumps([row]).encode(), NESTED),
    "flat json": ({"format": "json"}, lambda row: json.dumps([row]).encode(), FLAT),
    "parquet": ({"format": "parquet"}, parquet, NESTED),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_column_reads_the_field_that_its_contract_names(tmp_path: Path, spark: SparkSession, kind: str) -> None:
    source, encode, row = FORMATS[kind]
    lake = named(tmp_path, spark, source)
    lake.deliver_bytes("orders/a", encode(row))
    result = lake.one(TABLE)
    assert (result.error, result.quarantined) == (None, 0)
    (found,) = lake.rows(TABLE)
    assert (found["id"], float(found["gross"]), found["common"], found["station"]) == (1, 2.5, "Å", 7)
    # What no column reads is kept, under its own way down.
    rescued = json.loads(found["_rescued_data"] or "{}")
    assert rescued == ({"name.official": "The Å"} if row is NESTED else {})


def test_times_of_nanoseconds_are_read_exactly_or_rescued(tmp_path: Path, spark: SparkSession) -> None:
    lake = order_lake(tmp_path, spark, {"format": "parquet"}, columns={"id": "bigint", "at": "timestamp"}, checks=[])
    times = pa.array([1_700_000_000_123_456_000, 1_700_000_000_123_456_789, -1_000, None], pa.timestamp("ns"))
    table = pa.table({"id": pa.array([1, 2, 3, 4], pa.int64()), "at": times})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, version="2.6")
    lake.deliver_bytes("orders/a.parquet", sink.getvalue().to_pybytes())
    assert lake.one(TABLE).error is None
    rows = {row["id"]: (row["at"], row["_rescued_data"]) for row in lake.rows(TABLE)}
    assert rows == {
        1: (dt.datetime(2023, 11, 14, 22, 13, 20, 123456), None),
        2: (None, '{"at":"2023-11-14T22:13:20.123456789Z"}'),
        3: (dt.datetime(1969, 12, 31, 23, 59, 59, 999999), None),
        4: (None, None),
    }


def test_whatever_pandas_and_arrow_write_is_read(tmp_path: Path, spark: SparkSession) -> None:
    types = {"id": "bigint", "text": "string", "code": "string", "price": "decimal(9,2)", "wall": "timestamp"}
    lake = order_lake(tmp_path, spark, {"format": "parquet"}, columns=types, checks=[])
    row = {
        "id": pa.array([4_000_000_000], pa.uint32()),
        "text": pa.array(["x"], pa.large_string()),
        "code": pa.array(["a"]).dictionary_encode(),
        "price": pa.array([None], pa.decimal128(9, 2)).fill_null(pa.scalar("12.30").cast(pa.decimal128(9, 2))),
        "wall": pa.array([dt.datetime(2024, 1, 2, 3, 4, 5)], pa.timestamp("us")),
    }
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(row), sink)
    lake.deliver_bytes("orders/a.parquet", sink.getvalue().to_pybytes())
    assert lake.one(TABLE).error is None
    (found,) = lake.rows(TABLE)
    assert [str(found[name]) for name in types] == ["4000000000", "x", "a", "12.30", "2024-01-02 03:04:05"]
    assert found["_rescued_data"] is None


def test_folders_give_columns(tmp_path: Path, spark: SparkSession) -> None:
    source = {"format": "csv", "folderColumns": ["day"]}
    lake = order_lake(tmp_path, spark, source, columns={"id": "bigint", "day": "date"}, checks=[])
    lake.deliver_bytes("orders/day=2024-01-31/a.csv", b"id\n1\n")
    lake.deliver_bytes("orders/day=soon/a.csv", b"id,more\n2,x\n")
    assert lake.one(TABLE).error is None
    rows = {row["id"]: (row["day"], row["_rescued_data"]) for row in lake.rows(TABLE)}
    assert rows == {1: (dt.date(2024, 1, 31), None), 2: (None, '{"more":"x","day":"soon"}')}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["a.csv", "b/c.csv", "d.json"]),
        ({"include": ["*.csv"]}, ["a.csv", "b/c.csv"]),
        ({"exclude": ["b/*"]}, ["a.csv", "d.json"]),
        ({"include": ["*.csv"], "exclude": ["a*"]}, ["b/c.csv"]),
        ({"marker": "_SUCCESS"}, ["b/c.csv"]),
        ({"marker": "d.json"}, ["a.csv"]),
    ],
)
def test_only_complete_files_that_are_asked_for_are_data(settings: dict[str, Any], expected: list[str]) -> None:
    names = ["a.csv", "b/c.csv", "b/_SUCCESS", "d.json", "e.csv.tmp", "f.PART", ".g.csv", "_h/i.csv", "j.csv.crc"]
    assert selected(names, settings) == expected


@pytest.mark.long
def test_layout_partitions_and_orders(tmp_path: Path, spark: SparkSession) -> None:
    layout = {"partitionBy": ["day"], "zOrderBy": ["id"], "targetFileSizeMb": 16}
    columns = {"id": "bigint", "day": "date"}
    lake = order_lake(tmp_path, spark, {"format": "csv"}, columns=columns, checks=[], layout=layout)
    for place in range(3):
        lake.deliver_bytes(f"orders/{place}.csv", f"id,day\n{place},2024-01-0{1 + place % 2}\n".encode())
        assert lake.one(TABLE).error is None
    table = lake.lake.manifest.find(TABLE)
    target = DeltaTable.forPath(spark, lake.lake.location(table))
    assert [row["partitionColumns"] for row in target.detail().collect()] == [["_quarantined", "day"]]
    first, again = optimize(lake.lake, table, None, 168), optimize(lake.lake, table, None, 168)
    assert (first.files_removed, again.files_removed) == (3, 0)
    orders = [row["operationParameters"].get("zOrderBy") for row in target.history().collect()]
    assert orders.count('["id"]') == 1
