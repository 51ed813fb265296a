"""Topics of a real Kafka broker: every message once, with its place, whatever happens around the write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from medallion.lake.binding import Connection
from medallion.lake.lake import Lake
from pyspark.sql import SparkSession

from tests.kafka import Broker, is_fetched
from tests.lakes import HouseLake
from tests.source_lakes import TABLE, fail_at, order_lake

COLUMNS = {"id": "bigint", "name": "string"}


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    if not is_fetched():
        pytest.skip("the Kafka broker has not been fetched (npm run setup:broker)")
    running = Broker(tmp_path_factory.mktemp("kafka") / "broker")
    yield running
    running.stop()


def lake_on(home: Path, spark: SparkSession, broker: Broker, topic: str, **options: str) -> HouseLake:
    source = {"kind": "kafka", "connection": "hub", "topic": topic, "format": "jsonl"}
    lake = order_lake(home, spark, source, columns=COLUMNS)
    hub = Connection("hub", broker.address, None, None, options)
    bound = replace(lake.lake.binding, connections={"hub": hub})
    lake.lake = Lake(spark, lake.lake.release, bound, lake.lake.home)
    return lake


def placed(lake: HouseLake) -> list[tuple[int | None, str, int]]:
    """Ids with partition and offset."""
    return sorted(
        ((row["id"], row["_source_file"], row["_source_offset"]) for row in lake.rows(TABLE)),
        key=lambda found: found[1:],
    )


def message(number: int) -> tuple[bytes, int]:
    return f'{{"id": {number}, "name": "n"}}'.encode(), number % 2


def test_each_message_becomes_a_row_once_with_its_place(tmp_path: Path, spark: SparkSession, broker: Broker) -> None:
    broken = [(b'{"id": 9, "name": "\xff"}', 1), (b"{", 1), (None, 1)]
    broker.send(spark, "orders", [message(0), message(1), message(2), *broken])
    lake = lake_on(tmp_path, spark, broker, "orders")
    first = lake.one(TABLE)
    assert (first.rows_in, first.accepted, first.quarantined, first.error) == (6, 3, 3, None)
    assert placed(lake) == [
        (0, "hub/orders/0", 0),
        (2, "hub/orders/0", 1),
        (1, "hub/orders/1", 0),
        *((None, "hub/orders/1", offset) for offset in (1, 2, 3)),
    ]
    before = lake.versions()["bronze/orders"]
    assert lake.one(TABLE).status == "unchanged"
    assert lake.versions()["bronze/orders"] == before
    broker.send(spark, "orders", [message(4)])
    assert lake.one(TABLE).rows_in == 1
    assert (4, "hub/orders/0", 2) in placed(lake)


def test_a_long_topic_comes_in_pieces(tmp_path: Path, spark: SparkSession, broker: Broker) -> None:
    broker.send(spark, "long", [message(number) for number in range(10)])
    lake = lake_on(tmp_path, spark, broker, "long", maxOffsetsPerTrigger="4")
    assert lake.one(TABLE).rows_in == 10
    assert sorted(row["id"] for row in lake.rows(TABLE)) == list(range(10))
    # Each piece is a transaction of its own.
    assert lake.versions()["bronze/orders"] == 2


@pytest.mark.parametrize("point", [f"{TABLE}:before", f"{TABLE}:after"])
@pytest.mark.long
def test_a_stop_around_the_write_repeats_the_messages_without_effect(
    tmp_path: Path, spark: SparkSession, broker: Broker, point: str
) -> None:
    topic = f"stopped-{point.rpartition(':')[2]}"
    broker.send(spark, topic, [message(1)])
    lake = lake_on(tmp_path, spark, broker, topic)
    lake.one(TABLE)
    broker.send(spark, topic, [message(2), message(3)])
    fail_at(lake, point)
    # What has come meanwhile does not go into the batch that is repeated.
    broker.send(spark, topic, [message(4)])
    lake.one(TABLE)
    assert sorted(row["id"] for row in lake.rows(TABLE)) == [1, 2, 3, 4]
    assert lake.one(TABLE).status == "unchanged"


def test_messages_that_the_broker_dropped_unread_are_an_error(
    tmp_path: Path, spark: SparkSession, broker: Broker
) -> None:
    broker.send(spark, "short", [message(0)])
    lake = lake_on(tmp_path, spark, broker, "short")
    lake.one(TABLE)
    broker.send(spark, "short", [message(2), message(4)])
    broker.drop("short", before=2)
    assert lake.one(TABLE).error is not None
    assert [row["id"] for row in lake.rows(TABLE)] == [0]
    # Who says that it does not matter reads on with what is left.
    careless = lake_on(tmp_path, spark, broker, "short", failOnDataLoss="false")
    assert careless.one(TABLE).error is None
    assert [row["id"] for row in careless.rows(TABLE)] == [0, 4]
