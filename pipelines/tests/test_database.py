"""Tables of a real PostgreSQL: every row once, by watermark and by key, whatever happens between promise and write."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.lake.binding import Connection
from medallion.lake.lake import Lake
from medallion.sources import database, registry
from pyspark.sql import SparkSession

from tests.crashes import at_points
from tests.lakes import HouseLake
from tests.postgres import Server, program
from tests.source_lakes import TABLE, order_lake

PASSWORD = "a secret of the test"
COLUMNS = {"id": "bigint", "name": "string", "amount": "decimal(10,2)", "at": "timestamp"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed (on Debian and Ubuntu: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="medallion-postgres-"))
    # The server's own user must be able to enter.
    folder.chmod(0o755)
    running = Server(folder / "cluster", PASSWORD)
    yield running
    running.stop()
    shutil.rmtree(folder)


def lake_on(home: Path, spark: SparkSession, server: Server, table: str, **source: Any) -> HouseLake:
    lake = order_lake(home, spark, {"kind": "database", "connection": "erp", "table": table, **source}, columns=COLUMNS)
    (home / "password").write_text(PASSWORD + "\n")
    erp = Connection("erp", server.url, "owner", {"kind": "file", "path": str(home / "password")}, {})
    bound = replace(lake.lake.binding, connections={"erp": erp})
    lake.lake = Lake(lake.lake.spark, lake.lake.release, bound, lake.lake.home)
    return lake


def ids(lake: HouseLake) -> list[int]:
    return sorted(row["id"] for row in lake.rows(TABLE))


def test_by_watermark_late_commits_wait_and_changes_come_again(
    tmp_path: Path, spark: SparkSession, server: Server
) -> None:
    server.sql(
        "CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint, name text, amount numeric(12,3), at timestamptz);"
        "INSERT INTO shop.orders SELECT i, 'n' || i, i + 0.25, now() - interval '1 day' + i * interval '1 second'"
        "  FROM generate_series(1, 200) i;"
        "INSERT INTO shop.orders VALUES (201, 'too new', 1, now()), (202, 'odd', 1.005, now() - interval '1 hour')"
    )
    increment = {"by": "watermark", "column": "at", "lagSeconds": 900}
    lake = lake_on(tmp_path, spark, server, "shop.orders", increment=increment, partitions=4)
    first = lake.one(TABLE)
    assert (first.rows_in, first.rescued, first.error) == (201, 1, None)
    assert ids(lake) == [*range(1, 201), 202]
    rows = {row["id"]: row for row in lake.rows(TABLE)}
    assert rows[7]["amount"] == Decimal("7.25")
    assert (rows[202]["amount"], rows[202]["_rescued_data"]) == (None, '{"amount":"1.005"}')
    assert {row["_source_file"] for row in rows.values()} == {"erp/shop.orders"}
    assert lake.one(TABLE).status == "unchanged"
    server.sql("UPDATE shop.orders SET name = 'changed', at = now() - interval '901 seconds' WHERE id = 7")
    assert lake.one(TABLE).rows_in == 1
    assert sorted(row["name"] for row in lake.rows(TABLE) if row["id"] == 7) == ["changed", "n7"]


def test_by_key_in_parts_that_are_together_the_slice(tmp_path: Path, spark: SparkSession, server: Server) -> None:
    server.sql("CREATE TABLE lines AS SELECT i * i AS id, 'x'::text AS name FROM generate_series(1, 100) i")
    increment = {"by": "key", "column": "id"}
    lake = lake_on(tmp_path, spark, server, "lines", increment=increment, partitions=7)
    plan = registry.due(lake.lake, lake.lake.manifest.find(TABLE), [])
    frame = registry.read(lake.lake, lake.lake.manifest.find(TABLE), plan.batches[0])
    assert frame.rdd.getNumPartitions() == 7
    assert lake.one(TABLE).rows_in == 100
    assert ids(lake) == [i * i for i in range(1, 101)]
    assert {row["_source_offset"] for row in lake.rows(TABLE)} == set(ids(lake))
    events = {(row["column"], row["kind"]) for row in lake.rows_at(lake.lake.system("drift"))}
    assert events == {("amount", "missing"), ("at", "missing")}
    server.sql("INSERT INTO lines VALUES (20000, 'y')")
    assert lake.one(TABLE).rows_in == 1


@pytest.mark.long
@pytest.mark.parametrize("point", ["ingestions:before", "ingestions:after", f"{TABLE}:before", f"{TABLE}:after"])
def test_a_stop_anywhere_and_new_rows_before_the_next_run_lose_and_repeat_nothing(
    tmp_path: Path, spark: SparkSession, server: Server, point: str
) -> None:
    name = f"stopped_{point.replace(':', '_').replace('.', '_')}"
    server.sql(f"CREATE TABLE {name} AS SELECT i::bigint AS id, 'x'::text AS name FROM generate_series(1, 5) i")
    lake = lake_on(tmp_path, spark, server, name, increment={"by": "key", "column": "id"})

    def stop(reached: str) -> None:
        if reached == point:
            raise MedallionError("stopped", point, "")

    with at_points(stop):
        if point.startswith("ingestions"):
            with pytest.raises(MedallionError):
                lake.one(TABLE)
        else:
            assert lake.one(TABLE).status == "failed"
    server.sql(f"INSERT INTO {name} VALUES (6, 'x')")
    lake.one(TABLE)
    assert ids(lake) == [1, 2, 3, 4, 5, 6]
    assert lake.one(TABLE).status == "unchanged"
    # A promise that was made before the stop is kept as it was made.
    promised = {row["_batch_id"] for row in lake.rows(TABLE)}
    assert len(promised) == (1 if point == "ingestions:before" else 2)


def test_a_database_that_cannot_be_read_says_why_and_shows_no_secret(
    tmp_path: Path, spark: SparkSession, server: Server
) -> None:
    lake = lake_on(tmp_path, spark, server, "nowhere", increment={"by": "key", "column": "id"})
    missing = lake.one(TABLE).error
    assert missing is not None
    assert missing.code == "database-unreadable"
    assert "nowhere" in missing.message
    (tmp_path / "password").write_text("wrong")
    refused = lake.one(TABLE).error
    assert refused is not None
    assert "password authentication failed" in refused.message
    assert "wrong" not in str(refused)
    (tmp_path / "password").unlink()
    without = lake.one(TABLE).error
    assert without is not None
    assert without.code == "secret-missing"
    unbound = replace(lake.lake.binding, connections={})
    lake.lake = Lake(spark, lake.lake.release, unbound, lake.lake.home)
    unknown = lake.one(TABLE).error
    assert unknown is not None
    assert unknown.code == "connection-missing"
    assert not any(path.startswith("bronze") for path in lake.versions())


def test_a_driver_that_is_not_there_is_named_with_its_jar(tmp_path: Path, spark: SparkSession) -> None:
    lake = order_lake(
        tmp_path,
        spark,
        {"kind": "database", "connection": "erp", "table": "t", "increment": {"by": "key", "column": "id"}},
    )
    erp = Connection("erp", "jdbc:oracle:thin:@127.0.0.1:1/x", None, None, {})
    bound = replace(lake.lake.binding, connections={"erp": erp})
    lake.lake = Lake(spark, lake.lake.release, bound, lake.lake.home)
    error = lake.one(TABLE).error
    assert error is not None
    assert (error.code, "ojdbc11" in error.remedy) == ("driver-missing", True)
    table = lake.lake.manifest.find(TABLE)
    with pytest.raises(MedallionError, match="begins with 'http"):
        database._driver(replace(erp, url="http://x"))
    with pytest.raises(MedallionError, match="does not apply"):
        registry.due(lake.lake, table, [], "some/path")
