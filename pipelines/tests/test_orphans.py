"""Rows whose parent is unknown: they refer to a default row, or wait and come exactly once, wherever a run dies."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from medallion import commits
from medallion.errors import MedallionError
from pyspark.sql import SparkSession

from tests.ponds import Pond
from tests.tables import document

CHILD = {"id": "bigint", "parent": "bigint", "day": "date"}
PARENT = {"id": "bigint", "day": "date"}


def documents(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    key = {"column": "parent", "references": {"table": "silver.parents", "column": "id"}, **policy}
    given = {"keys": ["id"], "orderBy": ["day"], "deduplicate": False}
    return [
        document("bronze.parents", PARENT),
        document("bronze.children", CHILD),
        document("silver.parents", PARENT, inputs=["bronze.parents"], **{**given, "history": "scd1"}),
        document("silver.children", CHILD, inputs=["bronze.children", "silver.parents"], foreignKeys=[key], **given),
    ]


def child(number: int, parent: int | None) -> dict[str, Any]:
    return {"id": number, "parent": parent, "day": "2024-01-01"}


def parent(number: int) -> dict[str, Any]:
    return {"id": number, "day": "2024-01-01"}


def test_an_orphan_refers_to_the_default_row(tmp_path: Path, spark: SparkSession) -> None:
    lake = Pond(tmp_path, spark, documents({"orphans": "default-row", "defaultKey": 0}))
    lake.write("bronze.parents", [parent(1)])
    lake.write("bronze.children", [child(10, 1), child(11, 7), child(12, None)])
    lake.refresh("silver.parents")
    with pytest.raises(
        MedallionError, match=r"orphans in 'parent', and silver\.parents has no row whose id is 0"
    ) as raised:
        lake.refresh("silver.children")
    assert raised.value.code == "default-row-missing"
    assert not (tmp_path / "lake/silver/children").exists()
    lake.write("bronze.parents", [parent(0)])
    lake.refresh("silver.parents")
    result = lake.refresh("silver.children")
    assert result is not None
    assert (result.accepted, result.quarantined) == (3, 0)
    assert {check.check_id: check.failed for check in result.checks} == {"parent.foreignKey": 1}
    assert {row["id"]: row["parent"] for row in lake.rows("silver.children")} == {10: 1, 11: 0, 12: None}


class StoppedError(Exception):
    """The process died here."""


def test_a_release_that_dies_anywhere_is_finished_and_not_repeated(
    tmp_path: Path, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = documents({"orphans": "hold", "defaultKey": None})
    start = Pond(tmp_path / "start", spark, given)
    start.write("bronze.parents", [parent(1)])
    start.write("bronze.children", [child(10, 1), child(20, 2), child(20, 2), child(30, 3), child(40, 4)])
    start.refresh("silver.parents")
    start.refresh("silver.children")
    start.write("bronze.parents", [parent(2)])
    start.refresh("silver.parents")
    start.write("bronze.children", [child(11, 1), child(41, 4)])
    seen: list[str] = []
    monkeypatch.setattr(commits, "reached", seen.append)
    whole = Pond(copied(tmp_path, "whole"), spark, given)
    whole.refresh("silver.children")
    points = list(dict.fromkeys(seen))
    assert len(points) == 12
    for place, point in enumerate(points):

        def die(reached: str, at: str = point) -> None:
            if reached == at:
                raise StoppedError

        lake = Pond(copied(tmp_path, f"crash{place}"), spark, given)
        monkeypatch.setattr(commits, "reached", die)
        with pytest.raises(StoppedError):
            lake.refresh("silver.children")
        monkeypatch.setattr(commits, "reached", seen.append)
        # Meanwhile another parent has come: what was marked before must not be mixed up with what is ready now.
        lake.write("bronze.parents", [parent(3)])
        lake.refresh("silver.parents")
        lake.refresh("silver.children")
        assert sorted(row["id"] for row in lake.rows("silver.children")) == [10, 11, 20, 20, 30], point
        waiting = spark.read.format("delta").load(lake.lake.system("held/silver.children")).collect()
        assert sorted(row["id"] for row in waiting) == [40, 41], point
        assert lake.refresh("silver.children") is None


def copied(folder: Path, name: str) -> Path:
    shutil.copytree(folder / "start", folder / name)
    return folder / name
