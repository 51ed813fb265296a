"""The patterns in `medallion_queries.sql`, and the data behind the report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from medallion import report_data
from medallion.catalog import register

from tests.lakes import HouseLake, repository

STATEMENTS = [
    statement.strip()
    for statement in re.split(r";\s*\n", (repository() / "pipelines/sql/medallion_queries.sql").read_text() + "\n")
    if "SELECT" in statement
]


def test_there_is_a_pattern_for_each_layer() -> None:
    for layer in ("Bronze", "Silver", "Gold"):
        assert any(f"-- {layer}:" in statement for statement in STATEMENTS)


@pytest.mark.parametrize("number", range(len(STATEMENTS)))
def test_statement_runs(finished: HouseLake, number: int) -> None:
    for layer in ("bronze", "silver", "gold"):
        finished.lake.spark.sql(f"DROP DATABASE IF EXISTS {layer} CASCADE")
    register(finished.lake)
    rows = finished.lake.spark.sql(STATEMENTS[number]).collect()
    # Nobody shares an e-mail address in the small lake.
    assert bool(rows) is ("HAVING count(*) > 1" not in STATEMENTS[number])


def test_report_data(finished: HouseLake, tmp_path: Path) -> None:
    target = tmp_path / "report/data.json"
    report_data.write(finished.lake, target)
    found = json.loads(target.read_text())
    assert found["schemaVersion"] == 1
    # Tables that wait for nothing run side by side, so the order is that of the clock.
    assert {run["table"] for run in found["runs"]} == {table.name for table in finished.lake.manifest.tables}
    assert {table["name"]: table["rows"] for table in found["tables"]}["silver.transactions_validated"] == 21
    checks = {(c["table"], c["checkId"]): c for c in found["quality"]}
    malformed = checks["bronze.transactions", "malformed"]
    assert (malformed["evaluated"], malformed["failed"], malformed["passed"]) == (26, 1, True)
    assert checks["silver.transactions_validated", "household_id.foreignKey"]["kind"] == "foreignKey"
    assert checks["silver.transactions_validated", "rows-present"]["passed"] is True
    assert found["dailySales"][0]["date"] == "2017-01-01"
    assert sum(float(day["salesValue"]) for day in found["dailySales"]) > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", found["runs"][0]["startedAt"])
