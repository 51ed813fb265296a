"""A damaged table fails with `damaged-table`; tables that do not read it go on, and the run ends as any other."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.lake.lake import load_binding, open_lake
from medallion.ledger.results import TableResult
from medallion.running.runner import execute, new_run

from tests.crashes import at_points
from tests.damages import Damage, damages_of, forget
from tests.lakes import CHAIN, HouseLake, line, user

PAIR = ("bronze.users", "silver.users_enriched")


def _newest(folder: Path) -> Path:
    return max((folder / "_delta_log").glob("*.json"))


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
    forget(house)
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


# A sample of the matrix, each with what the run with the damage reports; empty if it is as good as without.
SAMPLE = [
    ("before", "lake/system/runs/_delta_log/", "truncated", "damaged-table"),
    pytest.param("during", "lake/system/digest.json", "empty", "", marks=pytest.mark.long),
    pytest.param("before", "lake/system/token-key.json", "garbage", "record-damaged", marks=pytest.mark.long),
    pytest.param("before", "lake/system/token-key.json", "newer", "record-newer", marks=pytest.mark.long),
    pytest.param(
        "before",
        "lake/system/ingestions/_delta_log/",
        "missing",
        "damaged-table,input-failed",
        marks=pytest.mark.long,
    ),
]


@pytest.fixture(scope="module")
def settled(_chained: HouseLake, tmp_path_factory: pytest.TempPathFactory) -> HouseLake:
    """With something set aside and with records of every kind that runs write."""
    house = _chained.copy_to(tmp_path_factory.mktemp("settled"))
    house.deliver_csv("users/b.csv", [user(3, birth_date="never")])
    return house


@pytest.fixture(scope="module")
def undisturbed(settled: HouseLake, tmp_path_factory: pytest.TempPathFactory) -> HouseLake:
    house = settled.copy_to(tmp_path_factory.mktemp("undisturbed"))
    _chain(house, [])
    return house


def _chain(house: HouseLake, events: list[dict[str, Any]]) -> list[TableResult]:
    """A run as a new process makes it: all that is kept in files is read from them."""
    forget(house)
    lake = open_lake(house.lake.spark, house.lake.release, load_binding(str(house.binding)), house.home)
    return execute(lake, new_run(), [lake.manifest.find(name) for name in PAIR], events.append, parallel=1)


def _outcome(house: HouseLake) -> str:
    """The codes of the errors of a run, empty for a sound one. Any other exception than ours fails the case."""
    events: list[dict[str, Any]] = []
    try:
        errors = [result.error for result in _chain(house, events) if not result.is_sound]
    except MedallionError as error:
        errors = [error]
    assert not events or events[-1]["event"] == "run.finished"
    assert all(error is not None and error.message and error.remedy for error in errors)
    return ",".join(sorted({error.code for error in errors if error is not None}))


def _case(settled: HouseLake, undisturbed: HouseLake, home: Path, when: str, damage: Damage) -> str:
    """What the first run with the damage reports; afterwards the lake is the undisturbed one, with the file restored
    if a run asked for it."""
    house = settled.copy_to(home)
    undo: list[Callable[[], None]] = []

    def at(point: str) -> None:
        if point == "bronze.users:after" and not undo:
            undo.append(damage.strike(home))

    if when == "before":
        undo.append(damage.strike(home))
        first = _outcome(house)
    else:
        with at_points(at):
            first = _outcome(house)
        assert undo
    if first or _outcome(house):
        undo[0]()
        if (again := _outcome(house)) != "":
            raise AssertionError(f"with the file restored the run still reports {again}")
    assert house.contents() == undisturbed.contents()
    return first


def _matrix(settled: HouseLake) -> list[tuple[str, Damage]]:
    return [(when, damage) for damage in damages_of(settled.home) for when in ("before", "during")]


@pytest.mark.parametrize(("when", "path", "how", "reported"), SAMPLE)
def test_a_damaged_file_is_rebuilt_or_one_clear_error(
    settled: HouseLake, undisturbed: HouseLake, tmp_path: Path, when: str, path: str, how: str, reported: str
) -> None:
    damage = next(
        one
        for moment, one in _matrix(settled)
        if moment == when and one.path.startswith(path) and one.name.endswith(how)
    )
    assert _case(settled, undisturbed, tmp_path, when, damage) == reported


@pytest.mark.long
def test_every_file_beside_the_layers_damaged_before_and_during_a_run(
    settled: HouseLake, undisturbed: HouseLake, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files are discovered. All failing cases are reported at once."""
    cases, wrong, found = _matrix(settled), [], Counter[str]()
    for when, damage in cases:
        home = tmp_path_factory.mktemp("damaged")
        try:
            found[_case(settled, undisturbed, home, when, damage) or "rebuilt"] += 1
        except (AssertionError, Exception) as error:
            wrong.append(f"{when}: {damage.name}: {type(error).__name__}: {str(error)[:200]}")
        shutil.rmtree(home, ignore_errors=True)
    print(f"damaged files: {len(cases)} cases, {dict(found)}")
    print("\n".join(wrong))
    assert wrong == []
    assert len(cases) >= 60
