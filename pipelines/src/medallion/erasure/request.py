"""The request of an erasure: a file that names the persons, and is deleted after the erasure.

It is a file because process arguments, pipeline parameters and logs are kept elsewhere for longer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.spark.files import exists, local_path, read_json, write_text
from medallion.spark.folder import Folder
from medallion.spark.session import find_or_create

SCHEMA_VERSION = 1
# Where the command line and Data Factory leave requests, below `system`.
_FOLDER = "erasures/requests"
_ID = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Request:
    """`kind` is the kind of person that contracts name as `subject`; `values` are persons, as sources write them;
    `identifiers` what else they are known by in text."""

    id: str
    kind: str
    values: tuple[str, ...]
    identifiers: tuple[str, ...] = ()


def location_of(lake: Lake, id_: str) -> str:
    return lake.system(f"{_FOLDER}/{id_}.json")


def read_request(lake: Lake, location: str) -> Request:
    """Raises MedallionError `file-missing`, `file-invalid`, `request-invalid`; errors never name a person."""
    document: Mapping[str, Any] = read_json(lake.spark, location, "request")
    id_, kind, values = (document.get(name) for name in ("id", "subject", "values"))
    others = document.get("identifiers", [])
    known = document.get("schemaVersion") == SCHEMA_VERSION
    names = _are_texts(values) and _are_texts(others)
    if not (known and isinstance(id_, str) and _ID.fullmatch(id_) and isinstance(kind, str) and names and values):
        raise MedallionError(
            "request-invalid",
            f"The request {location} does not name the persons to erase.",
            'Write {"schemaVersion": 1, "id": "<date>T<time>-<8 hex digits>", "subject": "<kind>", "values": ["..."]}, '
            'with "identifiers": ["..."] for what else they are known by.',
        )
    return Request(id_, kind, _distinct(values), _distinct(others))


def left_behind(lake: Lake, id_: str) -> Request | None:
    """The request of an erasure that was interrupted; None where it has been removed."""
    location = location_of(lake, id_)
    return read_request(lake, location) if exists(lake.spark, location) else None


def keep_request(lake: Lake, location: str, request: Request, identifiers: Sequence[str]) -> None:
    """Adds what was found out about the persons before their rows go: an erasure that is interrupted finds it there."""
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "id": request.id,
        "subject": request.kind,
        "values": list(request.values),
        "identifiers": list(identifiers),
    }
    write_text(lake.spark, location, json.dumps(document))
    path = local_path(location)
    if path is not None:
        path.chmod(0o600)


def remove_request(location: str) -> None:
    """Needs no Spark for a local file: a request is removed also when no session could begin."""
    path = local_path(location)
    if path is not None:
        path.unlink(missing_ok=True)
        return
    folder, _, name = location.rpartition("/")
    Folder(find_or_create(), folder).remove(name)


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) and value.strip() for value in values)


def _distinct(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value).strip() for value in values))
