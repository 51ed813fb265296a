"""Brings gold tables back to the versions of a run, as one more commit that notes the inputs of that version.

With its note the next refresh begins where the old version ended: it takes the changes of the inputs since then, by
the release that is active by then. Silver cannot go back this way: how far it has read stands in its own log and stays
there, so that it would never read again what it lost. Bronze is the evidence.
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
    """Versions of one table; `restored` is False where it stands as it stood then."""

    table: str
    found: int
    wanted: int
    restored: bool


def last_run_of(lake: Lake, release_id: str) -> str:
    """Raises MedallionError `unknown-run` when no run of the release has changed anything."""
    location = lake.system(RUNS)
    if state(lake.spark, location).exists:
        rows = lake.spark.read.format("delta").load(location).where(f"release_id = '{release_id}'")
        newest = rows.orderBy("started_at", ascending=False).select("run_id").first()
        if newest is not None:
            return str(newest["run_id"])
    raise MedallionError(
        "unknown-run",
        f"The ledger knows no run of release {release_id}.",
        "Name a run: `npx medallion debug` shows the last, `npx medallion status` the ones before.",
    )


def roll_back(lake: Lake, run_id: str, tables: Sequence[Table], *, is_trial: bool = False) -> list[RolledBack]:
    """One commit a table; harmless to repeat. The caller holds the lock.

    Raises MedallionError `unknown-run`, `not-revertible` for a table of another layer, and `version-gone` at the first
    one whose old files have been cleaned away: it stands as it stood.
    """
    strangers = [table.name for table in tables if table.layer != "gold"]
    if strangers:
        raise MedallionError(
            "not-revertible",
            f"{', '.join(strangers)} cannot be brought back to an old version: what it has read since would be lost.",
            f"Make it again from bronze: npx medallion run --full-refresh {','.join(strangers)}",
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
            log(f"{table.name}: version {plan.found} reads as version {plan.wanted} again")
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
            f"Make it again from its inputs: npx medallion run --full-refresh {table.name}",
        ) from error
