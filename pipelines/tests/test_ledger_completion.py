"""A run that dies between the commit of a table and the ledger: the next run records what it did, once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from medallion.lake.lake import Release
from medallion.lake.manifest import Table
from medallion.ledger import report_data
from medallion.ledger.results import TableResult
from medallion.running.rebuild import Days
from medallion.running.runner import execute, new_run
from medallion.running.table_steps import ForcedRebuild
from pyspark.sql import SparkSession

from tests.crashes import dying_at, points_of
from tests.lakes import CHAIN, HouseLake, line, user

TABLES = (*CHAIN, "gold.transaction_summary")
# Differ between two runs of the same: identity and time.
OF_A_RUN = {"run_id", "started_at", "seconds", "checked_at"}


def _deliver(house: HouseLake) -> None:
    """Something that counts in every column: rescued, quarantined and held rows, and a second file."""
    house.deliver_csv("users/a.csv", [user(1), user(2, age=None), user(3, birth_date="never")])
    lines = [line(basket_id=100 + n, product_id=n) for n in range(5)]
    house.deliver("transactions/week=01/a.jsonl", [*lines, line(basket_id=300, household_id=99), '{"household_id": 1,'])
    house.deliver("transactions/week=02/b.jsonl", [line(basket_id=303, channel="web"), line(basket_id=None)])


def ledger(house: HouseLake) -> dict[str, Counter[str]]:
    return {
        name: Counter(_plain(row) for row in house.rows_at(house.lake.system(name))) for name in ("runs", "quality")
    }


def _plain(row: dict[str, Any]) -> str:
    kept = {name: value for name, value in row.items() if name not in OF_A_RUN}
    if kept.get("kind") == "freshness":
        kept["value"] = None
    return repr(sorted(kept.items()))


def totals(house: HouseLake) -> dict[str, int]:
    """What the report adds up."""
    target = house.home / "report.json"
    report_data.write(house.lake, target)
    data = json.loads(target.read_text())
    names = ("rowsIn", "accepted", "quarantined", "rescued", "bytesIn")
    return {name: sum(run[name] for run in data["runs"]) for name in names} | {"checks": len(data["quality"])}


def _news(house: HouseLake) -> None:
    """Merges into silver, an increment of gold, a held row whose parent comes, and another that waits."""
    house.deliver_csv("users/c.csv", [user(2, age="65+", snapshot_date="2018-01-01"), user(99), user(5, age=None)])
    lines = [line(basket_id=100, product_id=0, sales_value=9.75, transaction_timestamp="2017-02-01T10:00:00")]
    house.deliver("transactions/week=03/c.jsonl", [*lines, line(basket_id=501, household_id=77), line(basket_id=None)])


_OF_LEDGER = ("runs:before", "quality:before")


class Story:
    """An undisturbed lake before and after one delivery, and the points that its run passes."""

    def __init__(
        self, before: HouseLake, home: Path, deliver: Callable[[HouseLake], None], tables: Sequence[str] = TABLES
    ) -> None:
        self.before, self.tables = before, tables
        self.after = before.copy_to(home)
        deliver(self.after)
        self.points = points_of(lambda: self.run(self.after))
        # What is stored changes only at commits: before the next one it is as after the last.
        self.points = [point for point in dict.fromkeys(self.points) if ":after" in point or point in _OF_LEDGER]

    def disturbed(self, home: Path, point: str) -> HouseLake:
        """The same lake with the same delivery, whose run dies at the point and is followed by another."""
        house = self.before.copy_to(home)
        self.after.copy_landing_to(house)
        with dying_at(point):
            self.run(house)
        self.run(house)
        return house

    def run(self, house: HouseLake) -> list[TableResult]:
        return execute(house.lake, new_run(), _tables(house, self.tables), parallel=1)


def _tables(house: HouseLake, names: Sequence[str] = TABLES) -> list[Table]:
    return [house.lake.manifest.find(name) for name in names]


@pytest.fixture(scope="module")
def increment(_chained: HouseLake, tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(_chained, tmp_path_factory.mktemp("increment"), _news)


@pytest.mark.long
def test_a_run_that_recorded_nothing_is_recorded_by_the_next(
    chained: HouseLake, tmp_path_factory: pytest.TempPathFactory
) -> None:
    users = ("bronze.users", "silver.users_enriched")
    story = Story(chained, tmp_path_factory.mktemp("users"), _news, users)
    house = story.disturbed(tmp_path_factory.mktemp("dead"), "runs:before")
    assert ledger(house) == ledger(story.after)
    assert totals(house) == totals(story.after)
    assert house.contents() == story.after.contents()
    once = ledger(house)
    assert {result.status for result in story.run(house)} == {"unchanged"}
    assert ledger(house) == once


@pytest.mark.long
def test_every_point_between_a_commit_and_the_ledger(
    increment: Story, tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release
) -> None:
    """Points are discovered. What differs is reported by point, so that one run shows every hole."""
    empty = HouseLake(tmp_path_factory.mktemp("empty"), spark, release)
    first = Story(empty, tmp_path_factory.mktemp("first"), _deliver)
    holes, tried = [], 0
    for number, story in enumerate((first, increment)):
        wanted = ledger(story.after), totals(story.after), story.after.contents()
        for point in story.points:
            house = story.disturbed(tmp_path_factory.mktemp("dead"), point)
            found = ledger(house), totals(house), house.contents()
            tried += 1
            names = ("ledger", "totals", "tables")
            holes += [
                f"{number}: {point}: {name}"
                for name, has, wants in zip(names, found, wanted, strict=True)
                if has != wants
            ]
    print(f"deaths between a commit and the ledger: {tried}")
    assert holes == []
    assert tried >= 20


@pytest.mark.long
@pytest.mark.parametrize("days", [None, "2017-01-01..2017-12-31"])
def test_a_rebuild_that_was_not_recorded_is_recorded_by_the_next_run(
    increment: Story, tmp_path_factory: pytest.TempPathFactory, days: str | None
) -> None:
    name = "silver.transactions_validated"
    forced = ForcedRebuild(frozenset([name]), None if days is None else Days.parse(days))
    undisturbed, dead = (increment.after.copy_to(tmp_path_factory.mktemp("rebuilt")) for _ in range(2))
    execute(undisturbed.lake, new_run(), _tables(undisturbed), forced=forced)
    with dying_at(f"{name}:after-replace"):
        execute(dead.lake, new_run(), _tables(dead), forced=forced)
    dead.run(*TABLES)
    assert ledger(dead) == ledger(undisturbed)
    assert dead.contents() == undisturbed.contents()
