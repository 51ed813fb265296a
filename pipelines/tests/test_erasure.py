"""Erasure of a person from rows, old files, logs, deliveries and backups; the data of others does not change."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from delta.tables import DeltaTable
from medallion.erasure import proof
from medallion.erasure.erase import erase, trial
from medallion.erasure.purge import purge
from medallion.erasure.record import Erased, Proof, announced
from medallion.erasure.request import read_request, remove_request
from medallion.erasure.rows import places
from medallion.erasure.subjects import identify
from medallion.errors import MedallionError
from medallion.events import silent
from medallion.lake.lake import Lake
from medallion.lake.manifest import Manifest
from medallion.recovery import backup as backups
from medallion.recovery.drill import drill
from medallion.running.runner import execute, new_run
from medallion.running.table_steps import ForcedRebuild
from medallion.spark.folder import Folder

from tests.crashes import Deaths
from tests.lakes import CHAIN, HouseLake, line, user

ID = "20261126T120000-0123abcd"
PERSON = "1"
HOLDERS = (
    *("bronze.users", "bronze.transactions", "bronze.events"),
    *("silver.users_enriched", "silver.transactions_validated", "silver.events_clean"),
    *("gold.user_features", "gold.transaction_summary"),
)


def forget(lake: Lake, *persons: str, kind: str = "household", place: str | None = None) -> Proof:
    return erase(lake, ID, identify(lake, kind, persons), persons, new_run(), silent, place)


def tried(lake: Lake, *persons: str) -> list[Erased]:
    return trial(lake, identify(lake, "household", persons), persons)


@pytest.mark.long
def test_a_legal_hold_stops_it(chained: HouseLake) -> None:
    found = chained.lake.manifest
    tables = [replace(one, holds=("case-7",)) if one.layer == "silver" else one for one in found.tables]
    held = replace(chained.lake, release=replace(chained.lake.release, manifest=Manifest(tuple(tables))))
    before = chained.versions()
    with pytest.raises(MedallionError, match="under the legal hold case-7; nothing has been erased"):
        forget(held, PERSON)
    assert chained.versions() == before


Rows = list[dict[str, Any]]
Forgotten = tuple[HouseLake, Proof, dict[str, Rows]]


def theirs(rows: Rows) -> Rows:
    return [row for row in rows if str(row["household_id"]) == PERSON]


def of(lake: HouseLake, name: str) -> Rows:
    return theirs(lake.rows(name))


def is_named_in_vain(row: dict[str, Any]) -> bool:
    """A line that cannot be read and names the person is nobody else's."""
    return row["household_id"] is None and f'"household_id": {PERSON},' in str(row.get("_raw"))


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory: pytest.TempPathFactory, finished: HouseLake) -> Forgotten:
    lake = finished.copy_to(tmp_path_factory.mktemp("forgotten"))
    before = {name: lake.rows(name) for name in HOLDERS}
    return lake, forget(lake.lake, PERSON), before


@pytest.mark.long
def test_every_layer_loses_the_person_and_no_one_else(
    forgotten: Forgotten,
) -> None:
    lake, told, before = forgotten
    assert told.holds
    assert told.failed == ()
    counted = {table.table: table.rows for table in told.tables}
    for name in HOLDERS:
        gone = theirs(before[name])
        assert gone, name
        assert lake.rows(name) == [row for row in before[name] if row not in gone and not is_named_in_vain(row)], name
        assert counted[name] == (0 if name.startswith("gold") else len(gone))
    # Sums that nobody is named in do not count the person either.
    daily = lake.rows("gold.daily_metrics")
    gold = [lake.lake.manifest.find(name) for name in ("gold.daily_metrics", "gold.user_features")]
    again = execute(lake.lake, new_run(), gold, forced=ForcedRebuild(frozenset(table.name for table in gold)))
    assert [result.error for result in again] == [None, None]
    assert lake.rows("gold.daily_metrics") == daily


@pytest.mark.long
def test_no_file_and_no_log_contains_deleted_values(
    forgotten: Forgotten,
) -> None:
    lake, told, _ = forgotten
    spark = lake.lake.spark
    folder = lake.home / "lake"
    files = [str(file) for file in (folder / "bronze/users").rglob("*.parquet") if "_delta_log" not in file.parts]
    emails = {row[0] for row in spark.read.parquet(*files).select("email").distinct().collect()}
    assert emails == {"Maud.2@Example.com", "Maud.3@Example.com"}
    logs = [log.read_text() for log in folder.rglob("_delta_log/*.json")]
    assert logs
    assert not any("Maud.1@" in log for log in logs)
    landed = "".join(file.read_text() for file in (folder / "landing").rglob("users/*.csv"))
    assert "Maud.1@" not in landed
    assert "Maud.2@" in landed
    assert [table.deliveries for table in told.tables if table.table == "bronze.users"] == [2]
    evidence = json.loads(next(Path(folder, "system/evidence/erasures").glob("*.proof.json")).read_text())
    assert evidence["holds"] is True
    assert "Maud" not in json.dumps(evidence)
    rows = spark.read.format("delta").load(lake.lake.system("erasures")).collect()
    assert {row["table"] for row in rows} >= set(HOLDERS)
    assert all(row["left_in_files"] in (0, None) for row in rows)


