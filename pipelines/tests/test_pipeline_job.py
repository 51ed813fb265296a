"""The job of several tables: what it takes, and what it tells the pipeline that called it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.lake.lake import Release
from medallion.ledger.results import TableResult
from medallion.running import outcome
from medallion.running.pipeline_job import chosen, run_tables_of
from medallion.running.runner import new_run
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, event, user

TRIGGERED = "2026-12-01T00:00:00.1234567Z"


def names(release: Release, tables: str = "", layers: str = "", only: str = "") -> list[str]:
    return [table.name for table in chosen(release.manifest, tables, layers, only)]


def test_takes_all_tables_those_of_a_layer_or_those_named(release: Release) -> None:
    everything = [table.name for table in release.manifest.tables]
    assert names(release) == everything
    assert names(release, layers="silver") == [name for name in everything if name.startswith("silver.")]
    assert names(release, tables="gold.user_features,bronze.users") == ["bronze.users", "gold.user_features"]
    assert names(release, layers="gold", only="gold.user_features,bronze.users") == ["gold.user_features"]
    assert names(release, layers="gold", only="bronze.users") == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"tables": "gold.none"}, "unknown-table"),
        ({"only": "gold.none"}, "unknown-table"),
        ({"layers": "copper"}, "unknown-layer"),
    ],
)
def test_refuses_what_it_does_not_know(release: Release, asked: dict[str, str], code: str) -> None:
    with pytest.raises(MedallionError) as refused:
        names(release, **asked)
    assert refused.value.code == code


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release) -> HouseLake:
    return HouseLake(tmp_path_factory.mktemp("job"), spark, release)


def job(lake: HouseLake, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the outcome in the figures."""
    monkeypatch.setenv("MEDALLION_HOME", str(lake.home))
    place = ["--release", lake.lake.release.root, "--binding", str(lake.home / "binding.json")]
    code = run_tables_of([*place, "--triggered", TRIGGERED, *arguments])
    figures = json.loads((lake.home / "lake/system/figures.json").read_text())
    return code, figures.get("outcome", {})


def test_a_failed_table_fails_the_job_and_is_named_and_its_repeat_is_the_last_word(
    lake: HouseLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.deliver_csv("users/a.csv", [user(1)])
    broken = lake.deliver_bytes("events/e.json.gz", b"no gzip")
    tables = ("--tables", "bronze.events,bronze.users,silver.users_enriched,silver.events_clean")
    code, told = job(lake, monkeypatch, *tables, "--caller", "run-1")
    assert code == 1
    by_table = {one["table"]: one["status"] for one in told["tables"]}
    assert by_table == {
        "bronze.events": "failed",
        "bronze.users": "succeeded",
        "silver.users_enriched": "succeeded",
        "silver.events_clean": "blocked",
    }
    assert told["failed"].startswith("bronze.events (")
    assert [layer["layer"] for layer in told["layers"]] == ["bronze", "silver"]
    broken.unlink()
    lake.deliver("events/e.json", [event(1)])
    code, told = job(lake, monkeypatch, *tables, "--caller", "run-1")
    assert code == 0
    assert told["failed"] == ""
    assert {one["status"] for one in told["tables"]} == {"succeeded", "unchanged"}
    assert len(told["tables"]) == 4, "each table is told about once"
    # Another job of the same run adds its tables; another run begins anew.
    code, told = job(lake, monkeypatch, "--tables", "bronze.transactions", "--caller", "run-1")
    assert (code, len(told["tables"])) == (0, 5)
    code, told = job(lake, monkeypatch, "--tables", "silver.users_enriched", "--caller", "run-2")
    assert [one["table"] for one in told["tables"]] == ["silver.users_enriched"]
    assert (told["caller"], told["releaseId"]) == ("run-2", lake.lake.release.id)


def test_asked_for_tables_of_other_jobs_it_does_nothing(lake: HouseLake, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = lake.versions()
    assert job(lake, monkeypatch, "--layers", "gold", "--only", "bronze.users", "--caller", "run-3")[0] == 0
    assert lake.versions() == versions


def test_minutes_of_a_layer_are_those_of_its_tables_together_and_of_the_session_for_the_first() -> None:
    triggered = datetime(2026, 12, 1, tzinfo=UTC)

    def result(table: str, after: float, minutes: float) -> TableResult:
        began = triggered + timedelta(minutes=after)
        return TableResult(table, table.partition(".")[0], "succeeded", 0, started_at=began, seconds=60 * minutes)

    results = [result("bronze.a", 5, 2), result("bronze.b", 5, 3), result("silver.a", 7, 4), result("silver.b", 8, 1)]
    assert outcome.minutes_of_layers(results, triggered) == [
        {"layer": "bronze", "minutes": 8.0},
        {"layer": "silver", "minutes": 4.0},
    ]


def test_a_run_that_could_not_begin_is_told_as_failed(lake: HouseLake) -> None:
    tables = lake.lake.manifest.tables
    call = outcome.begin(lake.lake, "run-4", datetime.now(UTC))
    error = MedallionError("run-failed", "It failed.", "Run again.")
    assert outcome.leave(lake.lake, call, new_run(), tables, error) == [table.name for table in tables]
    told = json.loads(Path(lake.home / "lake/system/figures.json").read_text())["outcome"]
    assert {one["status"] for one in told["tables"]} == {"failed"}
    assert told["failed"].startswith(f"{tables[0].name} (run-failed)")
