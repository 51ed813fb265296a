"""Persons in other places than their rows: text, broken lines, deliveries that come again, a lost key, a crash."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from medallion.erasure.__main__ import main
from medallion.erasure.erase import erase
from medallion.erasure.record import Proof, announced
from medallion.erasure.subjects import identify
from medallion.errors import MedallionError
from medallion.events import silent
from medallion.lake.lock import exclusive
from medallion.lake.tokens import FINGERPRINT_FILE, fingerprint, load_key
from medallion.running.runner import new_run

from tests.crashes import Deaths
from tests.lakes import CHAIN, KEY, HouseLake, event, line, user

ID = "20261126T120000-0123abcd"
NAME, EMAIL, PHONE = "Ottilie Quast", "ottilie.quast@example.org", "+49 30 5550199"
SECOND = "OQ-7731-X"
NEEDLES = ("ottilie", "quast", "5550199", "555 01 99", "oq-7731")


def bytes_of(lake: HouseLake) -> dict[str, bytes]:
    """Every file but the key, decompressed; rows of Parquet as text."""
    found = {}
    for file in sorted((lake.home / "lake").rglob("*")):
        if not file.is_file() or file.name.endswith(".crc"):
            continue
        content = file.read_bytes()
        if file.suffix == ".gz":
            content = gzip.decompress(content)
        elif file.suffix == ".parquet":
            rows = lake.lake.spark.read.parquet(f"file://{file}").collect()
            content = repr(rows).encode()
        found[str(file)] = content.lower()
    return found


def found_again(lake: HouseLake) -> dict[str, list[str]]:
    hits = {
        name: [needle for needle in NEEDLES if needle.encode() in content] for name, content in bytes_of(lake).items()
    }
    return {name: needles for name, needles in hits.items() if needles}


def person(household: int) -> dict[str, Any]:
    return user(household, name=NAME, email=EMAIL, phone=PHONE, street="12 Quast Weg")


@pytest.fixture
def talked(chained: HouseLake) -> HouseLake:
    """A person in rows, in text of others, in what nobody can read, in what no contract knows."""
    header = ",".join(user(1))
    broken = '77,"Ottilie\nQuast",ottilie.quast@example.org,+49 30 5550199,12 Quast Weg'
    others = ",".join(str(value or "") for value in user(2).values())
    mine = ",".join(str(value or "") for value in person(77).values())
    text = f"{header}\n{others}\n{mine}\nnobody knows what this is\n{broken}\n"
    chained.deliver_bytes("users/b.csv", text.encode())
    lines: list[Any] = [
        line(household_id=77, basket_id=8),
        line(household_id=2, basket_id=9, note=f"called {NAME.upper()} at +49 (30) 555-01-99"),
        line(household_id=2, basket_id=10),
        '{"household_id": 77, "store_id',
        f'{{"household_id": 2, "note": "{EMAIL}", "b',
    ]
    chained.deliver("transactions/b.jsonl.gz", lines)
    chained.deliver("events/e.json", [event(1, household_id=2, campaign_type=f"asked by {SECOND}")])
    chained.run(*CHAIN, "bronze.events", "silver.events_clean")
    assert len(found_again(chained)) > 5
    return chained


def forget(lake: HouseLake) -> Proof:
    persons = ("77",)
    subject = identify(lake.lake, "household", persons)
    return erase(lake.lake, ID, subject, persons, new_run(), silent, given=(SECOND,))


def others_of(lake: HouseLake) -> dict[str, list[Any]]:
    return {
        name: [row for row in lake.rows(name) if row["household_id"] in (1, 2)]
        for name in (*CHAIN, "bronze.events", "silver.events_clean")
    }


@pytest.mark.long
def test_no_byte_of_a_person_is_left_anywhere_and_others_stay(talked: HouseLake) -> None:
    before = others_of(talked)
    told = forget(talked)
    assert told.holds
    assert found_again(talked) == {}
    after = others_of(talked)
    redacted = {name: [row for row in rows if "[erased]" in repr(row)] for name, rows in after.items()}
    assert {name: len(rows) for name, rows in redacted.items() if rows} == {
        "bronze.transactions": 1,
        "bronze.events": 1,
        "silver.events_clean": 1,
    }
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    for name, rows in after.items():
        assert [row for row in rows if row not in redacted[name]] == [
            row for row in before[name] if not any(needle in repr(row).lower() for needle in NEEDLES)
        ]
    assert told.identifiers >= 4
    (users,) = [table for table in told.tables if table.table == "bronze.users"]
    assert (users.deliveries, users.deliveries_deleted) == (1, 0)
    assert users.searched is not None
    assert users.searched.files > 0
    assert any("landing files" in text for text in told.not_searched)
    # The files that were rewritten are the ones that were ingested.
    assert {result.status for result in talked.run(*CHAIN)} == {"unchanged"}


@pytest.mark.long
def test_a_person_who_is_delivered_again_stays_out(talked: HouseLake) -> None:
    forget(talked)
    others = others_of(talked)
    talked.deliver_csv("users/late.csv", [person(77), user(5)])
    talked.deliver("transactions/late.jsonl", [line(household_id=77, basket_id=99)])
    assert all(result.is_sound for result in talked.run(*CHAIN))
    assert found_again(talked) == {}
    assert others_of(talked) == others
    assert 5 in {row["household_id"] for row in talked.rows("bronze.users")}
    assert "77" not in {str(row["household_id"]) for name in CHAIN for row in talked.rows(name)}
    assert {result.status for result in talked.run(*CHAIN)} == {"unchanged"}
    landed = sorted(path.name for path in (talked.home / "lake/landing").rglob("late*"))
    assert landed == ["late.csv"]


@pytest.mark.long
def test_a_crash_at_any_step_and_again_is_as_if_undisturbed(talked: HouseLake, tmp_path: Path) -> None:
    whole, killed = talked.copy_to(tmp_path / "whole"), talked.copy_to(tmp_path / "killed")
    assert forget(whole).holds
    proofs: list[Proof] = []
    assert Deaths().of(lambda: proofs.append(forget(killed))) > 20
    assert proofs[-1].holds
    assert found_again(killed) == {}
    names = (*CHAIN, "bronze.events", "silver.events_clean")
    assert {name: killed.rows(name) for name in names} == {name: whole.rows(name) for name in names}


def test_another_key_is_refused(chained: HouseLake) -> None:
    lake = chained.lake
    noted = json.loads((chained.home / "lake/system" / FINGERPRINT_FILE).read_text())
    assert noted["fingerprint"] == fingerprint(bytes.fromhex(KEY))
    (chained.home / "keys/token.key").write_text("ff" * 32)
    for act in (lambda: load_key(lake.spark, lake.binding), lambda: announced(lake)):
        with pytest.raises(MedallionError) as refused:
            act()
        assert refused.value.code == "token-key-changed"
        assert "ff" * 8 not in refused.value.message
    (chained.home / "keys/token.key").unlink()
    with pytest.raises(MedallionError, match="does not exist"):
        announced(lake)


def test_a_request_goes_on_every_exit(
    chained: HouseLake, release_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    requests = chained.home / "lake/system/erasures/requests"
    requests.mkdir(parents=True)
    own = ["--release", str(release_folder), "--binding", str(chained.binding), "--home", str(chained.home)]

    def ask(document: object, *extra: str) -> int:
        file = requests / f"{ID}.json"
        file.write_text(json.dumps(document))
        code = main(["--request", f"file://{file}", *own, *extra])
        assert not file.exists()
        return code

    asked = {"schemaVersion": 1, "id": ID, "subject": "household", "values": ["1"]}
    assert ask(asked, "--dry-run") == 0
    assert ask({**asked, "subject": "patient"}) == 2
    assert ask({**asked, "identifiers": [7]}) == 2
    with exclusive(chained.home):
        assert ask(asked) == 3
    assert "Maud" not in capsys.readouterr().out
