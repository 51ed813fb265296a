"""A run that stops between two commits: the next one makes the lake what it would have been."""

from __future__ import annotations

from typing import Any

import pytest
from medallion import bronze, commits, intents, ledger
from medallion.lake import Release
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, user

CHAIN = ("bronze.users", "silver.users_enriched")


# Commits of the chain, each with a point before and after it. The ledger writes once a layer.
COMMITS = ("ingestions", "bronze.users", "quarantine", "silver.users_enriched", "quality", "runs")


class StoppedError(Exception):
    """The process died here."""


def watch(patch: pytest.MonkeyPatch, stop_at: str | None = None) -> list[str]:
    """Names of the points that are reached; raises at one of them."""
    seen: list[str] = []

    def reached(point: str) -> None:
        seen.append(point)
        if point == stop_at:
            raise StoppedError(point)

    for module in (intents, bronze, ledger, commits):
        patch.setattr(module, "reached", reached)
    return seen


def test_stopping_anywhere_and_running_again_gives_the_undisturbed_lake(
    tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release
) -> None:
    start = HouseLake(tmp_path_factory.mktemp("start"), spark, release)
    start.deliver_csv("users/a.csv", [user(1), user(2, age="never")])
    start.run(*CHAIN)
    start.deliver_csv("users/b.csv", [user(1, age="65+", snapshot_date="2018-01-01"), user(3)])
    undisturbed = start.copy_to(tmp_path_factory.mktemp("undisturbed"))
    with pytest.MonkeyPatch.context() as patch:
        points = watch(patch)
        undisturbed.run(*CHAIN)
    assert points[:4] == ["ingestions:before", "ingestions:after", "bronze.users:before", "bronze.users:after"]
    expected: dict[str, Any] = undisturbed.contents()
    versions = undisturbed.versions()
    assert len(set(points)) == 2 * len(COMMITS)
    for point in dict.fromkeys(points):
        house = start.copy_to(tmp_path_factory.mktemp("crash"))
        with pytest.MonkeyPatch.context() as patch:
            watch(patch, stop_at=point)
            with pytest.raises(StoppedError):
                house.run(*CHAIN)
        house.run(*CHAIN)
        assert house.contents() == expected, point
        found = house.versions()
        assert {name: found[name] for name in versions if not name.startswith("system")} == {
            name: version for name, version in versions.items() if not name.startswith("system")
        }, point


def test_a_promise_whose_file_has_changed_is_put_together_anew(house: HouseLake) -> None:
    house.deliver_csv("users/a.csv", [user(1)])
    with pytest.MonkeyPatch.context() as patch:
        watch(patch, stop_at="bronze.users:before")
        with pytest.raises(StoppedError):
            house.run("bronze.users")
    house.deliver_csv("users/a.csv", [user(1), user(2)])
    result = house.one("bronze.users")
    assert (result.rows_in, result.version) == (2, 0)
    assert "put together anew" in result.warnings[0]
    assert house.one("bronze.users").status == "unchanged"
