"""Common part of notebooks and job entry points: runs some tables under the lake's lock, or raises an error."""

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
from medallion.running.table_steps import ForcedRebuild


@dataclass(frozen=True)
class RunResult:
    """Result of one call. Counts are rows over all tables."""

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
    lake: Lake,
    tables: Sequence[Table],
    *,
    path: str | None = None,
    emit: Emit = silent,
    forced: ForcedRebuild = NOTHING,
) -> RunResult:
    """Runs the tables. Raises the error of the first failed table after all tables and the ledger are done."""
    run = new_run()
    with exclusive(lake.home):
        results = execute(lake, run, tables, emit, path, forced=forced)
    failed = next((result.error for result in results if result.error is not None and result.status == "failed"), None)
    if failed is not None:
        raise failed
    return RunResult(run.id, tuple(results))


def choose(lake: Lake, candidates: Sequence[Table], reason: str) -> Sequence[Table]:
    """Returns the candidates. Raises MedallionError `unknown-table` if there are none."""
    if not candidates:
        raise MedallionError(
            "unknown-table", f"No table {reason}.", f"Name one of: {', '.join(t.name for t in lake.manifest.tables)}."
        )
    return candidates
