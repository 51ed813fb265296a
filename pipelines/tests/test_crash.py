"""A run that stops between two commits: the next one makes the lake what it would have been."""

from __future__ import annotations

from dataclasses import replace

import pytest
from medallion.lake.lake import Release
from medallion.lake.manifest import Manifest, TableCheck
from medallion.running.runner import execute, new_run
from pyspark.sql import SparkSession

from tests.crashes import Deaths, dying_at, points_of
from tests.lakes import HouseLake, event, line, user


def watched(release: Release) -> Release:
    """With a rule that keeps a baseline, so that this commit is died at too."""
    drift = TableCheck("moved", "drift", "value < 9", "warning", "accuracy", columns=("quantity",), bins=2)
    tables = tuple(
        replace(table, table_checks=(*table.table_checks, drift)) if table.name == "bronze.transactions" else table
        for table in release.manifest.tables
    )
    return replace(release, manifest=Manifest(tables))


def deliver_more(house: HouseLake) -> None:
    """News for every table: changed and new households, a corrected line, a bad one, an orphan."""
    house.deliver_csv("users/c.csv", [user(2, age="65+", snapshot_date="2018-01-01"), user(4), user(5, age="never")])
    lines = [line(basket_id=100, product_id=1, sales_value=9.75, transaction_timestamp="2017-02-01T10:00:00")]
    lines += [line(basket_id=500, household_id=4), line(basket_id=501, household_id=77), line(basket_id=None)]
    house.deliver("transactions/week=03/c.jsonl", lines)
    house.deliver("events/f.json", [event(4, household_id=4), event(5, household_id=78), event(1, event_type="x")])


@pytest.mark.long
def test_dying_at_every_point_in_turn_gives_the_undisturbed_lake(
    tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release
) -> None:
    undisturbed = HouseLake(tmp_path_factory.mktemp("undisturbed"), spark, watched(release))
    killed = HouseLake(tmp_path_factory.mktemp("killed"), spark, watched(release))
    died = 0
    for deliver in (HouseLake.deliver_all, deliver_more):
        deliver(undisturbed)
        deliver(killed)
        before = undisturbed.versions()
        points = points_of(undisturbed.run)
        commits = sum(undisturbed.versions().values()) - sum(before.values())
        commits += len(undisturbed.versions()) - len(before)
        # No commit without a point before and after it; where nothing is to be set aside there is none between them.
        assert sum("before" in point for point in points) >= commits
        assert sum("after" in point for point in points) >= commits
        dying = Deaths()
        died += dying.of(lambda: execute(killed.lake, new_run(), parallel=1))
        # Drift is told after its batch is in; a run that dies in between never tells it.
        assert {point for point in points if not point.startswith("drift:")} <= dying.points
        assert killed.contents() == undisturbed.contents()
        assert data(killed.versions()) == data(undisturbed.versions())
    assert judged(killed) == judged(undisturbed)
    assert died >= 40


def data(versions: dict[str, int]) -> dict[str, int]:
    """Of the tables and what was set aside: the ledger may tell of a step twice or in fewer commits."""
    ledger = ("system/runs", "system/quality", "system/ingestions", "system/drift")
    return {name: version for name, version in versions.items() if name not in ledger}


def judged(house: HouseLake) -> set[tuple[str, int, str, bool]]:
    """Every verdict about a table that is on record."""
    rows = house.rows_at(house.lake.system("quality"))
    return {(r["table"], r["version"], r["check_id"], r["passed"]) for r in rows if r["kind"] in ("set", "table")}


def test_a_recorded_batch_whose_file_has_changed_is_rebuilt(house: HouseLake) -> None:
    house.deliver_csv("users/a.csv", [user(1)])
    with dying_at("bronze.users:before"):
        house.run("bronze.users")
    house.deliver_csv("users/a.csv", [user(1), user(2)])
    result = house.one("bronze.users")
    assert (result.rows_in, result.version) == (2, 0)
    assert "the batch is rebuilt" in result.warnings[0]
    assert house.one("bronze.users").status == "unchanged"
