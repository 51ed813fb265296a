"""The packaged release on a real Spark cluster: a master, two workers, and the jobs called as Synapse calls them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyspark
import pytest
from medallion.lake.lake import Release
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, delta_jars

SPARK = Path(pyspark.__file__).parent
WORKERS = 2
SETTINGS = {
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.driver.memory": "640m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    # What a Synapse pool has set already.
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    # A few rows: more partitions are only more tasks.
    "spark.sql.shuffle.partitions": "2",
    "spark.databricks.delta.snapshotPartitions": "1",
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


def clean_environment(folder: Path) -> dict[str, str]:
    """Nothing of this process's Python path: the code can come from the release only."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "JDK_JAVA_OPTIONS")}
    return {
        **kept,
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_LOCAL_DIRS": str(folder / "scratch"),
        "SPARK_LOG_DIR": str(folder / "logs"),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The master's address. Everything that was started is ended."""
    port, ui = free_port(), free_port()
    spark_class, address = str(SPARK / "bin/spark-class"), f"spark://127.0.0.1:{port}"
    deploy = "org.apache.spark.deploy"
    master = [f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(ui)]
    worker = [f"{deploy}.worker.Worker", address, "--host", "127.0.0.1", "--webui-port", "0"]
    worker += ["--cores", "1", "--memory", "600m"]
    commands = [master, *([*worker, "--work-dir", str(folder / f"worker{i}")] for i in range(WORKERS))]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            with (folder / f"daemon{len(started)}.log").open("wb") as log:
                environment = clean_environment(folder)
                started.append(
                    subprocess.Popen([spark_class, *command], env=environment, cwd=folder, stdout=log, stderr=log)
                )
        wait_for_workers(ui)
        yield address
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def wait_for_workers(ui: int) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{ui}/json/", timeout=5) as answer:
                if json.load(answer)["aliveworkers"] == WORKERS:
                    return
        except OSError:
            pass
        time.sleep(0.3)
    raise TimeoutError("the workers did not register with the master")


def submit(address: str, folder: Path, house: HouseLake, release: Path, job: str) -> list[dict[str, Any]]:
    """Events of one job, called as a pipeline activity calls it: URIs of the release and of the binding."""
    settings = [part for name, value in SETTINGS.items() for part in ("--conf", f"{name}={value}")]
    command = [str(SPARK / "bin/spark-submit"), "--master", address, *settings]
    command += ["--jars", ",".join(delta_jars()), "--py-files", str(release / "medallion.zip")]
    command += [
        str(release / f"jobs/{job}.py"),
        "--release",
        f"file://{release}",
        "--binding",
        f"file://{house.binding}",
    ]
    environment = {**clean_environment(folder), "MEDALLION_HOME": str(house.home)}
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return [json.loads(text) for text in done.stdout.splitlines() if text.startswith("{")]


@pytest.mark.long
def test_the_same_release_gives_the_same_lake_on_a_cluster(
    tmp_path: Path, spark: SparkSession, release: Release, release_folder: Path, finished: HouseLake
) -> None:
    without = subprocess.run(
        [sys.executable, "-c", "import medallion"], env=clean_environment(tmp_path), cwd=tmp_path, check=False
    )
    assert without.returncode == 1
    house = HouseLake(tmp_path / "home", spark, release)
    house.deliver_all()
    with cluster(tmp_path) as address:
        for job in ("bronze_ingestion", "silver_transformation", "gold_aggregation"):
            events = submit(address, tmp_path, house, release_folder, job)
            assert events[0]["releaseId"] == release.id
            assert {event["status"] for event in events if event["event"] == "table.finished"} == {"succeeded"}
    assert house.contents() == finished.contents()
    for worker in range(WORKERS):
        # Both workers ran executors of all three jobs, with the code of the release sent along.
        applications = list((tmp_path / f"worker{worker}").glob("app-*"))
        assert len(applications) == 3
        assert list((tmp_path / f"worker{worker}").glob("app-*/*/medallion.zip"))
