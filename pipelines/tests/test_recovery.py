"""A damaged lake is restored, whatever the damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from delta.tables import DeltaTable
from medallion.errors import MedallionError
from medallion.recovery.backup import Backup, back_up, newest
from medallion.recovery.drill import DRILLS, drill
from medallion.recovery.examine import examine
from medallion.recovery.restore import restore_in_place, with_dependents
from medallion.spark.folder import Folder
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, line, user

pytestmark = pytest.mark.long


def quiet(_: str) -> None:
    """What a person would read."""


def place_of(house: HouseLake) -> str:
    return f"file://{house.home}/backup"


def take(house: HouseLake) -> Backup:
    return back_up(house.lake, place_of(house), quiet)


@pytest.fixture(scope="module")
def _backed_up(tmp_path_factory: pytest.TempPathFactory, finished: HouseLake) -> HouseLake:
    house = finished.copy_to(tmp_path_factory.mktemp("backed-up"))
    take(house)
    return house


@pytest.fixture
def backed_up(_backed_up: HouseLake, tmp_path: Path) -> HouseLake:
    """A lake after one run, with one backup of it below its home."""
    return _backed_up.copy_to(tmp_path)


def table(house: HouseLake, path: str) -> Path:
    return house.home / "lake" / path


def data_file(house: HouseLake, path: str) -> Path:
    return next(file for file in sorted(table(house, path).rglob("*.parquet")) if "_delta_log" not in str(file))


def without_checksum(file: Path) -> Path:
    """Hadoop would notice by its own side file; Azure has none."""
    file.with_name(f".{file.name}.crc").unlink(missing_ok=True)
    return file


def commit(house: HouseLake, path: str, version: int = 0) -> Path:
    return without_checksum(table(house, path) / f"_delta_log/{version:020d}.json")


def delete_file(house: HouseLake) -> None:
    data_file(house, "silver/users_enriched").unlink()


def truncate_file(house: HouseLake) -> None:
    file = without_checksum(data_file(house, "bronze/transactions"))
    file.write_bytes(file.read_bytes()[:-40])


def overwrite_file(house: HouseLake) -> None:
    file = without_checksum(data_file(house, "silver/transactions_validated"))
    file.write_bytes(bytes(len(file.read_bytes())))


def lose_commit(house: HouseLake) -> None:
    commit(house, "silver/events_clean").unlink()


def garble_commit(house: HouseLake) -> None:
    commit(house, "gold/daily_metrics").write_text('{"add": {"path"')


def lose_table(house: HouseLake) -> None:
    shutil.rmtree(table(house, "bronze/users"))


def lose_container(house: HouseLake) -> None:
    for folder in (house.home / "lake/gold").iterdir():
        shutil.rmtree(folder)


def make_anew(house: HouseLake) -> None:
    rows = house.lake.spark.read.format("delta").load(house.location("gold.user_features")).limit(1).collect()
    frame = house.lake.spark.createDataFrame(rows, house.lake.manifest.find("gold.user_features").schema())
    shutil.rmtree(table(house, "gold/user_features"))
    frame.write.format("delta").save(house.location("gold.user_features"))


def delete_rows(house: HouseLake) -> None:
    DeltaTable.forPath(house.lake.spark, house.location("silver.transactions_validated")).delete("product_id = 1")


def overwrite_rows(house: HouseLake) -> None:
    location = house.location("gold.transaction_summary")
    frame = house.lake.spark.read.format("delta").load(location).limit(0)
    frame.write.format("delta").mode("overwrite").save(location)


def lose_promises(house: HouseLake) -> None:
    shutil.rmtree(house.home / "lake/system/ingestions")


def lose_ledger(house: HouseLake) -> None:
    shutil.rmtree(house.home / "lake/system/runs")


Damage = tuple[Callable[[HouseLake], None], str, str]

# Each group is done to one lake at once: a disaster seldom comes alone, and a copy of a lake is not free.
GROUPS: dict[str, dict[str, Damage]] = {
    "files and commits": {
        "a data file is deleted": (delete_file, "silver/users_enriched", "file-missing"),
        "the only commit is lost": (lose_commit, "silver/events_clean", "table-missing"),
        "a commit is garbled": (garble_commit, "gold/daily_metrics", "history-rewritten"),
        "the ledger is lost": (lose_ledger, "system/runs", "table-missing"),
    },
    "contents": {
        "a data file is cut short": (truncate_file, "bronze/transactions", "file-truncated"),
        "a data file is overwritten": (overwrite_file, "silver/transactions_validated", "file-unreadable"),
        "a table is made anew": (make_anew, "gold/user_features", "history-rewritten"),
        "a table is emptied by hand": (overwrite_rows, "gold/transaction_summary", "foreign-commit"),
    },
    "tables": {
        "a table is deleted": (lose_table, "bronze/users", "table-missing"),
        "rows are deleted by hand": (delete_rows, "silver/transactions_validated", "foreign-commit"),
        "a container is deleted": (lose_container, "gold/daily_metrics", "table-missing"),
    },
    "promises": {"the promises are lost": (lose_promises, "system/ingestions", "table-missing")},
}


@pytest.mark.parametrize("group", GROUPS)
def test_a_damaged_lake_comes_back(group: str, backed_up: HouseLake, finished: HouseLake) -> None:
    source = Folder(backed_up.lake.spark, place_of(backed_up))
    backup = newest(source)
    assert backup is not None
    for harm, _, _ in GROUPS[group].values():
        harm(backed_up)
    forget_cached_logs(backed_up.lake.spark)
    damages = examine(backed_up.lake, backup)
    found = {(damage.path, damage.kind) for damage in damages}
    assert {name for name, (_, path, kind) in GROUPS[group].items() if (path, kind) not in found} == set()
    wanted = with_dependents(backed_up.lake.manifest, [damage.path for damage in damages])
    restore_in_place(backed_up.lake, source, backup, wanted, quiet)
    forget_cached_logs(backed_up.lake.spark)
    assert examine(backed_up.lake, backup) == []
    results = backed_up.run()
    assert [(result.table, result.status) for result in results if not result.is_sound] == []
    assert backed_up.contents() == finished.contents()


def test_the_damages_are_twelve() -> None:
    assert len({name for group in GROUPS.values() for name in group}) == 12


def forget_cached_logs(spark: SparkSession) -> None:
    """The lake was damaged behind Spark's back: a new process would not know what this one has seen."""
    jvm: Any = spark._jvm
    jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()


