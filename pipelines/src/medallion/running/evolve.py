"""Brings a table that has rows to the contract of now, before anything is written by it."""

from __future__ import annotations

from medallion.events import log
from medallion.evolution import bronze, in_place
from medallion.evolution.pending import pending
from medallion.evolution.policy import require_allowed
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.results import Run, TableResult
from medallion.running import rebuild
from medallion.spark.transactions import state

# `mode` of a result whose table has followed a change of contract; the reason says which.
EVOLVED = ("in-place", "rebuild", "decision")


def evolve(lake: Lake, table: Table, run: Run) -> TableResult | None:
    """None when nothing has changed. Raises MedallionError as `policy.require_allowed` and the rebuilds do."""
    evolution = pending(lake, table)
    if evolution is None:
        return None
    require_allowed(lake, evolution)
    told = evolution.told
    if evolution.is_guess:
        told += "; nothing says which contract made it: only its columns, types and partitions were compared"
    # A table of an earlier engine that only learns which contract it has did not change.
    mode = evolution.kind if evolution.changes else ""
    made: TableResult | None = None
    if evolution.kind in ("none", "in-place"):
        in_place.apply(lake, table, evolution, told if evolution.changes else "")
    elif table.layer == "bronze":
        told = bronze.rebuild(lake, table, evolution, run)
    else:
        made = rebuild.rebuild_table(lake, table, run, (mode, told))
    log(f"{table.name} follows its contract ({evolution.kind}): {told}")
    version = state(lake.spark, lake.location(table)).version
    result = made or TableResult(table.name, table.layer, "succeeded", version)
    return TableResult(**{**vars(result), "version": version, "mode": mode, "mode_reason": told})
