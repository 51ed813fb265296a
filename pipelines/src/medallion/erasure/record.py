"""Records of an erasure: persons by token, what was deleted, and the result of the search afterwards.

One file per erasure in the evidence folder, which is write-once in production, and one row per table in
`system/erasures`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from medallion.erasure.proof import Left, Searched
from medallion.erasure.subjects import Subject
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.suppression import ERASURES, REQUEST_SUFFIX
from medallion.lake.tokens import fingerprint, load_key
from medallion.lake.writing import append
from medallion.spark.files import exists, write_text
from medallion.spark.folder import Folder

SCHEMA_VERSION = 1
_SCHEMA = (
    "erasure_id string, run_id string, release_id string, kind string, table string, place string, rows bigint, "
    "unreadable bigint, deliveries bigint, files bigint, log_entries bigint, left_in_rows bigint, "
    "left_in_files bigint, left_in_log bigint, finished_at timestamp, redacted bigint, deliveries_deleted bigint, "
    "left_in_text bigint, searched_files bigint, searched_bytes bigint"
)


@dataclass(frozen=True)
class Erased:
    """One Delta table, or its quarantined or held rows. Counts are of this run of the erasure.

    `place` is the lake, or the URI of the backup. `unreadable` rows have no value in the subject column and mention the
    person; `deliveries` are landing files. `left` is None for a table without a subject column.
    """

    table: str
    place: str
    rows: int
    unreadable: int = 0
    deliveries: int = 0
    files: int = 0
    log_entries: int = 0
    left: Left | None = None
    redacted: int = 0
    deliveries_deleted: int = 0
    searched: Searched | None = None


@dataclass(frozen=True)
class Proof:
    """`failed` lists where old rows may remain, and why: failed tables, and damaged tables that a restore kept."""

    id: str
    subject: Subject
    release_id: str
    run_id: str
    requested_at: datetime
    finished_at: datetime
    tables: tuple[Erased, ...]
    failed: tuple[str, ...]
    key_fingerprint: str = ""
    identifiers: int = 0
    shared_identifiers: int = 0
    not_searched: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.failed and all(table.left is None or table.left.is_nothing for table in self.tables)

    def document(self) -> dict[str, Any]:
        return {
            "schemaVersion": SCHEMA_VERSION,
            "id": self.id,
            "subject": asdict(self.subject),
            "releaseId": self.release_id,
            "runId": self.run_id,
            "requestedAt": self.requested_at.isoformat(),
            "finishedAt": self.finished_at.isoformat(),
            "holds": self.holds,
            "failed": list(self.failed),
            "keyFingerprint": self.key_fingerprint,
            "identifiers": {"searchedInText": self.identifiers, "sharedWithOthers": self.shared_identifiers},
            "notSearched": list(self.not_searched),
            "tables": [asdict(table) for table in self.tables],
        }


def announce(lake: Lake, id_: str, subject: Subject, at: datetime, key_fingerprint: str) -> None:
    """Records the erasure before it starts, so that one that is interrupted or undone by a restore can be repeated."""
    document = {"id": id_, "subject": asdict(subject), "requestedAt": at.isoformat(), "keyFingerprint": key_fingerprint}
    _keep(lake, f"{id_}{REQUEST_SUFFIX}", document)


def announced(lake: Lake) -> list[tuple[str, Subject]]:
    """Every recorded erasure, oldest first.

    Raises MedallionError `token-key-changed` for one that was recorded under another key: its persons cannot be found.
    """
    present = fingerprint(load_key(lake.spark, lake.binding))
    folder = Folder(lake.spark, f"{lake.binding.evidence}/{ERASURES}")
    found = []
    for path in sorted(path for path in folder.sizes() if path.endswith(REQUEST_SUFFIX)):
        document: Mapping[str, Any] = json.loads(folder.read(path))
        under = document.get("keyFingerprint", present)
        if under != present:
            raise MedallionError(
                "token-key-changed",
                f"The erasure {document['id']} was recorded under the key {under}; the lake has the key {present}.",
                "Restore the key with which it was recorded: with another one nobody of it is found.",
            )
        told = document["subject"]
        tokens = {table: tuple(values) for table, values in told["tokens"].items()}
        found.append((str(document["id"]), Subject(told["kind"], tokens)))
    return found


def conclude(lake: Lake, proof: Proof) -> str:
    """Writes the proof and returns its location."""
    records = [
        {
            "erasure_id": proof.id,
            "run_id": proof.run_id,
            "release_id": proof.release_id,
            "kind": proof.subject.kind,
            "table": table.table,
            "place": table.place,
            "rows": table.rows,
            "unreadable": table.unreadable,
            "deliveries": table.deliveries,
            "files": table.files,
            "log_entries": table.log_entries,
            "left_in_rows": None if table.left is None else table.left.rows,
            "left_in_files": None if table.left is None else table.left.files,
            "left_in_log": None if table.left is None else table.left.log,
            "finished_at": proof.finished_at.isoformat(),
            "redacted": table.redacted,
            "deliveries_deleted": table.deliveries_deleted,
            "left_in_text": None if table.left is None else table.left.text,
            "searched_files": None if table.searched is None else table.searched.files,
            "searched_bytes": None if table.searched is None else table.searched.bytes,
        }
        for table in proof.tables
    ]
    append(lake, ERASURES, records, _SCHEMA)
    return _keep(lake, f"{proof.id}.{proof.finished_at:%Y%m%dT%H%M%S%f}.proof.json", proof.document())


def _keep(lake: Lake, name: str, document: Mapping[str, Any]) -> str:
    """Writes a file unless it exists: evidence is never overwritten."""
    location = f"{lake.binding.evidence}/{ERASURES}/{name}"
    if not exists(lake.spark, location):
        write_text(lake.spark, location, json.dumps(document, indent=2))
    return location
