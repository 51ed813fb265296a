"""Whatever order, however often and in whatever pieces the same rows arrive: silver holds the same table.

A case is one key: its rows, and how they are dealt out to batches. Hundreds of cases go through one lake side by side,
and each must end as a model of a few lines of Python says, which knows the rows and not how they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from tests.generated import cases
from tests.ponds import Pond
from tests.tables import document

COUNT = 250
BATCHES = 3
START = date(2024, 1, 1)

COLUMNS = {"id": "bigint", "day": "date", "part": "int", "name": "string", "level": "int"}
FACT = {**COLUMNS, "gone": "boolean"}

# Few values, so that rows collide in time, tie, confirm each other and delete what never was.
ROWS = st.tuples(
    st.integers(0, 4),
    st.one_of(st.none(), st.integers(0, 1)),
    st.one_of(st.none(), st.sampled_from(["a", "b"])),
    st.one_of(st.none(), st.integers(0, 1)),
    st.sampled_from([False, False, False, True, None]),
)
Row = tuple[int, int | None, str | None, int | None, bool | None]


@dataclass(frozen=True)
class Case:
    """Each row with the batches it comes in: at least one, possibly several."""

    arrivals: list[tuple[Row, set[int]]]

    @property
    def rows(self) -> list[Row]:
        return [row for row, _ in self.arrivals]


CASES = st.builds(
    Case,
    st.lists(st.tuples(ROWS, st.sets(st.integers(0, BATCHES - 1), min_size=1, max_size=2)), min_size=1, max_size=6),
)


def record(key: int, row: Row) -> dict[str, Any]:
    day, part, name, level, gone = row
    at = (START + timedelta(days=day)).isoformat()
    return {"id": key, "day": at, "part": part, "name": name, "level": level, "gone": gone}


def pond(home: Path, spark: SparkSession, **changes: Any) -> Pond:
    given = {"inputs": ["bronze.facts"], "keys": ["id"], "orderBy": ["day", "part"], **changes}
    return Pond(home, spark, [document("bronze.facts", FACT), document("silver.facts", COLUMNS, **given)])


def flow(lake: Pond, generated: Sequence[Case]) -> dict[int, list[dict[str, Any]]]:
    """Batch by batch through silver; what stands there at the end, by key."""
    for batch in range(BATCHES):
        lake.write(
            "bronze.facts",
            [record(key, row) for key, case in enumerate(generated) for row, comes in case.arrivals if batch in comes],
        )
        lake.refresh("silver.facts")
    assert lake.refresh("silver.facts") is None
    found: dict[int, list[dict[str, Any]]] = {key: [] for key in range(len(generated))}
    for row in lake.rows("silver.facts"):
        found[row.pop("id")].append(row)
    return found


def plain(row: Row) -> tuple[date, int | None, str | None, int | None]:
    return (START + timedelta(days=row[0]), *row[1:4])


def null_low(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple((value is not None, value or 0 if not isinstance(value, str) else value) for value in values)


def test_scd1_keeps_the_greatest_row(tmp_path: Path, spark: SparkSession) -> None:
    generated = cases(CASES, COUNT)
    found = flow(pond(tmp_path, spark, history="scd1"), generated)
    for key, case in enumerate(generated):
        greatest = max((plain(row) for row in case.rows), key=null_low)
        assert [tuple(row.values()) for row in found[key]] == [greatest], case


@pytest.mark.parametrize("deduplicate", [True, False])
def test_append_keeps_each_row(tmp_path: Path, spark: SparkSession, *, deduplicate: bool) -> None:
    generated = cases(CASES, COUNT)
    found = flow(pond(tmp_path, spark, history="append", deduplicate=deduplicate), generated)
    for key, case in enumerate(generated):
        came = Counter(plain(row) for row, comes in case.arrivals for _ in comes)
        expected = Counter(set(came)) if deduplicate else came
        assert Counter(tuple(row.values()) for row in found[key]) == expected, case


def history(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """(from, to, current, day, part, name, level) of each version, and of each deletion as one of no length."""

    def weight(row: Row) -> Any:
        part, name, level, gone = row[1:]
        said = (None, None) if gone else (name, level)
        return null_low([part]), gone is True, null_low(said)

    greatest: dict[int, Row] = {}
    for row in rows:
        day = row[0]
        if day not in greatest or weight(row) > weight(greatest[day]):
            greatest[day] = row
    versions: list[list[Any]] = []
    for day in sorted(greatest):
        _, part, name, level, gone = greatest[day]
        at, said = START + timedelta(days=day), (None, None) if gone else (name, level)
        if versions and versions[-1][-1] == (gone is True, said):
            continue
        if versions and versions[-1][1] is None:
            versions[-1][1:3] = [at, False]
        versions.append([at, at if gone else None, not gone, at, part, *said, (gone is True, said)])
    return [tuple(version[:-1]) for version in versions]


def test_scd2_is_a_function_of_all_rows(tmp_path: Path, spark: SparkSession) -> None:
    generated = cases(CASES, 2 * COUNT)
    found = flow(pond(tmp_path, spark, history="scd2", deleteWhen="gone"), generated)
    for key, case in enumerate(generated):
        stands = [
            tuple(row[name] for name in ("valid_from", "valid_to", "is_current", "day", "part", "name", "level"))
            for row in sorted(found[key], key=lambda row: row["valid_from"])
        ]
        assert stands == history(case.rows), case


ARRIVES = st.one_of(st.none(), st.integers(0, BATCHES - 1))


@pytest.mark.long
@pytest.mark.parametrize("kept", [{"history": "scd1"}, {"history": "append", "deduplicate": False}])
def test_a_held_row_is_there_once_when_its_parent_is(tmp_path: Path, spark: SparkSession, kept: dict[str, Any]) -> None:
    """A case is a parent, which comes in some batch or never, and the batches of its child."""
    generated = cases(st.tuples(ARRIVES, st.sets(st.integers(0, BATCHES - 1), min_size=1, max_size=3)), COUNT)
    key = {
        "column": "parent",
        "references": {"table": "silver.parents", "column": "id"},
        "orphans": "hold",
        "defaultKey": None,
    }
    child = {"id": "bigint", "parent": "bigint", "day": "date"}
    lake = Pond(
        tmp_path,
        spark,
        [
            document("bronze.parents", {"id": "bigint", "day": "date"}),
            document("bronze.children", child),
            document(
                "silver.parents",
                {"id": "bigint", "day": "date"},
                inputs=["bronze.parents"],
                history="scd1",
                keys=["id"],
                orderBy=["day"],
            ),
            document(
                "silver.children",
                child,
                inputs=["bronze.children", "silver.parents"],
                keys=["id"],
                orderBy=["day"],
                foreignKeys=[key],
                **kept,
            ),
        ],
    )
    came: list[tuple[int, int, int]] = []
    for batch in range(BATCHES):
        lake.write(
            "bronze.parents", [{"id": i, "day": "2024-01-01"} for i, (at, _) in enumerate(generated) if at == batch]
        )
        children = [i for i, (_, comes) in enumerate(generated) if batch in comes]
        lake.write("bronze.children", [{"id": i, "parent": i, "day": "2024-01-01"} for i in children])
        lake.refresh("silver.parents")
        result = lake.refresh("silver.children")
        assert result is not None
        came.append((result.rows_in, result.held, result.released))
        assert result.accepted == result.rows_in - result.held + result.released
    expected = Counter(
        {
            i: len(comes) if kept["history"] == "append" else 1
            for i, (at, comes) in enumerate(generated)
            if at is not None
        }
    )
    assert Counter(row["id"] for row in lake.rows("silver.children")) == expected
    waiting = lake.lake.spark.read.format("delta").load(lake.lake.system("held/silver.children"))
    assert Counter(row["id"] for row in waiting.collect()) == Counter(
        {i: len(comes) for i, (at, comes) in enumerate(generated) if at is None}
    )
    assert sum(released for _, _, released in came) > 0
