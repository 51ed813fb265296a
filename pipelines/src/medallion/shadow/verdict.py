"""Decides on a promotion from the results of a shadow run. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medallion.lake.manifest import Manifest
from medallion.ledger.results import CheckResult, TableResult
from medallion.shadow.compare import TableComparison

# A shadow reads all rows, a live run only new ones: only a large difference of the time per row is meaningful.
SLOWER_BY = 3.0
# Below it, most of the time is start-up.
SHORTEST_SECONDS = 30.0


@dataclass(frozen=True)
class Reason:
    """`refuses` is false for a reason that only informs."""

    table: str
    code: str
    message: str
    refuses: bool


def verdict_of(
    live: Manifest,
    candidate: Manifest,
    results: Sequence[TableResult],
    comparisons: Sequence[TableComparison],
    live_checks: dict[tuple[str, str], float],
    seconds_per_row: dict[str, float],
    accepted: Sequence[str] = (),
) -> list[Reason]:
    """Every reason, refusals first.

    A table may differ only if its contract or that of one of its inputs has a new version, or if it is accepted by
    name. `live_checks` has the share of rows that failed each check of each live table.
    """
    reasons = [
        Reason(result.table, "failed", f"{result.table} failed: {result.error.message if result.error else ''}", True)
        for result in results
        if not result.is_sound
    ]
    reasons += [
        Reason(
            table.name, "removed", f"{table.name} is live and is not part of the candidate.", table.name not in accepted
        )
        for table in live.tables
        if table.name not in {other.name for other in candidate.tables}
    ]
    declared = _declared_changes(live, candidate)
    for comparison in comparisons:
        if not comparison.is_equal:
            allowed = comparison.table in declared or comparison.table in accepted
            reasons.append(Reason(comparison.table, "content", _difference(comparison), not allowed))
    for result in results:
        reasons += [
            Reason(result.table, "quality", message, result.table not in accepted)
            for message in _worse_checks(result.table, result.checks, live_checks)
        ]
        slow = _slower(result, seconds_per_row)
        if slow is not None:
            reasons.append(Reason(result.table, "duration", slow, False))
    return sorted(reasons, key=lambda reason: not reason.refuses)


def _declared_changes(live: Manifest, candidate: Manifest) -> set[str]:
    versions = {table.name: table.version for table in live.tables}
    changed: set[str] = set()
    for table in candidate.tables:
        if versions.get(table.name) != table.version or changed & set(table.inputs):
            changed.add(table.name)
    return changed


def _difference(found: TableComparison) -> str:
    parts = [
        f"{found.only_live} rows are missing" if found.only_live else "",
        f"{found.only_candidate} rows are new" if found.only_candidate else "",
        f"{found.changed} rows changed" if found.changed else "",
    ]
    columns = ", ".join(f"{shift.column} ({shift.changed})" for shift in found.columns if shift.changed)
    where = f" in {columns}" if columns else ""
    changes = ", ".join(part for part in parts if part) or "rows occur a different number of times"
    return f"{found.table}: {changes}{where}, of {found.live_rows} live and {found.candidate_rows} candidate rows."


def _worse_checks(table: str, checks: Sequence[CheckResult], live: dict[tuple[str, str], float]) -> list[str]:
    worse = []
    for check in checks:
        share = check.failed / check.evaluated if check.evaluated else 0.0
        before = live.get((table, check.check_id))
        if before is not None and share > before:
            worse.append(f"{table}: {check.check_id} fails for {share:.4%} of the rows, {before:.4%} live.")
    return worse


def _slower(result: TableResult, live: dict[str, float]) -> str | None:
    before = live.get(result.table)
    if before is None or result.rows_in == 0 or result.seconds < SHORTEST_SECONDS:
        return None
    ratio = result.seconds / result.rows_in / before
    return f"{result.table}: {ratio:.1f} times the live time per row." if ratio > SLOWER_BY else None
