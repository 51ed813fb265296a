"""What a comparison means for a promotion: a pure function of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medallion.lake.manifest import Manifest
from medallion.ledger.results import CheckResult, TableResult
from medallion.shadow.compare import TableComparison

# A shadow reads everything once, a live run only what is new: only a rate that is far off says something.
SLOWER_BY = 3.0
# Below it, starting up is most of the time.
SHORTEST_SECONDS = 30.0


@dataclass(frozen=True)
class Reason:
    """`refuses` is false for what a person should know and may accept."""

    table: str
    code: str
    message: str
    refuses: bool


def judge(
    live: Manifest,
    candidate: Manifest,
    results: Sequence[TableResult],
    comparisons: Sequence[TableComparison],
    live_checks: dict[tuple[str, str], float],
    seconds_per_row: dict[str, float],
    accepted: Sequence[str] = (),
) -> list[Reason]:
    """Every reason, refusals first.

    A table may only come out differently when its contract says so by a new version, or what it is made from does, or a
    person accepts it by name. `live_checks` holds the share of rows that failed each check of each table live.
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
    told = ", ".join(part for part in parts if part) or "rows repeat another number of times"
    return f"{found.table}: {told}{where}, of {found.live_rows} live and {found.candidate_rows} candidate rows."


def _worse_checks(table: str, checks: Sequence[CheckResult], live: dict[tuple[str, str], float]) -> list[str]:
    told = []
    for check in checks:
        share = check.failed / check.evaluated if check.evaluated else 0.0
        before = live.get((table, check.check_id))
        if before is not None and share > before:
            told.append(f"{table}: {check.check_id} fails for {share:.4%} of the rows, {before:.4%} live.")
    return told


def _slower(result: TableResult, live: dict[str, float]) -> str | None:
    before = live.get(result.table)
    if before is None or result.rows_in == 0 or result.seconds < SHORTEST_SECONDS:
        return None
    ratio = result.seconds / result.rows_in / before
    return f"{result.table}: {ratio:.1f} times the live time a row." if ratio > SLOWER_BY else None
