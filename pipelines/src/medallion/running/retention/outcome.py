"""What retention did to one table, and its record in `system/retention`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from medallion.lake.lake import Lake
from medallion.lake.writing import append
from medallion.ledger.results import Run

LEDGER = "retention"

_SCHEMA = (
    "run_id string, release_id string, table string, days bigint, kept_from string, counted_by string, status string, "
    "rows bigint, aside bigint, files bigint, files_kept bigint, holds array<string>, finished_at timestamp"
)


@dataclass(frozen=True)
class Outcome:
    """`status` is `deleted`, `followed` (made again from an input that lost rows), `held` or `nothing`. In the ledger
    `announced` precedes the first two, so that a deletion that was interrupted is on record too.

    `rows` of the table were deleted or, when held, are due. `aside` were quarantined or waiting, `files` are landing
    files, `files_kept` those that another table reads as well. `counted_by` is the column that says how old a row is.
    """

    table: str
    days: int
    kept_from: str
    counted_by: str
    status: str
    rows: int = 0
    aside: int = 0
    files: int = 0
    files_kept: int = 0
    holds: tuple[str, ...] = ()


def announce(lake: Lake, run: Run, outcome: Outcome) -> None:
    record(lake, run, [replace(outcome, status="announced")])


def record(lake: Lake, run: Run, outcomes: Sequence[Outcome]) -> None:
    """One row per table that had something to delete."""
    about = [outcome for outcome in outcomes if outcome.status != "nothing"]
    now = datetime.now(UTC).isoformat()
    records = [
        {
            "run_id": run.id,
            "release_id": lake.release.id,
            **asdict(outcome),
            "holds": list(outcome.holds),
            "finished_at": now,
        }
        for outcome in about
    ]
    if records:
        append(lake, LEDGER, records, _SCHEMA)
