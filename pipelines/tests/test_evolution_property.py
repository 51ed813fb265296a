"""Drawn contracts, drawn deliveries, one to five drawn changes: an evolved lake equals one that began with the last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from medallion.evolution.pending import pending
from pyspark.sql import SparkSession

from tests.evolving import (
    BRONZE,
    SILVER,
    Change,
    Contracts,
    EvolvingLake,
    Rows,
    add,
    column,
    contracts,
    drop,
    fresh,
    rule,
)
from tests.generated import cases

Edit = Callable[[dict[str, Any]], None]


def names(contract: dict[str, Any]) -> list[str]:
    return [one["name"] for one in contract["columns"]]


def both(name: str, edit: Edit) -> Change:
    """An edit of a column that both tables have."""

    def change(declared: Contracts) -> None:
        for contract in (declared[BRONZE], declared[SILVER]):
            if name in names(contract):
                edit(contract)

    return change


def added(name: str, kind: str) -> Change:
    def change(declared: Contracts) -> None:
        for contract in (declared[BRONZE], declared[SILVER]):
            if name not in names(contract):
                add(contract, name, kind)

    return change


def of_silver(**values: Any) -> Change:
    return lambda declared: declared[SILVER].update(values)


def computed(declared: Contracts) -> None:
    if "v" in names(declared[SILVER]):
        column(declared[SILVER], "v")["expression"] = "upper(v)"


def ruled(declared: Contracts) -> None:
    declared[BRONZE]["rowChecks"] = [rule("id.required", "id IS NOT NULL"), rule("known", "id < 4")]


def dropped(declared: Contracts) -> None:
    for contract in (declared[BRONZE], declared[SILVER]):
        drop(contract, "n")


CHANGES: dict[str, Change] = {
    "add extra": added("extra", "int"),
    "add late": added("late", "string"),
    "n is bigint": both("n", lambda contract: column(contract, "n").update(type="bigint")),
    "n is string": both("n", lambda contract: column(contract, "n").update(type="string")),
    "a is wider": both("a", lambda contract: column(contract, "a").update(type="decimal(14,3)")),
    "a is narrower": both("a", lambda contract: column(contract, "a").update(type="decimal(4,1)")),
    "n goes": dropped,
    "scd2": of_silver(history="scd2"),
    "scd1": of_silver(history="scd1"),
    "append": of_silver(history="append", deduplicate=True),
    "longer key": of_silver(keys=["id", "v"]),
    "shorter key": of_silver(keys=["id"]),
    "upper": computed,
    "ruled": ruled,
    "unruled": lambda declared: declared[BRONZE].update(rowChecks=[rule("id.required", "id IS NOT NULL")]),
    "partitions": of_silver(layout={"partitionBy": ["v"], "zOrderBy": [], "targetFileSizeMb": 1}),
}

VALUES: dict[str, list[Any]] = {
    "id": [1, 2, 3, 4, None, "2"],
    "v": ["x", "y", "z"],
    "at": [f"2024-01-0{day}T00:00:00" for day in range(1, 8)],
}
AT_TIMES: dict[str, list[Any]] = {
    "n": [0, 7, 3000000000, "12", 1.5, "many"],
    "a": [1, 2.5, 1.005, 12345.67, 123456789012.5, "3.0"],
    "extra": [1, 2, "three"],
    "late": ["L", "M", 5],
}


@st.composite
def row(draw: st.DrawFn) -> dict[str, Any]:
    always = {name: draw(st.sampled_from(values)) for name, values in VALUES.items()}
    return always | {name: draw(st.sampled_from(found)) for name, found in AT_TIMES.items() if draw(st.booleans())}


# Never empty: a folder without a file is another story.
DELIVERY = st.lists(row(), min_size=1, max_size=5)
STORY = st.tuples(
    st.sampled_from(["scd1", "scd2", "append"]),
    DELIVERY,
    st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), DELIVERY), min_size=1, max_size=5),
)


def follow(lake: EvolvingLake, change: Change, rows: Rows) -> None:
    """Accepts what waits for a decision, as often as it takes."""
    lake.declare(change)
    results = lake.take(rows)
    accepted: list[str] = []
    while any(result.error is not None and result.error.code == "decision-needed" for result in results.values()):
        found = [pending(lake.lake, table) for table in lake.lake.manifest.tables]
        accepted += [one.code for one in found if one is not None and one.kind == "decision"]
        lake.declare(accepted=accepted)
        results = lake.bring()
    assert {name: result.error for name, result in results.items() if result.error is not None} == {}


def holds(home: Path, spark: SparkSession, story: tuple[str, Rows, list[tuple[str, Rows]]]) -> None:
    history, first, steps = story
    lake = EvolvingLake(home / "evolved", spark, contracts(history=history))
    lake.declare()
    lake.take(first)
    for name, rows in steps:
        follow(lake, CHANGES[name], rows)
    expected = fresh(home / "fresh", spark, lake.declared, [first, *[rows for _, rows in steps]])
    assert lake.told() == expected.told(), (history, [name for name, _ in steps])


@pytest.mark.parametrize(
    "place",
    [pytest.param(place, marks=pytest.mark.long if place < 10 else pytest.mark.stories) for place in range(300)],
)
def test_property_an_evolved_lake_equals_a_fresh_one(tmp_path: Path, spark: SparkSession, place: int) -> None:
    holds(tmp_path, spark, cases(STORY, 300)[place])
