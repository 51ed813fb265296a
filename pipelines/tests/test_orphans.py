"""Rows whose parent is unknown: they refer to a default row, or wait and come exactly once, wherever a run dies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
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
