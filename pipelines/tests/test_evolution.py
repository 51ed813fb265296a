"""A contract changes between two deliveries. Oracle: a lake that had the new contract from the beginning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from medallion.evolution.pending import pending
from pyspark.sql import SparkSession

from tests.evolving import (
    BRONZE,
    FIRST,
    GOLD,
    SECOND,
    SILVER,
    Change,
    EvolvingLake,
    add,
    column,
    contracts,
    drop,
    fresh,
    rule,
)
from tests.tables import document


@dataclass(frozen=True)
class Case:
    """`kinds` are what the change means for bronze and silver."""

    change: Change
    kinds: tuple[str, str]
    start: dict[str, Any] = field(default_factory=dict)


def both(work: Callable[[dict[str, Any]], None]) -> Change:
    def change(declared: dict[str, dict[str, Any]]) -> None:
        work(declared[BRONZE])
        work(declared[SILVER])

    return change


def silver(work: Callable[[dict[str, Any]], None]) -> Change:
    return lambda declared: work(declared[SILVER])


def bronze(work: Callable[[dict[str, Any]], None]) -> Change:
    return lambda declared: work(declared[BRONZE])


def setting(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda contract: contract.update(values)


def typed(name: str, kind: str) -> Callable[[dict[str, Any]], None]:
    return lambda contract: column(contract, name).update(type=kind)


def computed(name: str, expression: str) -> Callable[[dict[str, Any]], None]:
    return lambda contract: column(contract, name).update(expression=expression)


def renamed(old: str, new: str, **more: Any) -> Callable[[dict[str, Any]], None]:
    return lambda contract: column(contract, old).update(name=new, renamedFrom=old, **more)


LAYOUT = {"partitionBy": ["v"], "zOrderBy": [], "targetFileSizeMb": 1}
SCD2 = {"history": "scd2"}
CASES = {
    "a column that nobody had is added": Case(both(lambda c: add(c, "late", "string")), ("in-place", "in-place")),
    "a column that was rescued is added": Case(both(lambda c: add(c, "extra", "int")), ("rebuild", "rebuild")),
    "a computed column is added": Case(
        silver(lambda c: add(c, "up", "string", expression="upper(v)")), ("none", "rebuild")
    ),
    "a column is added in the middle": Case(both(lambda c: add(c, "late", "string", 1)), ("in-place", "rebuild")),
    "int to bigint": Case(both(typed("n", "bigint")), ("rebuild", "rebuild")),
    "decimal to wider decimal": Case(both(typed("a", "decimal(14,2)")), ("rebuild", "rebuild")),
    "int to string": Case(bronze(typed("n", "string")), ("rebuild", "rebuild")),
    "bigint to int in bronze": Case(both(typed("id", "smallint")), ("decision", "rebuild")),
    "scd1 to scd2": Case(silver(setting(history="scd2")), ("none", "rebuild")),
    "scd2 to scd1": Case(silver(setting(history="scd1")), ("none", "decision"), SCD2),
    "append to scd2": Case(silver(setting(history="scd2")), ("none", "rebuild"), {"history": "append"}),
    "append to scd1": Case(silver(setting(history="scd1")), ("none", "decision"), {"history": "append"}),
    "a longer key": Case(silver(setting(keys=["id", "v"])), ("none", "rebuild")),
    "a shorter key": Case(silver(setting(keys=["id"])), ("none", "decision"), {"keys": ["id", "v"]}),
    "transformLogic": Case(silver(computed("v", "upper(v)")), ("none", "rebuild")),
    "a column at the end goes from silver": Case(silver(lambda c: drop(c, "last")), ("none", "in-place")),
    "a column in the middle goes from silver": Case(silver(lambda c: drop(c, "n")), ("none", "rebuild")),
    "a column goes from bronze and silver": Case(both(lambda c: drop(c, "n")), ("rebuild", "rebuild")),
    "a column is renamed in silver": Case(silver(renamed("v", "w", expression="v")), ("none", "rebuild")),
    "partitions": Case(both(setting(layout=LAYOUT)), ("rebuild",) * 2),
    "the order": Case(silver(setting(orderBy=["n"])), ("none", "rebuild")),
    "standardisation": Case(silver(lambda c: column(c, "v").update(standard="upper(v)")), ("none", "rebuild")),
    "protection": Case(
        silver(lambda c: column(c, "v").update(pii={"category": "name", "protection": "token"})), ("none", "rebuild")
    ),
    "a rule of bronze": Case(bronze(lambda c: c["rowChecks"].append(rule("big", "n > 1"))), ("rebuild", "rebuild")),
    "a rule of silver": Case(silver(setting(rowChecks=[rule("big", "n > 1")])), ("none", "rebuild")),
    "drift": Case(bronze(setting(drift="discard-row")), ("rebuild", "rebuild")),
    "a column becomes optional": Case(bronze(setting(rowChecks=[])), ("rebuild", "rebuild")),
    "a date pattern": Case(bronze(lambda c: column(c, "at").update(format="yyyy-MM-dd'T'HH:mm:ss")), ("rebuild",) * 2),
}


def begun(home: Path, spark: SparkSession, start: dict[str, Any]) -> EvolvingLake:
    declared = contracts(**start)
    add(declared[SILVER], "last", "string", expression="concat(v, v)")
    lake = EvolvingLake(home, spark, declared)
    lake.declare()
    lake.take(FIRST)
    return lake


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession) -> EvolvingLake:
    """One delivery under the contracts that most cases begin with."""
    return begun(tmp_path_factory.mktemp("plain"), spark, {})


def evolved(lake: EvolvingLake, change: Change) -> tuple[str, str]:
    """Brings a second delivery under the changed contracts. Returns what that meant to bronze and silver."""
    lake.declare(change)
    results = lake.take(SECOND)
    kinds = {name: results[name].mode or "none" for name in (BRONZE, SILVER)}
    accepted: list[str] = []
    for name in (BRONZE, SILVER):
        found = pending(lake.lake, lake.lake.manifest.find(name))
        if found is None:
            continue
        error = results[name].error
        assert error is not None
        assert (found.kind, error.code, found.code in error.remedy) == ("decision", "decision-needed", True)
        accepted.append(found.code)
        lake.declare(accepted=accepted)
        results = lake.bring()
        kinds |= {name: results[name].mode for name in kinds if results[name].mode}
    return kinds[BRONZE], kinds[SILVER]


# The others show the same on a wider front, and are too many for every run of the tests.
_ALWAYS = {"a longer key"}


@pytest.mark.parametrize(
    "name", [name if name in _ALWAYS else pytest.param(name, marks=pytest.mark.long) for name in CASES]
)
def test_an_evolved_lake_equals_a_fresh_one(
    tmp_path: Path, spark: SparkSession, plain: EvolvingLake, name: str
) -> None:
    case = CASES[name]
    home = tmp_path / "evolved"
    lake = begun(home, spark, case.start) if case.start else plain.copied(home)
    assert evolved(lake, case.change) == case.kinds
    expected = fresh(tmp_path / "fresh", spark, lake.declared, [FIRST, SECOND])
    assert lake.told() == expected.told()
    assert {result.status for result in lake.run()} == {"unchanged"}


@pytest.mark.long
def test_gold_loses_and_gets_a_column(tmp_path: Path, spark: SparkSession) -> None:
    lake = EvolvingLake(tmp_path, spark, contracts(with_gold=True))
    lake.declare()
    lake.take(FIRST)
    names = []
    declared: dict[str, dict[str, str]] = {
        "SELECT v FROM silver.things GROUP BY v": {"v": "string"},
        "SELECT v, max(n) AS m FROM silver.things GROUP BY v": {"v": "string", "m": "int"},
    }
    for sql, columns in declared.items():
        lake.sql = sql
        lake.declared[GOLD]["columns"] = document(GOLD, columns)["columns"]
        lake.declare()
        assert lake.bring()[GOLD].error is None
        names.append([*lake.rows(GOLD)[0]])
    assert names == [["v"], ["v", "m"]]
