"""Lakes of one bronze table each, whose contract a test makes up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from medallion.errors import MedallionError
from medallion.lake.lake import Release
from pyspark.sql import SparkSession

from tests.crashes import at_points
from tests.lakes import HouseLake
from tests.tables import document, manifest

COLUMNS = {
    "id": "bigint",
    "name": "string",
    "amount": "decimal(10,2)",
    "at": "timestamp",
    "day": "date",
    "flag": "boolean",
}
REQUIRED = {
    "id": "id.required",
    "description": "",
    "columns": ["id"],
    "expression": "id IS NOT NULL",
    "severity": "error",
    "dimension": "completeness",
    "tolerance": None,
}
TABLE = "bronze.orders"


def order_lake(home: Path, spark: SparkSession, source: dict[str, Any], **changes: Any) -> HouseLake:
    """A lake whose only table, `bronze.orders`, reads `source`; `changes` replace parts of its compiled contract."""
    declared = {"kind": "files", "system": "shop", "format": "", "path": "orders", **source}
    table = document(
        TABLE, changes.pop("columns", COLUMNS), source=declared, rowChecks=changes.pop("checks", [REQUIRED]), **changes
    )
    return HouseLake(home, spark, Release("test", str(home), manifest([table])))


def fail_at(lake: HouseLake, point: str) -> None:
    """A run whose table fails when its append comes by this point."""

    def stop(reached: str) -> None:
        if reached == point:
            raise MedallionError("stopped", point, "")

    with at_points(stop):
        error = lake.one(TABLE).error
    assert error is not None
    assert error.code == "stopped"
