"""`system/drift`: columns and values that arrived but are not in the contract, by table and batch. Never a value.

Each column has the number of rows of the batch that it affects: `unknown-key` is in the data and not in the contract,
`type-change` is in both but not of the declared type, `missing` is in the contract and in no row of the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import RowCheck, Table
from medallion.lake.writing import append
from medallion.ledger.results import Run
from medallion.reading.parsing import RESCUED
from medallion.spark.transactions import state, transaction_options

DRIFT = "drift"
# The check that quarantines rows in the mode `discard-row`.
CHECK = RowCheck("drift", f"{RESCUED} IS NULL", "error", "conformity")

_SCHEMA = (
    "table string, run_id string, release_id string, batch_id string, mode string, column string, kind string, "
    "sample_count bigint, noticed_at timestamp"
)
# Limits the damage of a file whose keys are values.
_MOST_COLUMNS = 100
_SHOWN = 5


@dataclass(frozen=True)
class ColumnDrift:
    """One column of one batch. `count` is rows."""

    column: str
    kind: str
    count: int


def counted(keys: Mapping[str, int], table: Table) -> list[ColumnDrift]:
    """Drift by column, from the keys of the rescued data and their numbers of rows; the most frequent first."""
    declared = {*table.column_names, *table.source_names}
    found = [ColumnDrift(key, _kind(key, declared), count) for key, count in keys.items()]
    return sorted(found, key=lambda drift: (-drift.count, drift.column))[:_MOST_COLUMNS]


def _kind(key: str, declared: Set[str]) -> str:
    return "type-change" if key in declared else "unknown-key"


def missing(names: Sequence[str], rows: int) -> list[ColumnDrift]:
    return [ColumnDrift(name, "missing", rows) for name in names]


def refuse(table: Table, found: Sequence[ColumnDrift]) -> None:
    """Raises MedallionError `drift-frozen` if there is any drift."""
    if not found:
        return
    shown = ", ".join(f"{drift.column} ({drift.kind}, {drift.count} rows)" for drift in found[:_SHOWN])
    more = "" if len(found) <= _SHOWN else f" and {len(found) - _SHOWN} more"
    raise MedallionError(
        "drift-frozen",
        f"{table.name} has drift mode 'freeze', and its new data differs from the contract: {shown}{more}. "
        "Nothing is written.",
        "Let the source deliver what the contract says, or declare the columns in the contract, and run again.",
    )


@dataclass(frozen=True)
class DriftedAppend:
    """The append whose rows have drift."""

    run: Run
    app_id: str
    version: int
    batch_id: str


def record(lake: Lake, table: Table, drifted: DriftedAppend, found: Sequence[ColumnDrift]) -> None:
    """Records the drift of one append exactly once, with the same transaction version."""
    location, app = lake.system(DRIFT), f"{drifted.app_id}:drift"
    if not found or state(lake.spark, location).committed(app) >= drifted.version:
        return
    now = datetime.now(UTC).isoformat()
    records = [
        {
            "table": table.name,
            "run_id": drifted.run.id,
            "release_id": lake.release.id,
            "batch_id": drifted.batch_id,
            "mode": table.drift_mode,
            "column": drift.column,
            "kind": drift.kind,
            "sample_count": drift.count,
            "noticed_at": now,
        }
        for drift in found
    ]
    append(lake, DRIFT, records, _SCHEMA, **transaction_options(app, drifted.version))
