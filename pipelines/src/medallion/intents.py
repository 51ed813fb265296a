"""`system/ingestions`: which files make up batch n of a bronze table, promised before the batch is written.

The promise makes a replay exact. Whether it was kept stands in the bronze table's own log as a transaction id, so the
two can never disagree: batch n is done exactly when the table has committed n.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from medallion.commits import reached
from medallion.frames import of_records
from medallion.lake import Lake
from medallion.landing import LandingFile
from medallion.transactions import state

_SCHEMA = (
    "table string, n bigint, attempt int, batch_id string, "
    "files array<struct<path: string, identity: string, stored_bytes: bigint>>, "
    "_run_id string, _release_id string, promised_at timestamp"
)


@dataclass(frozen=True)
class Intent:
    """Batch `n` of a table. A promise that cannot be kept, because a file has gone, is replaced by a later attempt."""

    table: str
    n: int
    attempt: int
    files: tuple[LandingFile, ...]

    @property
    def batch_id(self) -> str:
        """SHA-256 over the sorted file identities: the same files are the same batch on any machine."""
        parts = sorted(f"{file.path}\0{file.identity}" for file in self.files)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def app_id(table: str) -> str:
    return f"medallion:{table}"


def read(lake: Lake) -> dict[str, list[Intent]]:
    """The last attempt of every batch, by table, in order of n."""
    location = lake.system("ingestions")
    if not state(lake.spark, location).exists:
        return {}
    newest: dict[tuple[str, int], Intent] = {}
    for row in lake.spark.read.format("delta").load(location).collect():
        intent = Intent(
            row["table"],
            row["n"],
            row["attempt"],
            tuple(LandingFile(file["path"], file["identity"], file["stored_bytes"]) for file in row["files"]),
        )
        known = newest.get((intent.table, intent.n))
        if known is None or known.attempt < intent.attempt:
            newest[(intent.table, intent.n)] = intent
    by_table: dict[str, list[Intent]] = {}
    for (table, _), intent in sorted(newest.items()):
        by_table.setdefault(table, []).append(intent)
    return by_table


def promise(lake: Lake, intents: Sequence[Intent], run_id: str) -> None:
    """One commit for the batches of all tables."""
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
            "_run_id": run_id,
            "_release_id": lake.release.id,
            "promised_at": now,
        }
        for intent in intents
    ]
    reached("ingestions:before")
    of_records(lake.spark, records, _SCHEMA).write.format("delta").mode("append").save(lake.system("ingestions"))
    reached("ingestions:after")
