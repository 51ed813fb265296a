"""Completes the ledger: steps of earlier runs whose rows were committed and whose results were not recorded.

Each commit names its step. Versions that the ledger lacks are read from the tables' logs, counted again where the note
has no counts, judged, and recorded once, under the run that made them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from medallion import bronze, gold
from medallion.events import log
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger import commit_note
from medallion.ledger.commit_note import CommitNote
from medallion.ledger.digest import Digest
from medallion.ledger.ledger import QUALITY, RUNS
from medallion.ledger.results import CheckResult, Run, TableResult, added_up
from medallion.quality.freshness import delivered_at, freshness
from medallion.quality.table_checks import failure, judge, judge_again
from medallion.reading.batches import Due
from medallion.running.evolve import EVOLVED
from medallion.spark.transactions import commit_info, state

# A run that dies leaves few commits behind; a table that no run has recorded may have thousands.
_FARTHEST = 50
_MILLIS = 1000


@dataclass(frozen=True)
class Unrecorded:
    """`ledger` has the names of the ledger tables that lack the result."""

    run: Run
    result: TableResult
    ledger: frozenset[str]


@dataclass(frozen=True)
class _Commit:
    version: int
    at: datetime
    note: CommitNote


def unrecorded(lake: Lake, table: Table, past: Digest) -> Iterator[Unrecorded]:
    """Results that the ledger lacks, in the order of the versions. The caller adds each to `past` before the next."""
    newest = state(lake.spark, lake.location(table)).version
    told, judged = past.newest_of(table.name)
    if not (table.row_checks or table.table_checks):
        judged = told
    known = min(told, judged)
    if 0 <= known < newest - _FARTHEST:
        log(
            f"warning: {table.name}: versions {known + 1} to {newest - _FARTHEST} stay unrecorded; only the newest "
            f"{_FARTHEST} are looked at"
        )
    commits = list(_commits(lake, table, newest, known))
    for run_id in dict.fromkeys(commit.note.run_id for commit in commits):
        own = [commit for commit in commits if commit.note.run_id == run_id]
        last = own[-1]
        lacking = frozenset(name for name, known in ((RUNS, told), (QUALITY, judged)) if last.version > known)
        run = Run(run_id, datetime.fromisoformat(last.note.run_started_at), last.note.release_id)
        yield Unrecorded(run, _judged(lake, table, _result(lake, table, own), run, own, past), lacking)


def _commits(lake: Lake, table: Table, newest: int, known: int) -> Iterator[_Commit]:
    """Commits after the known version that steps made, oldest first."""
    found = []
    for version in range(newest, max(known, newest - _FARTHEST), -1):
        info = commit_info(lake.spark, lake.location(table), version)
        if info is None:
            break
        note = commit_note.read(info)
        if note is not None:
            found.append(_Commit(version, datetime.fromtimestamp(info["timestamp"] / _MILLIS, UTC), note))
    yield from reversed(found)


def _result(lake: Lake, table: Table, commits: Sequence[_Commit]) -> TableResult:
    parts = [_part(lake, table, commit) for commit in commits]
    first, last = commits[0], commits[-1]
    started = datetime.fromisoformat(first.note.started_at)
    return replace(
        added_up(parts),
        started_at=started,
        seconds=max(0.0, (last.at - started).total_seconds()),
        inputs=last.note.inputs or {},
    )


def _part(lake: Lake, table: Table, commit: _Commit) -> TableResult:
    note = commit.note
    if not note.is_counted:
        if table.layer == "bronze":
            counted = bronze.count_again(lake, table, note.batch_id, commit.version)
        else:
            counted = gold.count_again(lake, table, commit.version)
        return replace(counted, bytes_in=note.bytes_in, mode=note.mode, mode_reason=note.mode_reason)
    return TableResult(
        table.name,
        table.layer,
        "succeeded",
        commit.version,
        rows_in=note.rows_in,
        accepted=note.accepted,
        quarantined=note.quarantined,
        held=note.held,
        released=note.released,
        bytes_in=note.bytes_in,
        mode=note.mode,
        mode_reason=note.mode_reason,
        checks=note.checks,
    )


def _judged(
    lake: Lake,
    table: Table,
    result: TableResult,
    run: Run,
    commits: Sequence[_Commit],
    past: Digest,
) -> TableResult:
    """Table checks are evaluated if the table has not changed since."""
    checks: tuple[CheckResult, ...] = result.checks
    if result.mode in EVOLVED and not result.rows_in:
        # The contract has changed and no row was read: the step judged the stored rows.
        return _with_failure(lake, table, replace(result, checks=judge_again(lake, table, run)))
    if result.version == state(lake.spark, lake.location(table)).version:
        checks = judge(lake, table, result, run, past)
    ids = {commit.note.batch_id for commit in commits}
    plan = Due(bronze.batches_of(lake, table, ids), ()) if table.layer == "bronze" else None
    delivered = delivered_at(lake, table, plan, {}, past)
    return _with_failure(
        lake,
        table,
        replace(result, checks=(*checks, *freshness(table, delivered, commits[-1].at)), delivered_at=delivered),
    )


def _with_failure(lake: Lake, table: Table, judged: TableResult) -> TableResult:
    error = failure(table.name, judged.checks, lake.manifest)
    return judged if error is None else replace(judged, status="failed", error=error)
