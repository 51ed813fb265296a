"""The note that each refresh of a gold table adds to its commit: the input versions it was computed from.

Note and rows are one commit, so the next refresh always starts at versions whose rows are in the table.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.transactions import TableState, commit_info

# Commits of maintenance have no note; after more of them than this the table is rebuilt.
_FARTHEST = 50


@dataclass(frozen=True)
class Note:
    """`increments` counts refreshes since the last full one."""

    fingerprint: str
    inputs: Mapping[str, int]
    increments: int

    def document(self) -> dict[str, Any]:
        return {"medallion": asdict(self)}

    def text(self) -> str:
        return json.dumps(self.document(), separators=(",", ":"), sort_keys=True)


def newest(lake: Lake, table: Table, found: TableState) -> Note | None:
    for version in range(found.version, max(-1, found.version - _FARTHEST), -1):
        told = commit_info(lake.spark, lake.location(table), version)
        if told is None:
            return None
        text = told.get("userMetadata")
        note = json.loads(text).get("medallion") if isinstance(text, str) and text.startswith('{"medallion"') else None
        if note is not None:
            return Note(note["fingerprint"], note["inputs"], note["increments"])
    return None
