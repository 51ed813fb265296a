"""What notebooks and job entry points have in common: run some tables under the lake's lock, or fail loudly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medallion.errors import MedallionError
from medallion.events import Emit, silent
from medallion.lake.lake import Lake
from medallion.lake.lock import exclusive
from medallion.lake.manifest import Table
from medallion.ledger.results import TableResult
from medallion.running.runner import NOTHING, execute, new_run
from medallion.running.table_steps import Anew


@dataclass(frozen=True)
class RunResult:
    """What one call did, table by table. Counts are rows over all of them."""

    run_id: str
    tables: tuple[TableResult, ...]

    @property
    def rows_in(self) -> int:
        return sum(table.rows_in for table in self.tables)

    @property
    def accepted(self) -> int:
        return sum(table.accepted for table in self.tables)

    @property
    def quarantined(self) -> int:
        return sum(table.quarantined for table in self.tables)

    @property
    def rescued(self) -> int:
        return sum(table.rescued for table in self.tables)


def run_tables(
    lake: Lake, tables: Sequence[Table], *, path: str | None = None, emit: Emit = silent, anew: Anew = NOTHING
) -> RunResult:
    """Raises the first failed table's MedallionError, after all tables had their turn and the ledger is written."""
    run = new_run()
    with exclusive(lake.home):
        results = execute(lake, run, tables, emit, path, anew=anew)
    failed = next((result.error for result in results if result.error is not None and result.status == "failed"), None)
    if failed is not None:
        raise failed
    return RunResult(run.id, tuple(results))


def choose(lake: Lake, candidates: Sequence[Table], reason: str) -> Sequence[Table]:
    """The candidates, or MedallionError `unknown-table` when there is none."""
    if not candidates:
        raise MedallionError(
            "unknown-table", f"No table {reason}.", f"Tables are: {', '.join(t.name for t in lake.manifest.tables)}."
        )
    return candidates
