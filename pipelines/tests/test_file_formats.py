"""Every file format gives the same rows for the same orders, and loses nothing of what is wrong with them."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from medallion.errors import MedallionError
from medallion.reading.containers import inspect_container
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from tests.source_lakes import TABLE, order_lake

SOUND: list[dict[str, Any]] = [
    {"id": 1, "name": "Å", "amount": "2.50", "at": "2024-02-29T10:00:00.123456Z", "day": "2024-02-29", "flag": True},
    {"id": 2, "name": None, "amount": None, "at": None, "day": None, "flag": None},
]
ODD: dict[str, Any] = {
    "id": 3,
    "name": "x",
    "amount": "1.005",
    "at": "noon",
    "day": "2023-02-29",
    "flag": "maybe",
    "channel": "web",
}
EXPECTED = [
    (1, "Å", Decimal("2.50"), dt.datetime(2024, 2, 29, 10, 0, 0, 123456), dt.date(2024, 2, 29), True),
    (2, None, None, None, None, None),
    (3, "x", None, None, None, None),
]
LOST = {"amount": "1.005", "at": "noon", "day": "2023-02-29", "flag": "maybe", "channel": "web"}


def json_array(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps({"page": {"items": rows}}, indent=1, ensure_ascii=False).encode()


def json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def csv_lines(rows: list[dict[str, Any]]) -> bytes:
    return pd.DataFrame(rows).to_csv(index=False).replace("True", "true").encode()


def xml(rows: list[dict[str, Any]]) -> bytes:
    def field(name: str, value: object) -> str:
        return "" if value is None else f"<{name}>{str(value).lower() if value is True else value}</{name}>"

    orders = "".join(
        f'<order id="{row["id"]}">{"".join(field(k, v) for k, v in row.items() if k != "id")}</order>' for row in rows
    )
    return f'<?xml version="1.0"?>\n<orders count="3">{orders}</orders>'.encode()


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


Writer = Callable[[list[dict[str, Any]]], bytes]
TEXTS: dict[str, tuple[dict[str, str], Writer]] = {
    "jsonl": ({"format": "jsonl"}, json_lines),
    "json": ({"format": "json", "records": "page.items"}, json_array),
    "csv": ({"format": "csv"}, csv_lines),
    "xml": ({"format": "xml", "records": "order"}, xml),
}
SUFFIXES: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstd}


def columns(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(
        (tuple(row[name] for name in ("id", "name", "amount", "at", "day", "flag")) for row in rows), key=repr
    )


@pytest.mark.parametrize(
    "kind", ["jsonl", *[pytest.param(kind, marks=pytest.mark.long) for kind in TEXTS if kind != "jsonl"]]
)
def test_a_text_format_plain_and_compressed_in_nested_folders(tmp_path: Path, spark: SparkSession, kind: str) -> None:
    source, write = TEXTS[kind]
    lake = order_lake(tmp_path, spark, source)
    for place, (suffix, pack) in enumerate(SUFFIXES.items()):
        # Of a delivery of its own each, and all from one source.
        rows = [{**row, "name": row["name"] and f"{row['name']}{place}"} for row in [*SOUND, ODD]]
        lake.deliver_bytes(f"orders/day={place}/deep/a.{kind}{suffix}", pack(write(rows)))
    result = lake.one(TABLE)
    assert (result.rows_in, result.quarantined, result.error) == (9, 0, None)
    for place, suffix in enumerate(SUFFIXES):
        rows = [row for row in lake.rows(TABLE) if row["_source_file"].endswith(f"a.{kind}{suffix}")]
        expected = [(i, name and f"{name}{place}", *rest) for i, name, *rest in EXPECTED]
        assert columns(rows) == sorted(expected, key=repr), suffix
        assert [json.loads(row["_rescued_data"]) for row in rows if row["_rescued_data"]] == [LOST]
        assert {row["_source"] for row in rows} == {"shop"}
        if kind in ("json", "xml") or suffix == ".zst":
            first = min(row["_source_offset"] for row in rows)
            assert sorted(row["_source_offset"] for row in rows) == [first, first + 1, first + 2]
    assert lake.one(TABLE).status == "unchanged"
    lake.deliver_bytes(f"orders/late.{kind}", write(SOUND[:1]))
    assert lake.one(TABLE).rows_in == 1


@pytest.mark.parametrize("kind", ["parquet", pytest.param("avro", marks=pytest.mark.long)])
def test_a_typed_format_with_files_of_different_columns(tmp_path: Path, spark: SparkSession, kind: str) -> None:
    lake = order_lake(tmp_path, spark, {"format": kind})
    sound = spark.createDataFrame(
        [(1, "Å", Decimal("2.50"), "2024-02-29 10:00:00.123456", "2024-02-29", True), (2, *[None] * 5)],
        "id int, name string, amount decimal(8,2), at string, day string, flag boolean",
    ).select("id", "name", "amount", F.to_timestamp("at").alias("at"), F.to_date("day").alias("day"), "flag")
    odd = spark.createDataFrame(
        [tuple(ODD.values())],
        "id bigint, name string, amount string, at string, day string, flag string, channel string",
    )
    for name, frame in (("a", sound), ("b", odd)):
        frame.coalesce(1).write.format(kind).save(str(tmp_path / name))
        (part,) = (tmp_path / name).glob("part-*")
        lake.deliver_bytes(f"orders/{name}.{kind}", part.read_bytes())
    result = lake.one(TABLE)
    assert (result.rows_in, result.quarantined, result.error) == (3, 0, None)
    rows = lake.rows(TABLE)
    assert columns(rows) == sorted(EXPECTED, key=repr)
    assert [json.loads(row["_rescued_data"]) for row in rows if row["_rescued_data"]] == [LOST]
    places: set[int | None] = {0, 1} if kind == "parquet" else {None}
    assert {row["_source_offset"] for row in rows} == places
    # Half a file is refused by name, whole, before Spark meets it.
    whole = (tmp_path / "lake/landing/orders" / f"a.{kind}").read_bytes()
    lake.deliver_bytes(f"orders/half.{kind}", whole[: len(whole) // 2])
    broken = lake.one(TABLE).error
    assert broken is not None
    assert (broken.code, f"half.{kind}" in broken.message) == ("container-broken", True)
    cut = tmp_path / "cut"
    accepted, codes = [], set()
    for length in range(1, len(whole)):
        cut.write_bytes(whole[:length])
        try:
            inspect_container(cut, "cut", kind)
            accepted.append(length)
        except MedallionError as error:
            codes.add(error.code)
    assert codes == {"container-broken"}
    # An Avro file may end behind any block, and be a file of fewer rows: here behind its header, of none.
    assert len(accepted) == (1 if kind == "avro" else 0)
