"""`system/drift`: what came in that the contract does not say, by table, batch and column. Never a value.

A column is told with how many rows of the batch it concerns: `unknown-key` is in the data and not in the contract,
`type-change` is in both and could not be read as declared, `missing` is in the contract and in no row of the batch.
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
from medallion.spark.transactions import state

DRIFT = "drift"
# What `discard-row` sets a row aside for.
CHECK = RowCheck("drift", f"{RESCUED} IS NULL", "error", "conformity")

_SCHEMA = (
    "table string, run_id string, release_id string, batch_id string, mode string, column string, kind string, "
    "sample_count bigint, noticed_at timestamp"
)
# A file whose keys are values would fill the ledger with names.
_MOST_COLUMNS = 100
_SHOWN = 5


@dataclass(frozen=True)
class Drift:
    """One column of one batch. `count` is rows."""

    column: str
    kind: str
    count: int


def counted(keys: Mapping[str, int], table: Table) -> list[Drift]:
    """What the keys of rescued data and their numbers of rows tell; the most frequent columns first."""
    declared = set(table.column_names)
    found = [Drift(key, _kind(key, declared), count) for key, count in keys.items()]
    return sorted(found, key=lambda drift: (-drift.count, drift.column))[:_MOST_COLUMNS]


def _kind(key: str, declared: Set[str]) -> str:
    return "type-change" if key in declared else "unknown-key"


def missing(names: Sequence[str], rows: int) -> list[Drift]:
    return [Drift(name, "missing", rows) for name in names]


def refuse(table: Table, found: Sequence[Drift]) -> None:
    """Raises MedallionError `drift-frozen` when there is any."""
    if not found:
        return
    shown = ", ".join(f"{drift.column} ({drift.kind}, {drift.count} rows)" for drift in found[:_SHOWN])
    more = "" if len(found) <= _SHOWN else f" and {len(found) - _SHOWN} more"
    raise MedallionError(
        "drift-frozen",
        f"{table.name} is frozen, and its new data differs from the contract: {shown}{more}. Nothing is written.",
        "Have the source deliver what is agreed, or declare the columns in the contract, and run again.",
    )


@dataclass(frozen=True)
class Drifted:
    """The append that the drift was met in."""

    run: Run
    app_id: str
    version: int
    batch_id: str


def record(lake: Lake, table: Table, met: Drifted, found: Sequence[Drift]) -> None:
    """Appends the drift of one append, once: it has the same number as a transaction."""
    location, app = lake.system(DRIFT), f"{met.app_id}:drift"
    if not found or state(lake.spark, location).committed(app) >= met.version:
        return
    now = datetime.now(UTC).isoformat()
    records = [
        {
            "table": table.name,
            "run_id": met.run.id,
            "release_id": lake.release.id,
            "batch_id": met.batch_id,
            "mode": table.drift,
            "column": drift.column,
            "kind": drift.kind,
            "sample_count": drift.count,
            "noticed_at": now,
        }
        for drift in found
    ]
    append(lake, DRIFT, records, _SCHEMA, txnAppId=app, txnVersion=str(met.version))
