"""Personal values as keyed tokens: HMAC-SHA256 in native Spark expressions.

An unkeyed hash of an e-mail address can be reversed with a list of addresses; a token needs the lake's key. The key is
passed as data, in a broadcast row, so that it appears in no plan, log or setting.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from pathlib import Path
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.binding import Binding
from medallion.lake.records import read_record
from medallion.spark.dataframes import of_secrets
from medallion.spark.files import exists, write_text

# Block size of SHA-256 in bytes, and the two pads of RFC 2104.
_BLOCK = 64
_INNER_PAD, _OUTER_PAD = 0x36, 0x5C
_INNER, _OUTER = "_token_inner", "_token_outer"
# Below the container `system`: the fingerprint of the key that all tokens of the lake were made with.
FINGERPRINT_FILE = "token-key.json"
_FINGERPRINT_OF = b"medallion token key"
_FIRST_USE = threading.Lock()


def with_key(frame: DataFrame, key: bytes) -> DataFrame:
    """Adds the key's two blocks to every row, for `token`. Select the declared columns afterwards."""
    blocks = {_INNER: _pad(key, _INNER_PAD), _OUTER: _pad(key, _OUTER_PAD)}
    return frame.crossJoin(F.broadcast(of_secrets(frame.sparkSession, blocks)))


def token(text: SparkColumn) -> SparkColumn:
    """64 hexadecimal characters, equal to Python's `hmac` of the UTF-8 text; NULL for NULL."""
    inner = F.unhex(F.sha2(F.concat(F.col(_INNER), F.encode(text, "UTF-8")), 256))
    return F.sha2(F.concat(F.col(_OUTER), inner), 256)


def load_key(spark: SparkSession, binding: Binding) -> bytes:
    """The key of the lake, the one that its tokens were made with.

    Raises MedallionError `token-key-missing`, `token-key-invalid` or `token-key-changed`, without the key.
    """
    key, place = read_key(binding)
    _require_same(spark, binding, key, place)
    return key


def read_key(binding: Binding) -> tuple[bytes, str]:
    """The key where the binding says it is, and that place; whether it is the one of the lake is not examined."""
    source = binding.token_key
    match source.get("kind"):
        case "file":
            text, place = _from_file(Path(source["path"])), source["path"]
        case "keyVault":
            text, place = _from_vault(source["vault"], source["secret"]), f"{source['vault']}/{source['secret']}"
        case other:
            raise MedallionError(
                "binding-invalid", f"The binding's tokenKey has the kind {other!r}.", "Use 'file' or 'keyVault'."
            )
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise MedallionError(
            "token-key-invalid",
            f"The token key at {place} is not 64 hexadecimal characters.",
            "Restore the key with which the existing tokens were made.",
        )
    return bytes.fromhex(text), place


def fingerprint(key: bytes) -> str:
    """Names a key without telling it: 16 hexadecimal characters of a token that no value has."""
    return hmac.new(key, _FINGERPRINT_OF, hashlib.sha256).hexdigest()[:16]


def _require_same(spark: SparkSession, binding: Binding, key: bytes, place: str) -> None:
    """Records the first key that a lake is given; with another one no token would meet those that are there."""
    found, record = fingerprint(key), f"{binding.containers['system']}/{FINGERPRINT_FILE}"
    with _FIRST_USE:
        if not exists(spark, record):
            write_text(spark, record, json.dumps({"schemaVersion": 1, "fingerprint": found}))
            return
    remedy = "Delete the file if the token key was not replaced: the next run writes it again."
    known = read_record(spark, record, "fingerprint of the token key", remedy).get("fingerprint")
    if not isinstance(known, str):
        raise MedallionError("record-damaged", f"The fingerprint of the token key {record} is missing.", remedy)
    if known != found:
        raise MedallionError(
            "token-key-changed",
            f"The token key at {place} has the fingerprint {found}; the tokens of this lake were made with {known}.",
            "Restore the key with which the existing tokens were made: with another one nobody is found.",
        )


def _from_file(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MedallionError(
            "token-key-missing",
            f"The token key {path} does not exist or cannot be read.",
            "Restore the key file; `npx medallion publish` creates one for a new lake.",
        ) from error


def _from_vault(vault: str, secret: str) -> str:
    try:
        from notebookutils import mssparkutils
    except ImportError as error:
        raise MedallionError(
            "token-key-missing",
            f"The key vault {vault} can only be read on a Synapse Spark pool.",
            "Use kind 'file' for a local lake.",
        ) from error
    utils: Any = mssparkutils
    return str(utils.credentials.getSecret(vault, secret)).strip()


def _pad(key: bytes, pad: int) -> bytes:
    return bytes(byte ^ pad for byte in key.ljust(_BLOCK, b"\0"))