@pytest.mark.long
def test_runs_after_an_erasure_give_the_expected_lake(forgotten: Forgotten, tmp_path: Path) -> None:
    lake = forgotten[0].copy_to(tmp_path)
    assert [(result.table, result.error) for result in lake.run() if not result.is_sound] == []
    versions = lake.versions()
    assert {result.status for result in lake.run()} == {"unchanged"}
    assert lake.versions() == versions
    lake.deliver("transactions/c.jsonl", [line(basket_id=900, household_id=2)])
    results = {result.table: result for result in lake.run()}
    assert results["silver.transactions_validated"].accepted == 1
    assert results["gold.transaction_summary"].mode == "incremental"
    assert [row["basket_id"] for row in lake.rows("gold.transaction_summary")].count(900) == 1
    assert all(of(lake, name) == [] for name in HOLDERS)


def test_a_deletion_alone_leaves_the_person_in_files_and_log(chained: HouseLake) -> None:
    """What the proof is for: were it blind, it would find nothing here either."""
    lake = chained.lake
    table = lake.manifest.find("bronze.users")
    chained.deliver_csv("users/b.csv", [user(2), user(3)])
    chained.run(*CHAIN)
    (place,) = places(lake, table)
    subject = identify(lake, "household", [PERSON])
    assert proof.search(lake, place, subject)[0] == proof.Left(1, 1, 1)
    DeltaTable.forPath(lake.spark, place.location).delete("household_id = 1")
    assert proof.search(lake, place, subject)[0] == proof.Left(0, 1, 1)
    lake.spark.sql(f"ALTER TABLE delta.`{place.location}` SET TBLPROPERTIES ('a' = 'b')")
    gone = purge(lake.spark, place.location)
    assert gone.files >= 1
    assert gone.entries >= 3
    assert proof.search(lake, place, subject)[0] == proof.Left(0, 0, 0)
    assert [row["household_id"] for row in chained.rows("bronze.users")] == [2, 3]


def test_a_trial_counts_and_writes_nothing(chained: HouseLake) -> None:
    before = chained.versions()
    found = tried(chained.lake, PERSON, "77")
    assert {table.table: table.rows for table in found} == dict.fromkeys(CHAIN, 1)
    assert chained.versions() == before


@pytest.mark.long
def test_unreadable_lines_that_name_the_person_are_deleted(chained: HouseLake) -> None:
    kept = ['{"household_id": 12345, "store', '{"household_id": 6, "store_id": 1234, "b']
    named = ['{"household_id": 1234, "store', '{"store_id": 7, "household_id" :"1234", "b']
    chained.deliver_csv("users/b.csv", [user(1234)])
    chained.deliver("transactions/b.jsonl", [*kept, *named, line(household_id=1234, basket_id=7)])
    chained.run(*CHAIN)
    counted = {table.table: table for table in tried(chained.lake, "1234")}["bronze.transactions"]
    told = {table.table: table for table in forget(chained.lake, "1234").tables}["bronze.transactions"]
    assert (counted.rows, counted.unreadable) == (1, 2)
    assert (told.rows, told.unreadable) == (1, 2)
    left = [row["_raw"] for row in chained.rows("bronze.transactions") if row["_quarantined"]]
    assert sorted(left) == sorted(kept)


@pytest.mark.long
def test_a_person_is_found_by_the_token_of_the_standardised_value(chained: HouseLake) -> None:
    """An e-mail address in bronze as it was written, in silver as a token of its standard form."""
    lake = with_subjects(chained.lake, {"bronze.users": "email", "silver.users_enriched": "email_token"})
    chained.deliver_csv("users/b.csv", [user(2), user(3)])
    chained.run(*CHAIN)
    told = forget(lake, " maud.2@example.COM ", kind="customer")
    assert told.holds
    assert {table.table: table.rows for table in told.tables if table.rows} == {
        "bronze.users": 1,
        "silver.users_enriched": 1,
    }
    assert sorted(row["household_id"] for row in chained.rows("silver.users_enriched")) == [1, 3]


def with_subjects(lake: Lake, columns: dict[str, str]) -> Lake:
    tables = [
        replace(table, subjects={"customer": columns[table.name]} if table.name in columns else {})
        for table in lake.manifest.tables
    ]
    return replace(lake, release=replace(lake.release, manifest=Manifest(tuple(tables))))


def of_two(lake: HouseLake) -> None:
    """Another household besides the person, or tables would end empty, which their rules refuse."""
    lake.deliver_csv("users/b.csv", [user(2)])
    lake.deliver("transactions/b.jsonl", [line(household_id=2, basket_id=8)])
    lake.run(*CHAIN)


