"""Proves that a backup can be restored: measures a restore and records it in the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from medallion.lake.lake import Lake
from medallion.lake.writing import append
from medallion.recovery.backup import Backup
from medallion.recovery.restore import Restored, restore_into
from medallion.spark.folder import Folder

DRILLS = "drills"
_SCHEMA = (
    "backup_id string, taken_at timestamp, drilled_at timestamp, tables int, verified int, rows bigint, bytes bigint, "
    "rpo_seconds double, rto_seconds double, passed boolean"
)


@dataclass(frozen=True)
class Drill:
    """`rpo_seconds` is the age of the backup when the drill started, the work that would be lost; `rto_seconds` is the
    time from the first copied byte to the last verified row."""

    backup_id: str
    rpo_seconds: float
    rto_seconds: float
    tables: tuple[Restored, ...]

    @property
    def passed(self) -> bool:
        return bool(self.tables) and all(table.verified for table in self.tables)


def drill(lake: Lake, source: Folder, backup: Backup, place: str, note: Callable[[str], None]) -> Drill:
    """Restores the backup into the empty `place`, verifies it, records the measurements and deletes the copy."""
    now = datetime.now(UTC)
    begun = time.monotonic()
    target = Folder(lake.spark, place)
    try:
        tables = restore_into(lake, source, backup, target, note)
    finally:
        target.delete()
    age = (now - datetime.fromisoformat(backup.taken_at)).total_seconds()
    done = Drill(backup.id, age, time.monotonic() - begun, tuple(tables))
    record = {
        "backup_id": done.backup_id,
        "taken_at": backup.taken_at,
        "drilled_at": now.isoformat(),
        "tables": len(done.tables),
        "verified": sum(table.verified for table in done.tables),
        "rows": sum(table.rows for table in done.tables),
        "bytes": sum(table.bytes for table in done.tables),
        "rpo_seconds": round(done.rpo_seconds, 3),
        "rto_seconds": round(done.rto_seconds, 3),
        "passed": done.passed,
    }
    append(lake, DRILLS, [record], _SCHEMA)
    return done
