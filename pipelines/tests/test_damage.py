"""A damaged table fails with `damaged-table`; tables that do not read it go on, and the run ends as any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.ledger.results import TableResult
from medallion.running.runner import execute, new_run

from tests.lakes import CHAIN, HouseLake, line, user


def _newest(folder: Path) -> Path:
    return max((folder / "_delta_log").glob("*.json"))


def _forget(house: HouseLake) -> None:
    """As a new process would see it."""
    jvm: Any = house.lake.spark._jvm
    jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()


def _truncated(folder: Path) -> None:
    file = _newest(folder)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _garbage(folder: Path) -> None:
    _newest(folder).write_bytes(b"\x00\xff garbage")


def _emptied(folder: Path) -> None:
    _newest(folder).write_bytes(b"")


def _without_data(folder: Path) -> None:
    for file in folder.rglob("*.parquet"):
        file.unlink()


def _newer(folder: Path) -> None:
    file = _newest(folder)
    file.write_text(file.read_text() + '{"protocol":{"minReaderVersion":99,"minWriterVersion":99}}\n')


def _deliver_more(house: HouseLake) -> None:
    house.deliver_csv("users/c.csv", [user(2, age="65+", snapshot_date="2018-01-01"), user(4)])
    house.deliver("transactions/week=03/c.jsonl", [line(basket_id=500, household_id=2)])


def _run(house: HouseLake, events: list[dict[str, Any]]) -> list[TableResult]:
    return execute(house.lake, new_run(), [house.lake.manifest.find(name) for name in CHAIN], events.append)


DAMAGES = (_truncated, _garbage, _emptied, _without_data, _newer)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_fails_alone(chained: HouseLake, damage: Callable[[Path], None]) -> None:
    house = chained
    _deliver_more(house)
    damage(house.home / "lake" / "silver" / "users_enriched")
    for sidecar in (house.home / "lake/silver/users_enriched").rglob("*.crc"):
        sidecar.unlink()
    _forget(house)
    events: list[dict[str, Any]] = []
    results = {result.table: result for result in _run(house, events)}
    failed = results["silver.users_enriched"]
    assert (failed.status, failed.error and failed.error.code) == ("failed", "damaged-table")
    assert failed.error is not None
    assert "medallion recover" in failed.error.remedy
    readers = {table.name for table in house.lake.manifest.downstream("silver.users_enriched")} & set(CHAIN)
    others = {name: result.status for name, result in results.items() if name not in readers}
    del others["silver.users_enriched"]
    assert {others["bronze.users"], others["bronze.transactions"]} == {"succeeded"}
    assert set(others.values()) == {"succeeded"}
    assert {results[name].status for name in readers} <= {"blocked", "failed"}
    assert events[-1]["event"] == "run.finished"
    assert events[-1]["status"] == "failed"


@pytest.mark.long
@pytest.mark.parametrize("name", ["runs", "quality", "ingestions"])
def test_a_damaged_ledger_is_one_clear_error_and_the_run_still_ends(chained: HouseLake, name: str) -> None:
    _deliver_more(chained)
    folder = chained.home / "lake" / "system" / name
    before = {path: path.read_bytes() for path in (chained.home / "lake/silver").rglob("*") if path.is_file()}
    _garbage(folder)
    for sidecar in folder.rglob("*.crc"):
        sidecar.unlink()
    _forget(chained)
    events: list[dict[str, Any]] = []
    with pytest.raises(MedallionError) as raised:
        _run(chained, events)
    assert (raised.value.code, f"system/{name}" in raised.value.message) == ("damaged-table", True)
    assert (events[-1]["event"], events[-1]["status"]) == ("run.finished", "failed")
    assert {path: path.read_bytes() for path in before} == before