@pytest.mark.long
def test_a_restore_brings_the_person_back_and_the_erasure_is_repeated(chained: HouseLake, tmp_path: Path) -> None:
    lake = chained.lake
    of_two(chained)
    saved = tmp_path / "saved"
    shutil.copytree(chained.home / "lake", saved)
    assert forget(lake, PERSON).holds
    for name in ("bronze", "silver"):
        shutil.rmtree(chained.home / "lake" / name)
        shutil.copytree(saved / name, chained.home / "lake" / name)
    jvm: Any = lake.spark._jvm
    jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()
    assert len(of(chained, "bronze.users")) == 1
    ((id_, subject),) = announced(lake)
    assert id_ == ID
    aside = chained.home / "lake/bronze/_damaged"
    aside.mkdir()
    unsure = erase(lake, id_, subject, (), new_run(), silent)
    assert not unsure.holds
    assert "bronze/_damaged holds tables that a restore has set aside" in unsure.failed[0]
    aside.rmdir()
    assert erase(lake, id_, subject, (), new_run(), silent).holds
    assert of(chained, "bronze.users") == []


@pytest.mark.long
def test_backups_are_purged_as_well(chained: HouseLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = chained.lake
    place = Folder(lake.spark, f"file://{tmp_path}/backup")
    of_two(chained)
    old = backups.back_up(lake, place.root, lambda _: None)

    def refuse(*_: object) -> None:
        raise MedallionError("lake-damaged", "bronze/users cannot be backed up: it is gone.", "Look.")

    with monkeypatch.context() as patch:
        patch.setattr(backups, "back_up", refuse)
        unsure = forget(lake, PERSON, place=place.root)
    assert not unsure.holds
    assert unsure.failed == (f"{place.root}: bronze/users cannot be backed up: it is gone.",)
    told = forget(lake, PERSON, place=place.root)
    assert told.holds
    copies = [table for table in told.tables if table.place == place.root]
    assert {table.table for table in copies} == set(CHAIN)
    assert all(table.left == proof.Left(0, 0, 0) for table in copies)
    assert [table.files > 0 for table in copies if table.table == "bronze.users"] == [True]
    assert old.id not in backups.list_ids(place)
    newest = backups.newest(place)
    assert newest is not None
    tried = drill(lake, place, newest, f"file://{tmp_path}/drill", lambda _: None)
    assert tried.passed
    chained.deliver_csv("users/c.csv", [user(4)])
    chained.run(*CHAIN)
    assert backups.back_up(lake, place.root, lambda _: None).find("bronze/users")


def test_an_impossible_erasure_is_refused_and_nothing_is_deleted(chained: HouseLake, tmp_path: Path) -> None:
    lake = chained.lake
    before = chained.versions()
    with pytest.raises(MedallionError, match="of the kind 'patient'") as unknown:
        forget(lake, PERSON, kind="patient")
    assert "household" in unknown.value.remedy
    with pytest.raises(MedallionError, match="not a value of bronze.events.household_id") as invalid:
        forget(lake, "Maud Ellison")
    assert "Maud" not in invalid.value.message
    chained.deliver_csv("users/late.csv", [user(1)])
    with pytest.raises(MedallionError, match="1 landing files of bronze.users have not been read") as waiting:
        forget(lake, PERSON)
    assert waiting.value.code == "deliveries-waiting"
    for text in ("{}", '{"schemaVersion": 1, "id": "x", "subject": "household", "values": ["1"]}', '{"id": '):
        request = tmp_path / "request.json"
        request.write_text(text)
        with pytest.raises(MedallionError):
            read_request(lake, f"file://{request}")
    assert chained.versions() == before
    assert len(of(chained, "bronze.users")) == 1
    assert announced(lake) == []


def test_a_request_is_read_and_removed(chained: HouseLake, tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    document = {"schemaVersion": 1, "id": ID, "subject": "household", "values": [" 1 ", "2", "2"]}
    request.write_text(json.dumps(document))
    found = read_request(chained.lake, f"file://{request}")
    assert (found.kind, found.values) == ("household", ("1", "2"))
    remove_request(f"file://{request}")
    assert not request.exists()


@pytest.mark.long
def test_an_erasure_that_dies_at_every_point_in_turn_is_whole_in_the_end(chained: HouseLake, tmp_path: Path) -> None:
    of_two(chained)
    whole, killed = chained.copy_to(tmp_path / "whole"), chained.copy_to(tmp_path / "killed")
    assert forget(whole.lake, PERSON).holds
    proofs: list[Proof] = []
    assert Deaths().of(lambda: proofs.append(forget(killed.lake, PERSON))) > 20
    assert [told.holds for told in proofs] == [True]
    assert all(of(killed, name) == [] for name in CHAIN)
    assert {name: killed.rows(name) for name in CHAIN} == {name: whole.rows(name) for name in CHAIN}


def test_tables_of_the_shipped_lake_have_subject_columns(chained: HouseLake) -> None:
    marked = {table.name: dict(table.subjects) for table in chained.lake.manifest.tables if table.subjects}
    assert marked == {name: {"household": "household_id"} for name in HOLDERS}