def test_what_came_after_the_backup_is_read_again(backed_up: HouseLake) -> None:
    backup = newest(Folder(backed_up.lake.spark, place_of(backed_up)))
    assert backup is not None
    backed_up.deliver("transactions/late.jsonl", [line(basket_id=900)])
    backed_up.deliver_csv("users/late.csv", [user(7)])
    backed_up.run()
    expected = backed_up.contents()
    lose_table(backed_up)
    delete_file(backed_up)
    forget_cached_logs(backed_up.lake.spark)
    damaged = [damage.path for damage in examine(backed_up.lake, backup)]
    assert damaged == ["bronze/users", "silver/users_enriched"]
    source = Folder(backed_up.lake.spark, place_of(backed_up))
    restore_in_place(backed_up.lake, source, backup, with_dependents(backed_up.lake.manifest, damaged), quiet)
    forget_cached_logs(backed_up.lake.spark)
    backed_up.run()
    assert backed_up.contents() == expected


def test_a_second_backup_copies_only_what_is_new(backed_up: HouseLake) -> None:
    assert sum(table.files for table in take(backed_up).tables) == 0
    backed_up.deliver("transactions/late.jsonl", [line(basket_id=900)])
    backed_up.run("bronze.transactions")
    again = take(backed_up)
    changed = {table.path for table in again.tables if table.files}
    assert changed == {"bronze/transactions", "system/ingestions", "system/quality", "system/runs"}
    assert again.tables[-1].path == "system/ingestions"


def test_a_damaged_table_never_replaces_its_backup(backed_up: HouseLake) -> None:
    make_anew(backed_up)
    forget_cached_logs(backed_up.lake.spark)
    kept = (backed_up.home / "backup/gold/user_features/_delta_log/00000000000000000000.json").read_bytes()
    with pytest.raises(MedallionError, match="gold/user_features cannot be backed up") as refusal:
        take(backed_up)
    assert refusal.value.code == "lake-damaged"
    assert (backed_up.home / "backup/gold/user_features/_delta_log/00000000000000000000.json").read_bytes() == kept


def test_a_drill_measures_and_leaves_nothing_behind(backed_up: HouseLake) -> None:
    source = Folder(backed_up.lake.spark, place_of(backed_up))
    backup = newest(source)
    assert backup is not None
    place = backed_up.home / "drill"
    done = drill(backed_up.lake, source, backup, f"file://{place}", quiet)
    assert done.passed
    assert len(done.tables) == len(backup.tables)
    assert not place.exists()
    [row] = backed_up.rows_at(backed_up.lake.system(DRILLS))
    assert (row["backup_id"], row["tables"], row["verified"]) == (backup.id, len(backup.tables), len(backup.tables))
    assert row["rto_seconds"] > 0
    assert row["rpo_seconds"] > 0


def test_a_drill_finds_a_backup_that_rotted(backed_up: HouseLake) -> None:
    source = Folder(backed_up.lake.spark, place_of(backed_up))
    backup = newest(source)
    assert backup is not None
    rotten = backed_up.home / "backup/silver/users_enriched"
    lines = (rotten / "_delta_log/00000000000000000000.json").read_text().splitlines()
    without_checksum(rotten / "_delta_log/00000000000000000000.json").write_text(
        "\n".join(text for text in lines if '"add"' not in text) + "\n"
    )
    done = drill(backed_up.lake, source, backup, f"file://{backed_up.home}/drill", quiet)
    assert [table.path for table in done.tables if not table.verified] == ["silver/users_enriched"]
    assert not done.passed
