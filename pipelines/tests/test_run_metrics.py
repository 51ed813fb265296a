"""The metrics that alerts read, computed from the ledger of a real run."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from medallion.ledger import digest
from medallion.running import run_metrics
from medallion.spark.files import read_text, write_text
from pyspark.sql import SparkSession

from tests.lakes import HouseLake


def test_every_run_up_to_gold_writes_the_metrics_file(finished: HouseLake) -> None:
    lake = finished.lake
    published = json.loads(read_text(lake.spark, lake.system(run_metrics.FILE), "figures"))
    assert published["schemaVersion"] == 1
    assert published["bytesIn"] > 0
    assert {table["table"] for table in published["tables"]} == {table.name for table in lake.manifest.tables}


def test_metrics_equal_the_sums_of_the_ledger(finished: HouseLake) -> None:
    lake = finished.lake
    quality = lake.spark.read.format("delta").load(lake.system("quality")).where("dimension = 'completeness'").collect()
    evaluated = sum(row["evaluated"] for row in quality)
    failed = sum(row["failed"] for row in quality)
    assert evaluated > 0
    measured = run_metrics.measure(digest.read(lake), datetime.now(UTC))
    assert measured["completenessPercent"] == pytest.approx(100 * (1 - failed / evaluated), abs=1e-3)
    runs = lake.spark.read.format("delta").load(lake.system("runs")).collect()
    assert measured["quarantined"] == sum(row["quarantined"] or 0 for row in runs)


def test_contracts_that_name_every_personal_column_cover_all_that_is_found(finished: HouseLake) -> None:
    ledger = finished.lake.spark.read.format("delta").load(finished.lake.system("quality"))
    found = {row["check_id"] for row in ledger.where("dimension = 'privacy'").collect()}
    assert found == {"email.personal", "phone.personal"}
    assert run_metrics.measure(digest.read(finished.lake), datetime.now(UTC))["piiCoveragePercent"] == 100


def test_a_day_without_work_has_no_percent(finished: HouseLake) -> None:
    measured = run_metrics.measure(digest.read(finished.lake), datetime.now(UTC) + timedelta(days=2))
    percents = ("schemaPassPercent", "completenessPercent", "piiCoveragePercent")
    assert [measured[name] for name in percents] == [None] * len(percents)
    assert (measured["bytesIn"], measured["tables"]) == (0, [])


@pytest.mark.parametrize("scheme", ["", "viewfs://figures/data/"])
def test_a_text_is_replaced_on_local_files_and_on_any_file_system_of_spark(
    scheme: str, spark: SparkSession, tmp_path: Path
) -> None:
    jsc: Any = spark.sparkContext._jsc
    jsc.hadoopConfiguration().set("fs.viewfs.mounttable.figures.link./data", tmp_path.as_uri())
    location = f"{scheme or f'{tmp_path}/'}figures.json"
    for text in ('{"first": "the longer text of both"}', '{"second": "\u00fc"}'):
        write_text(spark, location, text)
        assert read_text(spark, location, "text") == text
    assert (tmp_path / "figures.json").read_text("utf-8") == text
