"""Escrow of the token key: a copy beside the backup that only the holder of a private key can open.

A backup without the key brings back rows whose tokens match nothing any more. The key itself must not be in the backup:
a reader of backups could then undo every token. So it is encrypted for a public key (RSA-OAEP with SHA-256). The
private key is kept apart from both regions, for example in a safe. Java does the work, because a Synapse pool has no
Python library for it.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError
from pyspark.sql import SparkSession

from medallion.errors import MedallionError
from medallion.lake.binding import Binding
from medallion.lake.lake import Lake
from medallion.lake.records import parse_record
from medallion.lake.tokens import fingerprint, load_key, read_key
from medallion.spark.folder import Folder

FILE = "escrow/token-key.json"
_ALGORITHM = "RSA-OAEP-256"
_LEAST_BITS = 3072
_OWNER_ONLY = 0o600
_PEM = re.compile(r"-----BEGIN (PUBLIC|PRIVATE) KEY-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END \1 KEY-----")


def deposit(lake: Lake, place: Folder, public_pem: str) -> str:
    """Writes the key of the lake beside its backups. Returns its fingerprint. Raises MedallionError."""
    key = load_key(lake.spark, lake.binding)
    recipient = _public_key(lake.spark, public_pem)
    record = {
        "schemaVersion": 1,
        "algorithm": _ALGORITHM,
        "fingerprint": fingerprint(key),
        "wrapped": base64.b64encode(_cipher(lake.spark, "ENCRYPT_MODE", recipient, key)).decode("ascii"),
    }
    place.write(FILE, json.dumps(record, indent=2).encode())
    return str(record["fingerprint"])


def is_deposited(place: Folder) -> bool:
    return place.exists(FILE)


def withdraw(spark: SparkSession, place: Folder, private_pem: str) -> bytes:
    """The token key. Raises MedallionError `escrow-missing` or `escrow-not-opened`."""
    record = _record(place)
    refused = MedallionError(
        "escrow-not-opened",
        f"The token key in {place.root}/{FILE} cannot be opened with this private key.",
        "Give the private key (PKCS 8, PEM) that belongs to the public key of the backups.",
    )
    try:
        wrapped = base64.b64decode(str(record.get("wrapped", "")), validate=True)
        key = _cipher(spark, "DECRYPT_MODE", _private_key(spark, private_pem), wrapped)
    except (Py4JError, ValueError) as error:
        raise refused from error
    if fingerprint(key) != record.get("fingerprint"):
        raise refused
    return key


def install(binding: Binding, key: bytes) -> None:
    """Makes it the key of a lake on this machine. Raises MedallionError `escrow-not-installed` for a key vault."""
    if binding.token_key.get("kind") != "file":
        raise MedallionError(
            "escrow-not-installed",
            "The lake takes its token key from a key vault, which a job cannot write.",
            "Set the secret of the vault as docs/runbooks/lost-region.md says, and leave out --escrow-key.",
        )
    path = Path(binding.token_key["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "w") as file:
        file.write(f"{key.hex()}\n")
    draft.replace(path)


def require_installed(lake: Lake, place: Folder) -> None:
    """Raises MedallionError `escrow-missing`, or `escrow-not-installed` if the key of the lake is another one."""
    record = _record(place)
    found = fingerprint(read_key(lake.binding)[0])
    if found != record.get("fingerprint"):
        raise MedallionError(
            "escrow-not-installed",
            f"The token key of this lake has the fingerprint {found}, that of the backups {record.get('fingerprint')}.",
            "Set the key as docs/runbooks/lost-region.md says, or give the private key with --escrow-key.",
        )


def _record(place: Folder) -> Mapping[str, Any]:
    if not is_deposited(place):
        raise MedallionError(
            "escrow-missing",
            f"The backups in {place.root} have no token key in escrow.",
            "Restore the token key from where it is kept, or name a place whose backups were made with --escrow-key.",
        )
    return parse_record(place.read(FILE), f"{place.root}/{FILE}", "escrow of the token key")


def _public_key(spark: SparkSession, pem: str) -> Any:
    """Raises MedallionError `escrow-key-invalid`."""
    jvm: Any = spark._jvm
    try:
        spec = jvm.java.security.spec.X509EncodedKeySpec(_decoded(pem, "PUBLIC"))
        factory = jvm.java.security.KeyFactory.getInstance("RSA")
        key = factory.generatePublic(spec)
        numbers = factory.getKeySpec(key, jvm.java.lang.Class.forName("java.security.spec.RSAPublicKeySpec"))
        bits = int(numbers.getModulus().bitLength())
    except (Py4JError, ValueError) as error:
        raise _invalid("it is not an RSA public key in PEM") from error
    if bits < _LEAST_BITS:
        raise _invalid(f"it has {bits} bits, {_LEAST_BITS} are needed")
    return key


def _invalid(why: str) -> MedallionError:
    return MedallionError(
        "escrow-key-invalid",
        f"The public key for the escrow cannot be used: {why}.",
        f"Make one of {_LEAST_BITS} bits with `openssl genpkey`, and name the file that `openssl pkey -pubout` writes.",
    )


def _private_key(spark: SparkSession, pem: str) -> Any:
    jvm: Any = spark._jvm
    spec = jvm.java.security.spec.PKCS8EncodedKeySpec(_decoded(pem, "PRIVATE"))
    return jvm.java.security.KeyFactory.getInstance("RSA").generatePrivate(spec)


def _decoded(pem: str, kind: str) -> bytearray:
    found = _PEM.search(pem)
    if found is None or found.group(1) != kind:
        raise ValueError(f"no {kind} KEY")
    return bytearray(base64.b64decode(found.group(2)))


def _cipher(spark: SparkSession, mode: str, key: Any, content: bytes) -> bytes:
    jvm: Any = spark._jvm
    hashes = jvm.java.security.spec.MGF1ParameterSpec.SHA256
    label = getattr(jvm.javax.crypto.spec, "PSource$PSpecified").DEFAULT
    padding = jvm.javax.crypto.spec.OAEPParameterSpec("SHA-256", "MGF1", hashes, label)
    cipher = jvm.javax.crypto.Cipher.getInstance("RSA/ECB/OAEPPadding")
    cipher.init(getattr(jvm.javax.crypto.Cipher, mode), key, padding)
    return bytes(cipher.doFinal(bytearray(content)))
