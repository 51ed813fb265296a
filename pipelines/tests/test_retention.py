"""Retention on a real lake: what goes, what stays, and that nothing brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from medallion.lake.lake import Release
from medallion.ledger.results import TableResult
from medallion.running import selection
from medallion.running.retention.apply import apply
from medallion.running.retention.outcome import Outcome
from medallion.running.runner import execute, new_run
from pyspark.sql import SparkSession

from tests.crashes import Deaths
from tests.evolving import required, rule
from tests.lakes import HouseLake
from tests.tables import document, manifest

TODAY = date(2024, 6, 1)
SALES = {"id": "int", "at": "date", "v": "int"}
SQL = {
    "daily.sql": "SELECT at, count(*) AS c, sum(v) AS s FROM silver.sales GROUP BY at",
    "total.sql": "SELECT count(*) AS n, 1 AS one FROM silver.things",
}


def files(path: str) -> dict[str, str]:
    return {"kind": "files", "system": "shop", "format": "jsonl", "path": path}


def documents(hold: str = "") -> list[dict[str, Any]]:
    holds = [{"id": "case-7", "reason": "a court has ordered it"}]
    made = [
        document(
            "bronze.sales",
            SALES,
            source=files("sales"),
            keys=["id"],
            rowChecks=[required("id")],
            retentionDays=100,
            retentionBy="at",
        ),
        document("bronze.things", {"id": "int", "v": "string"}, source=files("things"), keys=["id"], retentionDays=60),
        document(
            "silver.sales",
            SALES,
            inputs=["bronze.sales"],
            history="scd1",
            keys=["id"],
            orderBy=["at"],
            rowChecks=[rule("positive", "v > 0")],
            retentionDays=50,
            retentionBy="at",
        ),
        document(
            "silver.things",
            {"id": "int", "v": "string"},
            inputs=["bronze.things"],
            history="scd1",
            keys=["id"],
            retentionDays=60,
        ),
        document(
            "gold.daily",
            {"at": "date", "c": "bigint", "s": "bigint"},
            inputs=["silver.sales"],
            history="refresh",
            keys=["at"],
            sql="daily.sql",
            incremental={"verifyEvery": 1, "inputs": {"silver.sales": {"grain": {"at": "at"}, "lookup": {}}}},
            retentionDays=20,
            retentionBy="at",
        ),
        document(
            "gold.total",
            {"n": "bigint", "one": "int"},
            inputs=["silver.things"],
            history="refresh",
            keys=["one"],
            sql="total.sql",
            retentionDays=60,
        ),
    ]
    daily = next(one for one in made if one["name"] == "gold.daily")["columns"]
    daily[1]["measure"], daily[2]["measure"] = "count", "sum"
    return [{**one, "retentionHolds": holds} if one["name"] == hold else one for one in made]


def sale(number: int, days_ago: int, value: int = 1) -> dict[str, Any]:
    return {"id": number, "at": (TODAY - timedelta(days=days_ago)).isoformat(), "v": value}


class AgingLake(HouseLake):
    def __init__(self, home: Path, spark: SparkSession, hold: str = "") -> None:
        folder = home / "release/sql"
        folder.mkdir(parents=True)
        for name, text in SQL.items():
            (folder / name).write_text(text)
        super().__init__(home, spark, Release("aging", str(home / "release"), manifest(documents(hold))))

    def age(self, today: date = TODAY, *names: str, is_trial: bool = False) -> dict[str, Outcome]:
        tables = [self.lake.manifest.find(name) for name in names] or None
        outcomes, results = apply(self.lake, new_run(), today, tables, is_trial=is_trial)
        assert [result.error for result in results if not result.is_sound] == []
        return {outcome.table: outcome for outcome in outcomes if outcome.status != "nothing"}

    def days(self, name: str) -> list[int]:
        """Of each row, how old it is."""
        return sorted((TODAY - row["at"]).days for row in self.rows(name) if row["at"] is not None)

    def landing(self) -> list[str]:
        root = self.home / "lake/landing"
        return sorted(str(path.relative_to(root)) for path in root.rglob("*.jsonl"))

    def rebuilt(self) -> Sequence[TableResult]:
        tables, forced = selection.whole(self.lake.manifest, [])
        return execute(self.lake, new_run(), tables, forced=forced)


def filled(lake: AgingLake) -> AgingLake:
    """Ages on both sides of every limit: 100 days in bronze, 50 in silver, 20 in gold."""
    lake.deliver("sales/old.jsonl", [sale(1, 101), sale(2, 300), {"id": None, "at": "2023-01-01", "v": 1}])
    lake.deliver("sales/mixed.jsonl", [sale(3, 102), sale(4, 100), sale(5, 51), sale(6, 50), sale(9, 60, -1)])
    lake.deliver("sales/new.jsonl", [sale(7, 21), sale(8, 20), sale(10, 0, 5)])
    lake.deliver("things/1.jsonl", [{"id": 1, "v": "a"}, {"id": 2, "v": "b"}])
    assert all(result.is_sound for result in lake.run())
    return lake


@pytest.fixture(scope="module")
def laden(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession) -> AgingLake:
    return filled(AgingLake(tmp_path_factory.mktemp("aging"), spark))


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory, laden: AgingLake) -> AgingLake:
    """Only read."""
    lake = copy_of(laden, tmp_path_factory.mktemp("aged"))
    lake.age()
    return lake


def copy_of(lake: AgingLake, home: Path, hold: str = "") -> AgingLake:
    new = AgingLake(home, lake.lake.spark, hold)
    lake.copy_to(home)
    for log in (home / "lake").rglob("_delta_log"):
        assert log.exists()
    return new


def test_rows_of_every_layer_go_by_their_own_limit(aged: AgingLake) -> None:
    assert aged.days("bronze.sales") == [0, 20, 21, 50, 51, 60, 100]
    assert aged.days("silver.sales") == [0, 20, 21, 50]
    assert aged.days("gold.daily") == [0, 20]


def test_what_was_set_aside_goes_too_and_files_that_have_no_row_left(aged: AgingLake) -> None:
    assert aged.rows_at(aged.lake.system("quarantine/silver.sales")) == []
    assert aged.landing() == ["sales/mixed.jsonl", "sales/new.jsonl", "things/1.jsonl"]


def test_it_is_on_record(aged: AgingLake) -> None:
    rows = aged.lake.spark.read.format("delta").load(aged.lake.system("retention")).collect()
    told = {(row["table"], row["status"], row["rows"], row["aside"], row["files"]) for row in rows}
    assert told == {
        ("bronze.sales", "announced", 4, 0, 0),
        ("bronze.sales", "deleted", 4, 0, 1),
        ("silver.sales", "announced", 5, 1, 0),
        ("silver.sales", "deleted", 5, 1, 0),
        ("gold.daily", "announced", 7, 0, 0),
        ("gold.daily", "deleted", 7, 0, 0),
    }
    assert {str(row["kept_from"]) for row in rows} == {"2024-02-22", "2024-04-12", "2024-05-12"}


@pytest.mark.long
def test_nothing_brings_them_back(aged: AgingLake, tmp_path: Path) -> None:
    lake = copy_of(aged, tmp_path)
    lake.deliver("sales/late.jsonl", [sale(11, 70), sale(12, 30), sale(13, 10)])
    results = {result.table: result for result in lake.run()}
    assert all(result.is_sound for result in results.values())
    assert lake.days("silver.sales") == [0, 10, 20, 21, 30, 50]
    assert lake.days("gold.daily") == [0, 10, 20]
    late = next(check for check in results["silver.sales"].checks if check.check_id == "retention")
    assert (late.evaluated, late.failed, results["silver.sales"].rows_in) == (3, 1, 3)
    assert results["gold.daily"].mode == "incremental"
    before = {name: lake.rows(name) for name in ("silver.sales", "gold.daily", "silver.things", "gold.total")}
    assert all(result.is_sound for result in lake.rebuilt())
    assert {name: lake.rows(name) for name in before} == before


def test_a_repetition_and_a_trial_write_nothing(aged: AgingLake, laden: AgingLake) -> None:
    versions = aged.versions()
    assert aged.age() == {}
    assert aged.versions() == versions
    untouched = laden.versions()
    assert {name: outcome.rows for name, outcome in laden.age(is_trial=True).items()} == {
        "bronze.sales": 4,
        "silver.sales": 5,
        "gold.daily": 7,
    }
    assert laden.versions() == untouched


@pytest.mark.long
def test_without_a_date_rows_are_as_old_as_their_arrival(laden: AgingLake, tmp_path: Path) -> None:
    lake, now = copy_of(laden, tmp_path), datetime.now(UTC).date()
    things = ("bronze.things", "silver.things", "gold.total")
    assert lake.age(now + timedelta(days=60), *things) == {}
    outcomes = lake.age(now + timedelta(days=61), *things)
    assert {name: (outcome.status, outcome.rows) for name, outcome in outcomes.items()} == {
        "bronze.things": ("deleted", 2),
        "silver.things": ("followed", 2),
    }
    assert lake.rows("bronze.things") == lake.rows("silver.things") == []
    assert [row["n"] for row in lake.rows("gold.total")] == [0]
    assert "things/1.jsonl" not in lake.landing()


@pytest.mark.parametrize(
    ("hold", "held"),
    [
        ("bronze.sales", {"bronze.sales"}),
        ("silver.sales", {"bronze.sales", "silver.sales"}),
        ("gold.daily", {"bronze.sales", "silver.sales", "gold.daily"}),
    ],
)
@pytest.mark.long
def test_a_legal_hold_keeps_the_rows_and_what_they_are_made_from(
    laden: AgingLake, tmp_path: Path, hold: str, held: set[str]
) -> None:
    lake = copy_of(laden, tmp_path, hold)
    before = {name: lake.rows(name) for name in held}
    outcomes = lake.age()
    assert {name for name, outcome in outcomes.items() if outcome.status == "held"} == held
    assert {outcome.holds for name, outcome in outcomes.items() if name in held} == {("case-7",)}
    assert {name: lake.rows(name) for name in held} == before
    assert len(lake.landing()) == 4
    # The hold has ended.
    open_again = copy_of(lake, tmp_path / "ended")
    assert {outcome.status for outcome in open_again.age().values()} == {"deleted"}


@pytest.mark.long
def test_a_stop_at_any_point_is_made_good_by_the_next_time(laden: AgingLake, aged: AgingLake, tmp_path: Path) -> None:
    lake, deaths = copy_of(laden, tmp_path), Deaths()
    assert deaths.of(lake.age) > 8
    assert all(result.is_sound for result in lake.run())
    assert [lake.rows(name) for name in ("bronze.sales", "silver.sales", "gold.daily")] == [
        aged.rows(name) for name in ("bronze.sales", "silver.sales", "gold.daily")
    ]
    assert lake.landing() == aged.landing()
