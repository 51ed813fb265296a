"""A lake comes up elsewhere from its backup alone: nothing of the primary can be read, not even its token key."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.recovery import backup, escrow
from medallion.recovery.restore import restore_whole
from medallion.spark.folder import Folder

from tests.lakes import CHAIN, HouseLake, line, user


def quiet(_: str) -> None:
    """What a person would read."""


def key_pair(folder: Path, bits: int = 3072) -> tuple[str, str]:
    """Private and public key, as the runbook makes them."""
    private = folder / f"private-{bits}.pem"
    make = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-out", str(private)]
    subprocess.run(make, check=True, capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", str(private), "-pubout"], check=True, capture_output=True)
    return private.read_text(), public.stdout.decode()


def refused(lake: Lake, place: Folder, private: str) -> str:
    with pytest.raises(MedallionError) as raised:
        escrow.withdraw(lake.spark, place, private)
    return raised.value.code


@pytest.mark.long
def test_the_recovery_environment_starts_without_the_primary(
    chained: HouseLake, tmp_path_factory: pytest.TempPathFactory
) -> None:
    primary, keys = chained, tmp_path_factory.mktemp("keys")
    private, public = key_pair(keys)
    place = Folder(primary.lake.spark, f"file://{tmp_path_factory.mktemp('backups')}")
    evidence = Path(primary.lake.binding.evidence.removeprefix("file://")) / "erasures"
    evidence.mkdir(parents=True)
    (evidence / "e1.certificate.json").write_text('{"schemaVersion": 1}')
    taken = backup.back_up(primary.lake, place.root, quiet)
    assert refused(primary.lake, place, private) == "escrow-missing"
    escrow.deposit(primary.lake, place, public)
    contents, spark = primary.contents(), primary.lake.spark
    copied = Path(place.root.removeprefix("file://")).rglob("*")
    key_text = (primary.home / "keys/token.key").read_text().strip()
    assert not [file for file in copied if file.is_file() and key_text.encode() in file.read_bytes()]
    shutil.rmtree(primary.home)

    # A key of its own, as for any new lake: it is replaced.
    recovery = HouseLake(tmp_path_factory.mktemp("recovery"), spark, primary.lake.release)
    (recovery.home / "keys/token.key").write_text("ab" * 32 + "\n")
    with pytest.raises(MedallionError, match="has the fingerprint"):
        escrow.require_installed(recovery.lake, place)
    escrow.install(recovery.lake.binding, escrow.withdraw(spark, place, private))
    escrow.require_installed(recovery.lake, place)
    restored = restore_whole(recovery.lake, place, taken, quiet)
    assert all(table.verified for table in restored)
    assert recovery.contents() == contents
    assert (recovery.home / "lake/system/evidence/erasures/e1.certificate.json").exists()

    # It goes on: the same person has the same token, and what was delivered before is not read twice.
    recovery.deliver_csv("users/z.csv", [user(1, age="65+", snapshot_date="2018-01-01")])
    recovery.deliver("transactions/z.jsonl", [line(basket_id=900)])
    assert {result.status for result in recovery.run(*CHAIN)} == {"succeeded"}
    before = {row["email_token"] for row in contents["silver/users_enriched"]}
    assert {row["email_token"] for row in recovery.rows("silver.users_enriched")} == before
    with pytest.raises(MedallionError, match="already has"):
        restore_whole(recovery.lake, place, backup.Backup("b", taken.taken_at, "r", ()), quiet)


def test_only_the_right_private_key_opens_the_escrow(
    chained: HouseLake, tmp_path_factory: pytest.TempPathFactory
) -> None:
    keys = tmp_path_factory.mktemp("keys")
    private, public = key_pair(keys)
    other, _ = key_pair(tmp_path_factory.mktemp("others"))
    place = Folder(chained.lake.spark, f"file://{tmp_path_factory.mktemp('backups')}")
    for unfit in (key_pair(keys, 2048)[1], private, "no key"):
        with pytest.raises(MedallionError) as raised:
            escrow.deposit(chained.lake, place, unfit)
        assert raised.value.code == "escrow-key-invalid"
    escrow.deposit(chained.lake, place, public)
    assert refused(chained.lake, place, other) == "escrow-not-opened"
    assert refused(chained.lake, place, "no key") == "escrow-not-opened"
    record = Path(place.root.removeprefix("file://")) / escrow.FILE
    document = json.loads(record.read_text())
    # As the runbook opens it, where the key goes into a vault.
    command = ["openssl", "pkeyutl", "-decrypt", "-inkey", str(keys / "private-3072.pem"), "-pkeyopt"]
    command += ["rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", "rsa_mgf1_md:sha256"]
    wrapped = subprocess.run(
        ["openssl", "base64", "-d", "-A"], input=document["wrapped"].encode(), capture_output=True, check=True
    )
    opened = subprocess.run(command, input=wrapped.stdout, capture_output=True, check=True).stdout
    assert opened.hex() == (chained.home / "keys/token.key").read_text().strip()
    # Hadoop's own checksum would tell first.
    record.with_name(f".{record.name}.crc").unlink(missing_ok=True)
    record.write_text(json.dumps({**document, "fingerprint": "0" * 16}))
    assert refused(chained.lake, place, private) == "escrow-not-opened"
    vault = replace(chained.lake.binding, token_key={"kind": "keyVault", "vault": "v", "secret": "s"})
    with pytest.raises(MedallionError) as raised:
        escrow.install(vault, b"")
    assert raised.value.code == "escrow-not-installed"
