"""Table checks: a failed one stops what reads the table, also in later runs, until the table is sound."""

from __future__ import annotations

from dataclasses import replace

from medallion.lake import Release
from medallion.manifest import Manifest, TableCheck

from tests.lakes import HouseLake, user


def demanding(release: Release) -> Release:
    """Wants two households at least."""
    check = TableCheck("enough", "count(*)", "value >= 2", "error", "coverage")
    tables = tuple(
        replace(t, table_checks=(check,)) if t.name == "silver.users_enriched" else t for t in release.manifest.tables
    )
    return replace(release, manifest=Manifest(tables))


def test_a_failed_table_check_stays_failed_until_the_table_is_sound(house: HouseLake) -> None:
    house.lake = replace(house.lake, release=demanding(house.lake.release))
    chain = ("bronze.users", "silver.users_enriched", "silver.transactions_validated")
    house.deliver_csv("users/a.csv", [user(1)])
    first = house.run(*chain)
    assert [result.status for result in first] == ["succeeded", "failed", "blocked"]
    assert first[1].error is not None
    assert first[1].error.code == "quality-failed"
    assert [result.status for result in house.run(*chain)][1:] == ["failed", "blocked"]
    house.deliver_csv("users/b.csv", [user(2)])
    assert [result.status for result in house.run(*chain)][:2] == ["succeeded", "succeeded"]
