"""Restores gold tables to the versions of a run, in a new commit with the note of that version.

With the note, the next refresh starts at the inputs of the old version and reads their changes since then, with the
release that is active then. Silver cannot be restored this way: its log keeps the position up to which it has read, so
it would never read the lost rows again. Bronze is evidence and is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from medallion import crash_points
from medallion.errors import MedallionError
from medallion.events import log
from medallion.gold import notes
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger import lake_at_run
from medallion.ledger.ledger import RUNS
from medallion.spark.transactions import TableState, commit_info, noted, state


@dataclass(frozen=True)
class RolledBack:
    """Versions of one table; `restored` is False if it already has the wanted content."""

    table: str
    found: int
    wanted: int
    restored: bool


def last_run_of(lake: Lake, release_id: str) -> str:
    """Id of the release's last run that changed anything. Raises MedallionError `unknown-run`."""
    location = lake.system(RUNS)
    if state(lake.spark, location).exists:
        rows = lake.spark.read.format("delta").load(location).where(f"release_id = '{release_id}'")
        newest = rows.orderBy("started_at", ascending=False).select("run_id").first()
        if newest is not None:
            return str(newest["run_id"])
    raise MedallionError(
        "unknown-run",
        f"There is no run of release {release_id} in the ledger.",
        "Name a run: `npx medallion debug` shows the last one, `npx medallion status` earlier ones.",
    )


def roll_back(lake: Lake, run_id: str, tables: Sequence[Table], *, is_trial: bool = False) -> list[RolledBack]:
    """Restores each table in one commit; safe to repeat. The caller holds the lock.

    Raises MedallionError `unknown-run`, `not-revertible` for a table of another layer, and `version-gone` at the first
    one whose old files were vacuumed, which is left unchanged.
    """
    strangers = [table.name for table in tables if table.layer != "gold"]
    if strangers:
        raise MedallionError(
            "not-revertible",
            f"{', '.join(strangers)} cannot be restored to an old version: rows that it has read since would be lost.",
            f"Rebuild it from bronze: npx medallion run --full-refresh {','.join(strangers)}",
        )
    lake_at_run.describe(lake, run_id)
    versions = lake_at_run.versions_after(lake, run_id)
    chosen = [(table, versions[table.name]) for table in tables if table.name in versions]
    planned = [_compare(lake, table, wanted) for table, wanted in chosen]
    due = [(table, plan) for (table, _), plan in zip(chosen, planned, strict=True) if plan.restored]
    if not is_trial:
        for table, plan in due:
            crash_points.reached(f"{table.name}:before-rollback")
            _restore(lake, table, plan.wanted)
            log(f"{table.name}: version {plan.found} was restored to version {plan.wanted}")
    return planned


def _compare(lake: Lake, table: Table, wanted: int) -> RolledBack:
    found = state(lake.spark, lake.location(table)).version
    told = commit_info(lake.spark, lake.location(table), found) or {}
    parameters = told.get("operationParameters") or {}
    is_there = told.get("operation") == "RESTORE" and str(parameters.get("version")) == str(wanted)
    return RolledBack(table.name, found, wanted, restored=found != wanted and not is_there)


def _restore(lake: Lake, table: Table, version: int) -> None:
    location = lake.location(table).replace("`", "``")
    note = notes.newest(lake, table, TableState(version))
    try:
        with noted(lake.spark, None if note is None else note.text()):
            lake.spark.sql(f"RESTORE TABLE delta.`{location}` TO VERSION AS OF {version}")
    except (PySparkException, Py4JError) as error:
        raise MedallionError(
            "version-gone",
            f"Version {version} of {table.name} can no longer be read.",
            f"Rebuild it from its inputs: npx medallion run --full-refresh {table.name}",
        ) from error
