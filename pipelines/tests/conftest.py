"""One Spark session and one packaged release for all tests."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from medallion.lake.lake import Release, load_release
from medallion.lake.manifest import Table
from medallion.spark.session import find_or_create
from pyspark.sql import SparkSession

from tests.lakes import CHAIN, HouseLake, delta_jars, line, repository, user

SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    os.environ.setdefault("MEDALLION_MASTER", "local[2]")
    # Hundreds of queries over a few rows each: compiling them well takes far longer than running them.
    os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1"
    session = find_or_create(delta_jars())
    for key, value in SMALL.items():
        session.conf.set(key, value)
    yield session
    session.stop()


@pytest.fixture(scope="module", autouse=True)
def _forgetful() -> Iterator[None]:
    """Delta keeps what it knows of every table it has seen; a session sees thousands, and its heap would fill."""
    yield
    session = SparkSession.getActiveSession()
    if session is not None:
        jvm: Any = session._jvm
        jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release as `medallion package` builds it: what is tested is what is shipped."""
    home = tmp_path_factory.mktemp("package")
    command = ["node", str(repository() / "bin/medallion.mjs"), "package", "--format", "json"]
    done = subprocess.run(
        command, env={**os.environ, "MEDALLION_HOME": str(home)}, stdout=subprocess.PIPE, check=True, text=True
    )
    return Path(json.loads(done.stdout)["directory"])


@pytest.fixture(scope="session")
def release(release_folder: Path) -> Release:
    return load_release(str(release_folder))


@pytest.fixture(scope="session")
def transactions(release: Release) -> Table:
    return release.manifest.find("bronze.transactions")


@pytest.fixture(scope="session")
def users(release: Release) -> Table:
    return release.manifest.find("bronze.users")


@pytest.fixture
def house(tmp_path: Path, spark: SparkSession, release: Release) -> HouseLake:
    """An empty lake, as the local target lays it out."""
    return HouseLake(tmp_path, spark, release)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release) -> HouseLake:
    """A small lake after one whole run. Tests only read it."""
    lake = HouseLake(tmp_path_factory.mktemp("finished"), spark, release)
    lake.deliver_all()
    results = lake.run()
    assert [result.table for result in results if not result.is_sound] == []
    return lake


@pytest.fixture(scope="session")
def _chained(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release) -> HouseLake:
    lake = HouseLake(tmp_path_factory.mktemp("chained"), spark, release)
    lake.deliver_csv("users/a.csv", [user(1)])
    lake.deliver("transactions/a.jsonl", [line()])
    lake.run(*CHAIN)
    return lake


@pytest.fixture
def chained(_chained: HouseLake, tmp_path: Path) -> HouseLake:
    """One household and one receipt line in silver; every test has its own copy."""
    return _chained.copy_to(tmp_path)
