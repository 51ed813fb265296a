"""`python -m medallion run` as a process: its output, its exit codes, and what a kill leaves behind."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from medallion.lake.lake import Release
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, delta_jars, lay_out, repository

Event = dict[str, Any]


class Engine:
    """The process, its standard input held open. `code` is the release whose program runs, when it is another one."""

    def __init__(self, home: Path, release: Path, *arguments: str, code: Path | None = None) -> None:
        command = [sys.executable, "-m", "medallion", "run", "--release", str(release), "--home", str(home)]
        command += ["--binding", str(home / "binding.json"), "--jars", ",".join(delta_jars()), *arguments]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str((code or release) / "medallion.zip"), "MEDALLION_MASTER": "local[2]"},
            cwd=home,
        )

    def events(self) -> Iterator[Event]:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            yield json.loads(text)

    def finish(self) -> tuple[int, list[Event]]:
        events = list(self.events())
        return self.process.wait(), events

    def kill_at(self, table: str) -> None:
        for event in self.events():
            if event["event"] == "table.started" and event["table"] == table:
                self.process.send_signal(signal.SIGKILL)
                break
        self.process.wait()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    lay_out(tmp_path)
    return tmp_path


def only_error(engine: Engine) -> tuple[int, str]:
    code, events = engine.finish()
    assert [event["event"] for event in events] == ["error"]
    assert events[0]["message"]
    assert events[0]["remedy"]
    return code, events[0]["code"]


def test_fails_for_bad_input_before_spark_starts(home: Path, release_folder: Path, tmp_path: Path) -> None:
    assert only_error(Engine(home, release_folder, "--tables", "bronze.none")) == (2, "unknown-table")
    assert only_error(Engine(home, tmp_path / "nowhere", code=release_folder)) == (2, "file-missing")
    (home / "binding.json").write_text('{"schemaVersion": 2}')
    assert only_error(Engine(home, release_folder)) == (2, "binding-version")
    (home / "binding.json").write_text('{"schemaVersion": 1, "environment": "local"}')
    assert only_error(Engine(home, release_folder)) == (2, "binding-invalid")
    (home / "binding.json").write_text("{")
    assert only_error(Engine(home, release_folder)) == (2, "file-invalid")
    (home / "binding.json").unlink()
    assert only_error(Engine(home, release_folder)) == (2, "file-missing")
    assert not list(home.rglob("_delta_log"))


def test_a_second_run_is_refused_at_once(home: Path, release_folder: Path) -> None:
    with (home / "run.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert only_error(Engine(home, release_folder)) == (3, "lake-busy")


def test_the_run_ends_when_its_parent_does(home: Path, release_folder: Path) -> None:
    engine = Engine(home, release_folder)
    assert engine.process.stdin is not None
    engine.process.stdin.close()
    assert engine.process.wait(timeout=20) == 1


@pytest.mark.long
def test_killed_runs_and_one_more_give_the_undisturbed_lake(
    tmp_path: Path, spark: SparkSession, release: Release, release_folder: Path
) -> None:
    undisturbed = HouseLake(tmp_path / "undisturbed", spark, release)
    killed = HouseLake(tmp_path / "killed", spark, release)
    for house in (undisturbed, killed):
        house.deliver_all()
    undisturbed.run()
    Engine(killed.home, release_folder).kill_at("bronze.transactions")
    Engine(killed.home, release_folder).kill_at("silver.transactions_validated")
    report = tmp_path / "data.json"
    code, events = Engine(killed.home, release_folder, "--report-data", str(report)).finish()
    assert code == 0
    assert events[0]["event"] == "run.started"
    assert events[0]["releaseId"] == release.id
    named = [event["event"] for event in events]
    assert {"table.started", "table.finished"} <= set(named[1 : named.index("run.finished")])
    assert events[named.index("run.finished")]["status"] == "succeeded"
    assert killed.contents() == undisturbed.contents()
    assert json.loads(report.read_text())["tables"]
    assert list((killed.home / "logs").glob("*.log"))


def test_nothing_is_resolved_from_the_network(spark: SparkSession) -> None:
    settings = dict(spark.sparkContext.getConf().getAll())
    assert "spark.jars.packages" not in settings
    assert sorted(settings["spark.jars"].split(",")) == delta_jars()
    assert str(repository()) in settings["spark.jars"]
