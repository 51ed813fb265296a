"""Rebuilds of silver and gold, completely or for a range of days; resume of interrupted runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from medallion.errors import MedallionError
from medallion.lake.manifest import Manifest, Table
from medallion.ledger import lake_at_run
from medallion.ledger.results import TableResult
from medallion.running import selection
from medallion.running.rebuild import Days
from medallion.running.resume import unfinished
from medallion.running.runner import execute, new_run
from medallion.running.table_steps import ForcedRebuild

from tests.crashes import dying_at
from tests.lakes import CHAIN, HouseLake, line
from tests.tables import document, manifest

pytestmark = pytest.mark.long

LINES = "silver.transactions_validated"
JANUARY = Days.parse("2017-01-01..2017-01-31")


def again(house: HouseLake, chosen: tuple[list[Table], ForcedRebuild]) -> list[TableResult]:
    tables, forced = chosen
    return execute(house.lake, new_run(), tables, forced=forced)


def spoil(house: HouseLake, name: str, where: str, change: str = "") -> None:
    target = f"delta.`{house.location(name)}`"
    house.lake.spark.sql(
        f"UPDATE {target} SET {change} WHERE {where}" if change else f"DELETE FROM {target} WHERE {where}"
    )


@pytest.fixture
def house(finished: HouseLake, tmp_path: Path) -> HouseLake:
    return finished.copy_to(tmp_path)


def test_a_full_refresh_makes_a_table_and_its_readers_what_bronze_says(house: HouseLake) -> None:
    expected = house.contents()
    version = house.versions()["silver/transactions_validated"]
    spoil(house, LINES, "basket_id = 100")
    spoil(house, LINES, "basket_id = 101", "quantity = 99")
    results = again(house, selection.whole(house.lake.manifest, [LINES]))
    assert {result.table: result.status for result in results} == {
        LINES: "succeeded",
        "gold.daily_metrics": "succeeded",
        "gold.transaction_summary": "succeeded",
        "gold.user_features": "succeeded",
    }
    assert house.contents() == expected
    # Two spoils and one commit; what was there before can still be read.
    assert house.versions()["silver/transactions_validated"] == version + 3
    old = house.lake.spark.read.format("delta").option("versionAsOf", version + 2).load(house.location(LINES))
    assert old.where("quantity = 99").count() == 3
    assert {result.status for result in house.run()} == {"unchanged"}
    # Made again although nothing has changed, and the same again.
    assert again(house, selection.whole(house.lake.manifest, ["gold.daily_metrics"]))[0].status == "succeeded"
    assert house.contents() == expected


def test_a_full_refresh_takes_what_silver_has_not_taken_yet_and_takes_it_once(house: HouseLake) -> None:
    house.deliver("transactions/c.jsonl", [line(basket_id=900), line(basket_id=901, household_id=98)])
    house.run("bronze.transactions")
    result = again(house, selection.whole(house.lake.manifest, [LINES]))[0]
    assert (result.accepted, result.quarantined) == (23, 2)
    assert house.one(LINES).status == "unchanged"
    assert sum(row["basket_id"] == 900 for row in house.rows(LINES)) == 1
    quarantined = house.rows_at(house.lake.quarantine(house.lake.manifest.find(LINES)))
    assert sorted(row["household_id"] for row in quarantined if row["household_id"] in (98, 99)) == [98, 99]


def test_a_backfill_rebuilds_its_days_and_no_others(house: HouseLake) -> None:
    house.deliver(
        "transactions/c.jsonl",
        [
            # The newest row of this key lies outside the range: an older one must not come back beside it.
            line(basket_id=100, product_id=1, sales_value=7.0, transaction_timestamp="2017-03-05T09:00:00"),
            line(basket_id=800, transaction_timestamp="2017-03-06T09:00:00"),
        ],
    )
    house.run()
    expected = house.contents()
    spoil(house, LINES, "basket_id = 102")
    spoil(house, LINES, "basket_id = 103", "quantity = 99")
    spoil(house, LINES, "basket_id = 800", "quantity = 98")
    results = again(house, selection.of_days(house.lake.manifest, JANUARY, [LINES]))
    assert results[0].status == "succeeded"
    found = house.contents()
    march = [row for row in found["silver/transactions_validated"] if row["basket_id"] == 800]
    assert march[0]["quantity"] == 98
    spoil(house, LINES, "basket_id = 800", "quantity = 1")
    house.run()
    assert house.contents() == expected
    again(house, selection.of_days(house.lake.manifest, JANUARY, [LINES]))
    assert house.contents() == expected


def test_what_cannot_be_rebuilt_is_refused(house: HouseLake) -> None:
    for text in ("2017", "2017-03-01..", "2017-03-02..2017-03-01", "2017-02-30..2017-03-01", "a..b"):
        with pytest.raises(MedallionError, match="is not a range of days"):
            Days.parse(text)
    assert Days.parse("2017-03-01") == Days.parse("2017-03-01..2017-03-01")
    lake = house.lake.manifest
    with pytest.raises(MedallionError, match="cannot be rebuilt from bronze"):
        selection.whole(lake, ["bronze.users"])
    with pytest.raises(MedallionError, match="cannot be rebuilt from bronze"):
        selection.of_days(lake, JANUARY, ["gold.daily_metrics"])
    with pytest.raises(MedallionError, match=r"no table 'silver\.none'"):
        selection.whole(lake, ["silver.none"])
    without_time: Manifest = manifest(
        [document("bronze.b", {"k": "int"}), document("silver.s", {"k": "int"}, inputs=["bronze.b"], orderBy=["k"])]
    )
    assert selection.of_days(without_time, JANUARY, [])[0] == []


def test_a_resumed_run_finishes_what_is_missing_and_takes_nothing_new(chained: HouseLake) -> None:
    assert unfinished(chained.lake) != []  # gold has never been built
    chained.run("gold.daily_metrics", "gold.transaction_summary")
    chained.deliver("transactions/b.jsonl", [line(basket_id=2)])
    with dying_at("bronze.transactions:before"):
        chained.run("bronze.transactions")
    chained.deliver("transactions/c.jsonl", [line(basket_id=3)])
    left = [table.name for table in unfinished(chained.lake)]
    assert left[0] == "bronze.transactions"
    assert "bronze.users" not in left
    tables = [table for table in unfinished(chained.lake) if table.name in (*CHAIN, "gold.daily_metrics")]
    results = execute(chained.lake, new_run(), tables, promised_only=True)
    assert [result.status for result in results] == ["succeeded"] * len(tables)
    assert {row["basket_id"] for row in chained.rows(LINES)} == {100, 2}
    chained.run(*CHAIN)
    assert {row["basket_id"] for row in chained.rows(LINES)} == {100, 2, 3}


def test_a_run_can_be_inspected_and_the_lake_read_as_it_was(chained: HouseLake) -> None:
    first = lake_at_run.describe(chained.lake, None)
    chained.deliver("transactions/b.jsonl", [line(basket_id=2), line(basket_id=4, household_id=50)])
    chained.run(*CHAIN)
    second = lake_at_run.describe(chained.lake, None)
    assert second["runId"] != first["runId"]
    changed = {entry["table"]: entry for entry in second["tables"]}
    assert set(changed) == {"bronze.transactions", LINES}
    assert changed[LINES]["read"] == {"bronze.transactions": 1, "silver.users_enriched": 0}
    assert changed[LINES]["written"] == 1
    assert [check["checkId"] for check in changed[LINES]["checks"]] == ["household_id.foreignKey"]
    assert lake_at_run.versions_after(chained.lake, first["runId"])[LINES] == 0
    assert lake_at_run.versions_after(chained.lake, second["runId"]) == {
        "bronze.transactions": 1,
        "bronze.users": 0,
        LINES: 1,
        "silver.users_enriched": 0,
    }

    def lines(run: str) -> list[dict[str, object]]:
        sql = f"SELECT count(*) AS lines, NULL AS nothing FROM {LINES} JOIN silver.users_enriched USING (household_id);"
        rows: list[dict[str, object]] = lake_at_run.query(
            chained.lake, lake_at_run.versions_after(chained.lake, run), sql
        )["rows"]
        return rows

    assert lines(first["runId"]) == [{"lines": 1, "nothing": None}]
    assert lines(second["runId"]) == [{"lines": 2, "nothing": None}]
    statement = next(entry["statement"] for entry in first["versions"] if entry["table"] == LINES)
    assert chained.lake.spark.sql(statement).count() == 1
    for text in ("DROP TABLE silver.users_enriched", "SELECT nothing FROM silver.users_enriched", "DELETE FROM x"):
        with pytest.raises(MedallionError, match="The query cannot be answered"):
            lake_at_run.query(chained.lake, lake_at_run.versions_after(chained.lake, first["runId"]), text)
    with pytest.raises(MedallionError, match="no run 'r' in the ledger"):
        lake_at_run.describe(chained.lake, "r")
