"""The change feed of another lake's table, batch by batch and once; what a topic's messages become."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from delta.tables import DeltaTable
from medallion.lake.binding import Connection
from medallion.lake.lake import Lake
from medallion.reading.parsing import FILE, MALFORMED, OFFSET
from medallion.sources import streams
from pyspark.sql import SparkSession

from tests.lakes import HouseLake
from tests.source_lakes import TABLE, fail_at, order_lake

COLUMNS = {"id": "bigint", "name": "string", "operation": "string"}


class Partner:
    """A Delta table of somebody else."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self.spark, self.location = spark, str(folder / "shop/orders")
        self.write([(1, "a"), (2, "b")])

    def write(self, rows: list[tuple[int, str]]) -> None:
        values = ", ".join(f"({i}, '{name}')" for i, name in rows)
        frame = self.spark.sql(f"SELECT * FROM VALUES {values} AS t(id, name)").coalesce(1)
        options = {"delta.enableChangeDataFeed": "true"}
        frame.write.format("delta").mode("append").options(**options).save(self.location)

    def change(self) -> None:
        table = DeltaTable.forPath(self.spark, self.location)
        table.update("id = 1", {"name": "'A'"})
        table.delete("id = 2")


@pytest.fixture
def partner(tmp_path: Path, spark: SparkSession) -> Partner:
    return Partner(spark, tmp_path / "partner")


def lake_on(home: Path, spark: SparkSession, operation: str = "operation") -> HouseLake:
    source = {"kind": "changes", "connection": "partner", "table": "shop/orders", "operation": operation}
    lake = order_lake(home / "lake_home", spark, source, columns=COLUMNS)
    connection = Connection("partner", f"file://{home}/partner", None, None, {"maxFilesPerTrigger": "1"})
    bound = replace(lake.lake.binding, connections={"partner": connection})
    lake.lake = Lake(spark, lake.lake.release, bound, lake.lake.home)
    return lake


def rows(lake: HouseLake) -> list[tuple[int, str, str]]:
    return sorted((row["id"], row["name"], row["operation"]) for row in lake.rows(TABLE))


FIRST = [(1, "a", "insert"), (2, "b", "insert")]
CHANGED = [(1, "A", "update"), (1, "a", "insert"), (2, "b", "delete"), (2, "b", "insert")]


def test_changes_come_once_each_with_what_happened(tmp_path: Path, spark: SparkSession, partner: Partner) -> None:
    lake = lake_on(tmp_path, spark)
    first = lake.one(TABLE)
    assert (first.rows_in, first.quarantined, first.error) == (2, 0, None)
    assert rows(lake) == FIRST
    before = lake.versions()["bronze/orders"]
    assert lake.one(TABLE).status == "unchanged"
    assert lake.versions()["bronze/orders"] == before
    partner.change()
    assert lake.one(TABLE).rows_in == 2
    assert rows(lake) == CHANGED
    offsets = {(row["operation"], row["_source_offset"]) for row in lake.rows(TABLE)}
    assert offsets == {("insert", 0), ("update", 1), ("delete", 2)}


@pytest.mark.long
@pytest.mark.parametrize("point", [f"{TABLE}:before", f"{TABLE}:after"])
def test_a_stop_around_the_write_repeats_the_batch_without_effect(
    tmp_path: Path, spark: SparkSession, partner: Partner, point: str
) -> None:
    lake = lake_on(tmp_path, spark)
    lake.one(TABLE)
    partner.change()
    fail_at(lake, point)
    lake.one(TABLE)
    assert rows(lake) == CHANGED
    assert lake.one(TABLE).status == "unchanged"


def test_fails_for_an_operation_that_is_a_column_of_the_feed(
    tmp_path: Path, spark: SparkSession, partner: Partner
) -> None:
    error = lake_on(tmp_path, spark, operation="name").one(TABLE).error
    assert error is not None
    assert error.code == "operation-taken"


def test_messages_become_rows_with_their_place(tmp_path: Path, spark: SparkSession) -> None:
    source = {"kind": "kafka", "connection": "hub", "topic": "orders", "format": "jsonl"}
    lake = order_lake(tmp_path, spark, source, columns=COLUMNS)
    messages = [
        (bytearray(b'{"id": 1, "name": "x"}'), 0, 7),
        (bytearray(b'{"id": 2, "name": "\xff"}'), 1, 8),
        (bytearray(b"{"), 1, 9),
        (None, 1, 10),
    ]
    frame = spark.createDataFrame(messages, "value binary, partition int, offset bigint").coalesce(1)
    found = (
        streams.rows_of(frame, lake.lake.manifest.find(TABLE)).select(FILE, OFFSET, MALFORMED, "id", "name").collect()
    )
    assert sorted(tuple(row) for row in found) == [
        ("hub/orders/0", 7, False, 1, "x"),
        ("hub/orders/1", 8, True, None, None),
        ("hub/orders/1", 9, True, None, None),
        ("hub/orders/1", 10, True, None, None),
    ]


def test_event_hubs_are_called_with_their_connection_string(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text('Endpoint=sb://x/;SharedAccessKey="k"\n')
    hub = Connection("hub", "x.servicebus.windows.net:9093", None, {"kind": "file", "path": str(secret)}, {})
    options = streams.kafka_options(hub, "orders")
    assert options["kafka.bootstrap.servers"] == "x.servicebus.windows.net:9093"
    assert options["subscribe"] == "orders"
    assert (options["startingOffsets"], options["failOnDataLoss"]) == ("earliest", "true")
    assert (options["kafka.security.protocol"], options["kafka.sasl.mechanism"]) == ("SASL_SSL", "PLAIN")
    login = options["kafka.sasl.jaas.config"]
    assert 'username="$ConnectionString" password="Endpoint=sb://x/;SharedAccessKey=\\"k\\""' in login
    plain = streams.kafka_options(replace(hub, secret=None, options={"maxOffsetsPerTrigger": "5"}), "orders")
    assert plain["maxOffsetsPerTrigger"] == "5"
    assert not any("sasl" in name for name in plain)
