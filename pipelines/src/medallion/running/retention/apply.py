"""Deletes what has outlived its retention, in the order of the graph. Safe to repeat; a repetition completes it.

Bronze loses rows by the column that its contract names, or by when it took them in, and landing the files that have no
other row. A silver table with a column of its own loses rows by that; any other is made again from the bronze that is
left. Gold follows, and loses by its column what its SQL would still give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from delta.tables import DeltaTable
from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from medallion.crash_points import reached
from medallion.gold import notes
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.retention import KEPT_FROM, holds_of, is_before
from medallion.lake.writing import set_property
from medallion.ledger.results import Run, TableResult
from medallion.running import rebuild
from medallion.running.retention import landing
from medallion.running.retention.outcome import Outcome, announce, record
from medallion.running.runner import execute
from medallion.spark.transactions import noted, state

_TAKEN_IN = "_ingested_at"
_SET_ASIDE = "_quarantined_at"


def apply(
    lake: Lake, run: Run, today: date, tables: Sequence[Table] | None = None, *, is_trial: bool = False
) -> tuple[list[Outcome], list[TableResult]]:
    """Returns one outcome per table that exists, and the results of the tables that follow. The caller holds the lock.

    `today` is the day in UTC up to which rows are counted. With `is_trial` nothing is written.
    """
    chosen = [
        table
        for table in lake.manifest.tables
        if (tables is None or table in tables)
        and table.retention_days
        and state(lake.spark, lake.location(table)).exists
    ]
    outcomes = [_of_table(lake, table, run, today, is_trial) for table in chosen]
    if is_trial:
        return outcomes, []
    record(lake, run, outcomes)
    touched = {outcome.table for outcome in outcomes if outcome.status in ("deleted", "followed")}
    behind = {reader.name for name in touched for reader in lake.manifest.downstream(name)}
    followers = [t for t in lake.manifest.tables if t.name in behind and state(lake.spark, lake.location(t)).exists]
    return outcomes, execute(lake, run, followers) if followers else []


def _of_table(lake: Lake, table: Table, run: Run, today: date, is_trial: bool) -> Outcome:
    since = (today - timedelta(days=table.retention_days)).isoformat()
    column = table.retention_by or (_TAKEN_IN if table.layer == "bronze" else "")
    held = tuple(holds_of(lake.manifest, table))
    if not column:
        return _follow(lake, table, run, since, held, is_trial)
    rows, aside = _count(lake, lake.location(table), _is_due(table, since)), _aside_due(lake, table, since)
    if not rows and not any(one.rows for one in aside):
        return Outcome(table.name, table.retention_days, since, column, "nothing")
    outcome = Outcome(table.name, table.retention_days, since, column, "deleted", rows, sum(one.rows for one in aside))
    if held:
        return replace(outcome, status="held", holds=held)
    if is_trial:
        return outcome
    announce(lake, run, outcome)
    files = kept = 0
    if table.layer == "bronze":
        # Before the rows: they say which files to delete.
        files, kept = landing.delete(lake, table, _is_due(table, since))
        reached(f"{table.name}:after-landing")
    location = lake.location(table)
    set_property(lake.spark, location, KEPT_FROM, since)
    reached(f"{table.name}:after-date")
    for one in aside:
        DeltaTable.forPath(lake.spark, one.location).delete(one.is_due)
        reached(f"{table.name}:after-aside")
    note = notes.newest(lake, table, state(lake.spark, location)) if table.layer == "gold" else None
    with noted(lake.spark, None if note is None else note.text()):
        DeltaTable.forPath(lake.spark, location).delete(_is_due(table, since))
    reached(f"{table.name}:after-rows")
    return replace(outcome, files=files, files_kept=kept)


def _follow(lake: Lake, table: Table, run: Run, since: str, held: tuple[str, ...], is_trial: bool) -> Outcome:
    """Silver without a date of its own: made again when bronze has lost rows since it was made. Gold needs no more
    than a run."""
    nothing = Outcome(table.name, table.retention_days, since, "", "nothing")
    if table.layer != "silver":
        return nothing
    source = state(lake.spark, lake.location(lake.manifest.find(table.inputs[0])))
    of_source = source.table_property(KEPT_FROM)
    if of_source is None or of_source == state(lake.spark, lake.location(table)).table_property(KEPT_FROM):
        return nothing
    followed = Outcome(table.name, table.retention_days, of_source, "", "followed")
    if held:
        return replace(followed, status="held", holds=held)
    if is_trial:
        return followed
    announce(lake, run, followed)
    location = lake.location(table)
    before = _count(lake, location, F.lit(True))
    rebuild.rebuild_table(lake, table, run)
    reached(f"{table.name}:before-date")
    set_property(lake.spark, location, KEPT_FROM, of_source)
    return replace(followed, rows=before - _count(lake, location, F.lit(True)))


def _is_due(table: Table, since: str) -> SparkColumn:
    """A quarantined row of bronze may lack its date: then it is as old as its arrival."""
    if table.layer != "bronze":
        return is_before(str(table.retention_by), since)
    taken_in = F.to_date(F.col(_TAKEN_IN))
    own = taken_in if table.retention_by is None else F.coalesce(F.to_date(F.col(f"`{table.retention_by}`")), taken_in)
    return own < F.lit(since).cast("date")


@dataclass(frozen=True)
class _Aside:
    """Rows of a silver table in quarantine, or waiting for a parent. A quarantined row may lack its date."""

    location: str
    is_due: SparkColumn
    rows: int


def _aside_due(lake: Lake, table: Table, since: str) -> list[_Aside]:
    if table.layer != "silver":
        return []
    own = F.to_date(F.col(f"`{table.retention_by}`"))
    places = {
        lake.quarantine(table): F.coalesce(own, F.to_date(F.col(_SET_ASIDE))) < F.lit(since).cast("date"),
        lake.system(f"held/{table.name}"): is_before(str(table.retention_by), since),
    }
    there = {place: due for place, due in places.items() if state(lake.spark, place).exists}
    return [_Aside(place, due, _count(lake, place, due)) for place, due in there.items()]


def _count(lake: Lake, location: str, condition: SparkColumn) -> int:
    return lake.spark.read.format("delta").load(location).where(condition).count()
