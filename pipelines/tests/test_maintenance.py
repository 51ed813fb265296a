"""Maintenance: what it does, and what it refuses to do."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from delta_optimizer import DeltaOptimizer
from medallion.errors import MedallionError

from tests.lakes import HouseLake, user

pytestmark = pytest.mark.long


def deliver_in_parts(house: HouseLake, parts: int) -> None:
    for part in range(parts):
        house.deliver_csv(f"users/{part}.csv", [user(part)])
        house.run("bronze.users")


def test_compaction_keeps_the_rows_and_can_be_repeated(house: HouseLake) -> None:
    deliver_in_parts(house, 3)
    before = house.rows("bronze.users")
    optimizer = DeltaOptimizer(lake=house.lake)
    done = optimizer.optimize_table("bronze.users")
    assert (done.files_removed, done.files_added) == (3, 1)
    assert house.rows("bronze.users") == before
    assert optimizer.optimize_table("bronze.users").files_removed == 0


def test_silver_takes_nothing_twice_after_a_compaction(house: HouseLake) -> None:
    deliver_in_parts(house, 2)
    house.run("silver.users_enriched")
    before = house.rows("silver.users_enriched")
    DeltaOptimizer(lake=house.lake).optimize_table("bronze.users", z_order_by=["household_id"])
    result = house.one("silver.users_enriched")
    assert result.rows_in == 0
    assert house.rows("silver.users_enriched") == before


def test_fails_for_unknown_columns_tables_and_short_retention(house: HouseLake) -> None:
    deliver_in_parts(house, 1)
    optimizer = DeltaOptimizer(lake=house.lake)
    with pytest.raises(MedallionError, match="cannot be Z-ordered by colour"):
        optimizer.optimize_table("bronze.users", z_order_by=["colour"])
    with pytest.raises(MedallionError, match="at least 168 hours"):
        optimizer.optimize_table("bronze.users", vacuum_retention_hours=167)
    with pytest.raises(MedallionError, match="no table 'bronze.things'"):
        optimizer.optimize_table("bronze.things")
    with pytest.raises(MedallionError, match="does not exist yet"):
        optimizer.optimize_table("bronze.events")
    assert house.versions()["bronze/users"] == 0


def test_fails_when_a_vacuum_could_remove_what_silver_has_not_read(chained: HouseLake) -> None:
    chained.deliver_csv("users/b.csv", [user(2)])
    chained.run("bronze.users")
    optimizer = DeltaOptimizer(lake=chained.lake)
    log = chained.home / "lake/bronze/users/_delta_log"
    age(log / f"{1:020d}.json", days=8)
    with pytest.raises(MedallionError, match="up to version 0 of 1"):
        optimizer.optimize_table("bronze.users")
    chained.run("silver.users_enriched")
    assert optimizer.optimize_table("bronze.users").version > 1


def test_an_unread_version_that_is_young_does_not_stop_a_vacuum(chained: HouseLake) -> None:
    chained.deliver_csv("users/b.csv", [user(2)])
    chained.run("bronze.users")
    DeltaOptimizer(lake=chained.lake).optimize_table("bronze.users")
    assert chained.one("silver.users_enriched").rows_in == 1


def age(commit: Path, days: int) -> None:
    then = time.time() - days * 86_400
    for file in sorted(commit.parent.glob("*.json")):
        if file <= commit:
            os.utime(file, (then, then))
    for checksum in commit.parent.glob(".*.crc"):
        checksum.unlink()
