"""Restores gold to the end of a run; later runs continue from there."""

from __future__ import annotations

import pytest
from delta.tables import DeltaTable
from medallion.errors import MedallionError
from medallion.rollback.gold import RolledBack, last_run_of, roll_back
from medallion.running.runner import execute, new_run
from medallion.running.table_steps import ForcedRebuild

from tests.lakes import CHAIN, HouseLake, line

DAILY = "gold.daily_metrics"


def run(lake: HouseLake, *names: str, forced: ForcedRebuild | None = None) -> str:
    begun = new_run()
    results = execute(
        lake.lake, begun, [lake.lake.manifest.find(name) for name in names], forced=forced or ForcedRebuild()
    )
    assert [(result.table, result.error) for result in results if not result.is_sound] == []
    return begun.id


@pytest.mark.long
def test_gold_reads_as_it_did_and_the_next_run_takes_what_came_since(chained: HouseLake) -> None:
    lake = chained
    daily = lake.lake.manifest.find(DAILY)
    first = run(lake, DAILY)
    good = lake.rows(DAILY)
    lake.deliver("transactions/b.jsonl", [line(basket_id=200, sales_value=1000.0)])
    second = run(lake, *CHAIN, DAILY)
    bad = lake.rows(DAILY)
    assert bad != good
    assert last_run_of(lake.lake, lake.lake.release.id) == second

    before = lake.versions()
    trial = roll_back(lake.lake, first, [daily], is_trial=True)
    assert [done.restored for done in trial] == [True]
    assert lake.versions() == before
    assert roll_back(lake.lake, first, [daily]) == trial
    assert lake.rows(DAILY) == good
    assert [done.restored for done in roll_back(lake.lake, first, [daily])] == [False]

    # Nothing new: the run leaves it as it was put, and says that it is not what silver says.
    assert lake.one(DAILY).status == "failed"
    assert lake.rows(DAILY) == good
    lake.deliver("transactions/c.jsonl", [line(basket_id=300, sales_value=3.0)])
    run(lake, *CHAIN, DAILY)
    caught_up = lake.rows(DAILY)
    run(lake, DAILY, forced=ForcedRebuild(frozenset({DAILY})))
    assert caught_up == lake.rows(DAILY)
    assert caught_up not in (good, bad)


def test_what_cannot_be_restored_is_refused(chained: HouseLake) -> None:
    lake = chained.lake
    first = run(chained, DAILY)
    daily = lake.manifest.find(DAILY)
    with pytest.raises(MedallionError, match="rows that it has read since would be lost") as refused:
        roll_back(lake, first, [daily, lake.manifest.find("silver.transactions_validated")])
    assert "--full-refresh silver.transactions_validated" in refused.value.remedy
    with pytest.raises(MedallionError, match="no run 'never' in the ledger"):
        roll_back(lake, "never", [daily])
    with pytest.raises(MedallionError, match="no run of release 0000 in the ledger"):
        last_run_of(lake, "0000")

    run(chained, DAILY, forced=ForcedRebuild(frozenset({DAILY})))
    found = chained.rows(DAILY)
    assert roll_back(lake, first, [daily], is_trial=True) == [RolledBack(DAILY, 1, 0, restored=True)]
    check = "spark.databricks.delta.retentionDurationCheck.enabled"
    lake.spark.conf.set(check, "false")
    try:
        DeltaTable.forPath(lake.spark, lake.location(daily)).vacuum(0)
    finally:
        lake.spark.conf.unset(check)
    with pytest.raises(MedallionError, match="Version 0 of gold.daily_metrics can no longer be read") as gone:
        roll_back(lake, first, [daily])
    assert "--full-refresh gold.daily_metrics" in gone.value.remedy
    assert chained.rows(DAILY) == found
