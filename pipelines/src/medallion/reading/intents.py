"""`system/ingestions`: the files or the slice of batch n of a bronze table, recorded before the batch is written.

The record makes a replay exact. The bronze table's own log says by its transaction id whether the batch was written, so
the two always agree: batch n is done exactly when the table has committed n.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from pyspark.sql import Row

from medallion.lake.lake import Lake
from medallion.lake.soundness import damaged
from medallion.lake.writing import append
from medallion.reading.landing import LandingFile
from medallion.spark.session import interpreted_session
from medallion.spark.transactions import checked_state

INGESTIONS = "ingestions"
_SCHEMA = (
    "table string, n bigint, attempt int, batch_id string, "
    "files array<struct<path: string, identity: string, stored_bytes: bigint>>, "
    "slice struct<source: string, column: string, since: string, until: string>, "
    "_run_id string, _release_id string, promised_at timestamp"
)


@dataclass(frozen=True)
class Slice:
    """Rows of a database with `column` greater than `since` (None: no lower bound) and at most `until`."""

    source: str
    column: str
    since: str | None
    until: str


@dataclass(frozen=True)
class Intent:
    """Batch `n` of a table. If it cannot be written because a file has gone, a later attempt replaces it."""

    table: str
    n: int
    attempt: int
    files: tuple[LandingFile, ...]
    slice: Slice | None = None

    @property
    def batch_id(self) -> str:
        """SHA-256 over the sorted file identities, or the slice: the same input has the same id on every machine."""
        parts = sorted(f"{file.path}\0{file.identity}" for file in self.files)
        if self.slice is not None:
            parts.append(f"{self.slice.source}\0{self.slice.column}\0{self.slice.since}\0{self.slice.until}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def app_id(table: str) -> str:
    return f"medallion:{table}"


def read(lake: Lake) -> dict[str, list[Intent]]:
    """The last attempt of every batch, by table, in order of n."""
    location = lake.system(INGESTIONS)
    if not checked_state(lake.spark, location).exists:
        return {}
    newest: dict[tuple[str, int], Intent] = {}
    for row in interpreted_session(lake.spark).read.format("delta").load(location).collect():
        intent = Intent(
            row["table"],
            row["n"],
            row["attempt"],
            tuple(LandingFile(file["path"], file["identity"], file["stored_bytes"]) for file in row["files"]),
            _slice(row.asDict().get("slice")),
        )
        known = newest.get((intent.table, intent.n))
        if known is None or known.attempt < intent.attempt:
            newest[(intent.table, intent.n)] = intent
    by_table: dict[str, list[Intent]] = {}
    for (table, _), intent in sorted(newest.items()):
        by_table.setdefault(table, []).append(intent)
    return by_table


def _slice(found: Row | None) -> Slice | None:
    return None if found is None else Slice(found["source"], found["column"], found["since"], found["until"])


def require_recorded(table: str, past: Sequence[Intent], done: int) -> None:
    """Raises MedallionError `damaged-table` if a batch in bronze has no record: its files would be read twice."""
    if done >= 0 and all(intent.n != done for intent in past):
        name = f"system/{INGESTIONS}"
        raise damaged(name, name, f"batch {done} of {table} is not recorded in it")


def promise(lake: Lake, intents: Sequence[Intent], run_id: str) -> None:
    """Records the batches of all tables in one commit."""
    if not intents:
        return
    now = datetime.now(UTC).isoformat()
    records = [
        {
            "table": intent.table,
            "n": intent.n,
            "attempt": intent.attempt,
            "batch_id": intent.batch_id,
            "files": [asdict(file) for file in intent.files],
            "slice": None if intent.slice is None else asdict(intent.slice),
            "_run_id": run_id,
            "_release_id": lake.release.id,
            "promised_at": now,
        }
        for intent in intents
    ]
    append(lake, INGESTIONS, records, _SCHEMA)
