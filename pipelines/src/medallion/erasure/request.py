"""The request of an erasure: a file that names the persons, and is deleted after the erasure.

It is a file because process arguments, pipeline parameters and logs are kept elsewhere for longer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.spark.files import read_json
from medallion.spark.folder import Folder

SCHEMA_VERSION = 1
_ID = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Request:
    """`kind` is a kind of data subject as in `subject` of contracts; `values` name persons as sources write them."""

    id: str
    kind: str
    values: tuple[str, ...]


def read_request(lake: Lake, location: str) -> Request:
    """Raises MedallionError `file-missing`, `file-invalid`, `request-invalid`; errors never name a person."""
    document: Mapping[str, Any] = read_json(lake.spark, location, "request")
    id_, kind, values = (document.get(name) for name in ("id", "subject", "values"))
    known = document.get("schemaVersion") == SCHEMA_VERSION
    names = isinstance(values, list) and all(isinstance(value, str) and value.strip() for value in values)
    if not (known and isinstance(id_, str) and _ID.fullmatch(id_) and isinstance(kind, str) and names and values):
        raise MedallionError(
            "request-invalid",
            f"The request {location} does not name the persons to erase.",
            'Write {"schemaVersion": 1, "id": "<date>T<time>-<8 hex digits>", "subject": "<kind>", "values": ["..."]}.',
        )
    return Request(id_, kind, tuple(dict.fromkeys(value.strip() for value in values)))


def remove_request(lake: Lake, location: str) -> None:
    folder, _, name = location.rpartition("/")
    Folder(lake.spark, folder).remove(name)
