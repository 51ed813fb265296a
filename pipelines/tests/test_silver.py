"""Silver: one row per key in any order, personal data only as tokens, orphans quarantined."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from medallion.lake.lake import Release
from pyspark.sql import SparkSession
from silver_transformation import SilverTransformer

from tests.lakes import HouseLake, line, user

USERS = ("bronze.users", "silver.users_enriched")
BATCHES = {
    "a.csv": [user(1, age="19-24"), user(2)],
    "b.csv": [user(1, age="25-34", snapshot_date="2017-03-01"), user(2, name=None, email=None)],
    "c.csv": [user(1, age="65+", snapshot_date="2017-02-01"), user(2, name="Zed"), user(3)],
}


@pytest.mark.long
def test_any_order_of_batches_gives_the_same_table(
    tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release
) -> None:
    outcomes: list[Any] = []
    for order in (list(BATCHES), list(reversed(BATCHES))):
        house = HouseLake(tmp_path_factory.mktemp("order"), spark, release)
        for name in order:
            house.deliver_csv(f"users/{name}", BATCHES[name])
            house.run(*USERS)
        outcomes.append(house.rows("silver.users_enriched"))
    together = HouseLake(tmp_path_factory.mktemp("order"), spark, release)
    for name, rows in BATCHES.items():
        together.deliver_csv(f"users/{name}", rows)
    together.run(*USERS)
    outcomes.append(together.rows("silver.users_enriched"))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert {row["household_id"]: row["age"] for row in outcomes[0]} == {1: "25-34", 2: "35-44", 3: "35-44"}


def test_only_new_rows_are_read_and_only_newer_ones_change_the_table(house: HouseLake) -> None:
    house.deliver_csv("users/a.csv", [user(1), user(2)])
    house.run(*USERS)
    house.deliver_csv("users/b.csv", [user(2, age="65+", snapshot_date="2018-01-01"), user(3)])
    result = house.run(*USERS)[1]
    assert result.rows_in == 2
    assert [(row["household_id"], row["age"]) for row in house.rows("silver.users_enriched")] == [
        (1, "35-44"),
        (2, "65+"),
        (3, "35-44"),
    ]
    metrics = house.lake.spark.sql(f"DESCRIBE HISTORY delta.`{house.location('silver.users_enriched')}` LIMIT 1").head()
    assert metrics is not None
    assert (metrics["operation"], metrics["operationMetrics"]["numTargetRowsUpdated"]) == ("MERGE", "1")


def test_orphans_and_duplicates(finished: HouseLake) -> None:
    silver = finished.rows("silver.transactions_validated")
    quarantine = finished.rows_at(f"file://{finished.home}/lake/system/quarantine/silver.transactions_validated")
    assert len({(row["basket_id"], row["product_id"]) for row in silver}) == len(silver) == 21
    assert [(row["household_id"], row["_errors"]) for row in quarantine] == [(99, ["household_id.foreignKey"])]


def test_derived_columns(finished: HouseLake) -> None:
    row = next(row for row in finished.rows("silver.transactions_validated") if row["basket_id"] == 400)
    assert (str(row["transaction_date"]), str(row["shelf_value"])) == ("2017-01-09", "3.00")
    people = {row["household_id"]: row for row in finished.rows("silver.users_enriched")}
    assert (people[2]["income_floor_usd"], people[2]["has_demographics"]) == (0, False)
    assert (people[1]["income_floor_usd"], people[1]["age"]) == (50000, "45-54")


SECRETS = ["Maud", "Example.com", "example.com", "+1-555", "Juniper", "1980-02-29"]


def test_no_personal_value_leaves_bronze(finished: HouseLake) -> None:
    assert found_in(finished.home / "lake/bronze/users") == set(SECRETS) - {"example.com"}
    for container in ("silver", "gold", "system"):
        assert found_in(finished.home / "lake" / container) == set()


def found_in(folder: Path) -> set[str]:
    """Which secrets stand in the values of the Parquet files or the text of the logs below a folder."""
    import pyarrow.parquet as pq

    found = set()
    for file in folder.rglob("*"):
        if file.suffix == ".parquet":
            content = repr(pq.read_table(file).to_pylist()) + file.read_bytes().decode("latin-1")
        elif file.is_file():
            raw = file.read_bytes()
            content = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("latin-1")
        else:
            continue
        found |= {secret for secret in SECRETS if secret in content}
    return found


def test_the_transformer_runs_every_table_that_the_bronze_table_feeds(chained: HouseLake) -> None:
    chained.deliver_csv("users/b.csv", [user(2)])
    chained.deliver("transactions/b.jsonl", [line(household_id=2)])
    chained.run("bronze.users", "bronze.transactions")
    transformer = SilverTransformer(lake=chained.lake)
    assert [t.table for t in transformer.transform("bronze.users").tables] == ["silver.users_enriched"]
    assert transformer.transform().accepted == 1
