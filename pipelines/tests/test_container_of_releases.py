"""Releases as a container in Azure holds them: SQL files shared by content, the active one named by a pointer."""

from __future__ import annotations

import json
import runpy
import shutil
import sys
from pathlib import Path

import pytest
from medallion.lake.lake import Release, load_release
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, repository, user


@pytest.fixture
def container(house: HouseLake, release_folder: Path) -> Path:
    """What publishing and promoting to a container leaves behind, in the house of an empty lake."""
    root = house.home / "container"
    published = root / release_folder.name
    shutil.copytree(release_folder, published)
    (root / "files").mkdir()
    for file in json.loads((published / "release.json").read_text())["files"]:
        if file["path"].startswith("sql/"):
            (published / file["path"]).rename(root / "files" / file["sha256"])
    shutil.rmtree(published / "sql")
    (root / "current.json").write_text(json.dumps({"release": release_folder.name, "previous": None, "sequence": 1}))
    shutil.copy(house.binding, root / "binding.json")
    return root


def test_finds_the_sql_that_releases_share(house: HouseLake, container: Path, release: Release) -> None:
    shared = load_release(f"file://{container}/{release.id}", house.lake.spark)
    gold = release.manifest.find("gold.daily_metrics")
    lake = house.lake
    assert shared.locate(f"sql/{gold.sql}", lake.spark).startswith(f"file://{container}/files/")
    assert release.locate(f"sql/{gold.sql}", lake.spark).endswith(f"/sql/{gold.sql}")
    assert type(lake)(lake.spark, shared, lake.binding, lake.home).sql(gold) == lake.sql(gold)


def test_a_job_started_by_hand_takes_the_active_release(
    house: HouseLake, container: Path, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.deliver_csv("users/a.csv", [user(1), user(2)])
    monkeypatch.setenv("MEDALLION_HOME", str(house.home))
    arguments = ["active_release.py", "--releases", f"file://{container}/", "--tables", "bronze.users"]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(repository() / "pipelines/jobs/active_release.py"), run_name="__main__")
    assert ended.value.code == 0
    written = spark.read.format("delta").load(str(house.home / "lake/bronze/users"))
    assert {row["_release_id"] for row in written.select("_release_id").collect()} == {container_release(container)}
    assert written.count() == 2


def container_release(container: Path) -> str:
    name = json.loads((container / "current.json").read_text())["release"]
    assert isinstance(name, str)
    return name
