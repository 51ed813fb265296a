"""The digest of the ledger always equals one built from the ledger rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from medallion.lake.lake import Lake
from medallion.ledger import digest
from medallion.recovery.backup import Backup
from medallion.recovery.restore import restore_in_place
from medallion.spark.folder import Folder
from medallion.spark.transactions import state
from pyspark.sql import functions as F

from tests.lakes import HouseLake, user


def _place(lake: Lake) -> Path:
    return Path(lake.system(digest.FILE).removeprefix("file:"))


def _from_the_rows(lake: Lake) -> str:
    """The digest as built from the ledger rows, without the file."""
    _place(lake).unlink()
    return digest.read(lake).text(datetime.now(UTC))


def test_a_digest_kept_by_runs_equals_one_built_from_the_rows(chained: HouseLake) -> None:
    lake = chained.lake
    chained.deliver_csv("users/b.csv", [user(2), user(3, email=None)])
    chained.run("bronze.users", "silver.users_enriched")
    kept = digest.read(lake).text(datetime.now(UTC))
    assert json.loads(kept)["versions"]["runs"] == state(lake.spark, lake.system("runs")).version
    assert _from_the_rows(lake) == kept


def test_a_run_without_new_input_does_not_write_it(chained: HouseLake) -> None:
    before = _place(chained.lake).stat().st_mtime_ns
    chained.run("bronze.users")
    assert _place(chained.lake).stat().st_mtime_ns == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schemaVersion": 1}', '{"schemaVersion": 99}'])
def test_an_unreadable_digest_is_rebuilt(chained: HouseLake, text: str) -> None:
    kept = digest.read(chained.lake).text(datetime.now(UTC))
    _place(chained.lake).write_text(text)
    assert digest.read(chained.lake).text(datetime.now(UTC)) == kept


def test_one_that_lacks_the_rows_of_another_writer_does_not_count(chained: HouseLake) -> None:
    lake = chained.lake
    mine = digest.read(lake)
    row = lake.spark.read.format("delta").load(lake.system("runs")).where("table = 'bronze.users'").limit(1)
    row.withColumn("rows_in", F.lit(5000).cast("bigint")).write.format("delta").mode("append").save(lake.system("runs"))
    assert mine.rows_in("bronze.users", 9) == [1]
    assert sorted(digest.read(lake).rows_in("bronze.users", 9)) == [1, 5000]
    kept = _place(lake).read_text()
    digest.write(lake, mine, {"runs": 0})
    assert _place(lake).read_text() == kept


def test_an_outdated_digest_is_rebuilt_without_new_input(chained: HouseLake) -> None:
    lake = chained.lake
    row = lake.spark.read.format("delta").load(lake.system("runs")).limit(1)
    row.write.format("delta").mode("append").save(lake.system("runs"))
    chained.run("bronze.users")
    kept = json.loads(_place(lake).read_text())
    assert kept["versions"]["runs"] == state(lake.spark, lake.system("runs")).version


def test_asking_of_a_table_adds_none(chained: HouseLake) -> None:
    past = digest.read(chained.lake)
    before = past.text(datetime.now(UTC))
    assert (past.verdicts("gold.none", 0, ""), past.delivered_at("gold.none"), past.rows_in("gold.none", 3)) == (
        None,
        None,
        [],
    )
    assert json.loads(past.text(datetime.now(UTC)))["tables"] == json.loads(before)["tables"]


def test_a_restored_lake_has_none(chained: HouseLake) -> None:
    restore_in_place(chained.lake, Folder(chained.lake.spark, ""), Backup("b", "", "", ()), [], print)
    assert not _place(chained.lake).exists()


def test_a_version_that_was_never_judged_has_no_verdict(chained: HouseLake) -> None:
    table = chained.lake.manifest.find("bronze.users")
    past = digest.read(chained.lake)
    version = state(chained.lake.spark, chained.lake.location(table)).version
    assert past.verdicts(table.name, version, table.fingerprint) == []
    assert past.verdicts(table.name, version, "other rules") is None
    assert past.verdicts(table.name, version + 1, table.fingerprint) is None
    assert past.is_recorded(table.name, version)
    assert not past.is_recorded(table.name, version + 1)
