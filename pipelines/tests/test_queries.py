"""The patterns in `medallion_queries.sql`, and the data behind the report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from medallion.lake.catalog import register
from medallion.lake.lake import Lake
from medallion.ledger import report_data
from medallion.running.runner import execute, new_run
from medallion.spark.files import read_text, write_text

from tests.lakes import CHAIN, HouseLake, repository

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
    # Independent tables run in parallel, so the order is that of time.
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


def published(lake: Lake) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_text(lake.spark, lake.system(report_data.FILE), "report data"))
    return found


@pytest.mark.long
def test_a_remote_lake_gets_report_data_in_its_system_container(
    chained: HouseLake, finished: HouseLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = replace(chained.lake, home=None)
    execute(lake, new_run(), [lake.manifest.find("gold.daily_metrics")])
    found = published(lake)
    assert {run["table"] for run in found["runs"]} == {*CHAIN, "gold.daily_metrics"}
    assert {check["runId"] for check in found["quality"]} <= {run["runId"] for run in found["runs"]}
    assert [day["date"] for day in found["dailySales"]] == ["2017-01-01"]
    # For a local lake the command names the file.
    assert not Path(finished.lake.system(report_data.FILE)).exists()

    def late(spark: Any, location: str, text: str) -> None:
        monkeypatch.undo()
        ledger = spark.read.format("delta").load(lake.system("runs"))
        ledger.limit(1).write.format("delta").mode("append").save(lake.system("runs"))
        write_text(spark, location, text)

    monkeypatch.setattr(report_data, "write_text", late)
    report_data.publish(lake)
    assert len(published(lake)["runs"]) == len(found["runs"]) + 1

    report_data.publish(lake, datetime.now(UTC) + timedelta(days=15))
    assert (published(lake)["runs"], published(lake)["tables"]) == ([], found["tables"])
