"""No log, event or ledger row contains a value of a row, not even when a row makes Spark fail."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from medallion.lake.lake import Release
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, user
from tests.test_command import Engine

pytestmark = pytest.mark.long

PLANTED = ("Philomena Quist", "philomena", "quist@", "555-0199", "Wolkenkratzer", "1931-07-07")
LEDGER = ("runs", "quality", "ingestions", "baselines")


def stumbling(release_folder: Path, place: Path) -> Path:
    """A release with a rule that makes Spark throw, with the row's values in the message."""
    shutil.copytree(release_folder, place)
    manifest = json.loads((place / "manifest.json").read_text())
    silver = next(table for table in manifest["tables"] if table["name"] == "silver.users_enriched")
    age = next(column for column in silver["columns"] if column["name"] == "age")
    age["expression"] = "if(name LIKE 'Phil%', raise_error(concat_ws('|', name, email, phone, street)), age)"
    (place / "manifest.json").write_text(json.dumps(manifest))
    return place


def test_no_log_and_no_ledger_has_personal_data_of_failing_rows(
    tmp_path: Path, spark: SparkSession, release: Release, release_folder: Path
) -> None:
    house = HouseLake(tmp_path / "home", spark, release)
    person = {
        "name": "Philomena Quist",
        "email": "philomena.quist@example.com",
        "phone": "+1-555-0199",
        "street": "1 Wolkenkratzer",
        "birth_date": "1931-07-07",
    }
    rows = [user(1, **person), user(2, **person, age="Philomena Quist"), user(3, **person, snapshot_date="never")]
    house.deliver_csv("users/a.csv", rows)
    folder = stumbling(release_folder, tmp_path / "stumbling")
    engine = Engine(house.home, folder, "--tables", "bronze.users,silver.users_enriched")
    code, events = engine.finish()
    assert engine.process.stderr is not None
    told = {"events": json.dumps(events), "stderr": engine.process.stderr.read()}
    told.update({str(log.relative_to(house.home)): log.read_text() for log in house.home.glob("logs/*")})
    for name in LEDGER:
        if (house.home / "lake/system" / name).exists():
            told[name] = repr(house.rows_at(house.lake.system(name)))
    # The rows were there, were refused, and made Spark fail.
    results = {event["table"]: event for event in events if event["event"] == "table.finished"}
    assert (code, results["bronze.users"]["quarantined"]) == (1, 2)
    assert results["silver.users_enriched"]["error"]["code"] == "spark-failed"
    assert all(any(value in repr(row) for row in house.rows("bronze.users")) for value in PLANTED[:1])
    assert {"runs", "quality", "ingestions"} <= set(told)
    assert [name for name, text in told.items() if "Exception in task" in text]
    assert [(name, value) for name, text in told.items() for value in PLANTED if value in text] == []
    log = next(house.home.glob("logs/*.jsonl")).read_text().splitlines()
    assert [json.loads(entry)["event"] for entry in log][-1] == "run.finished"
    assert all(json.loads(entry)["at"] for entry in log)
