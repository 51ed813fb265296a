"""A change of contract that no row feels: other columns and properties, in one commit that writes no rows."""

from __future__ import annotations

import json
from typing import Any

from medallion.crash_points import reached
from medallion.evolution.pending import Evolution
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.writing import DROPPED, describe_anew, properties_at_birth
from medallion.ledger import commit_note
from medallion.spark.transactions import noted, state


def apply(lake: Lake, table: Table, evolution: Evolution, told: str) -> None:
    """`told` is the reason in the ledger; empty if nothing but the record of the contract is new."""
    location = lake.location(table)
    found = state(lake.spark, location)
    gone = [change.column for change in evolution.changes if change.what == "column-dropped"]
    for kind in ("quarantine", "held"):
        place = lake.system(f"{kind}/{table.name}")
        beside = state(lake.spark, place)
        if gone and beside.exists:
            reached(f"{table.name}:before-{kind}-columns")
            describe_anew(lake.spark, place, {}, [one for one in beside.fields if one["name"] not in gone])
    properties = properties_at_birth(lake, table)
    dropped = {*json.loads(found.table_property(DROPPED) or "[]"), *gone}
    if dropped:
        properties[DROPPED] = json.dumps(sorted(dropped))
    added = [change.column for change in evolution.changes if change.what == "column-added"]
    fields = _fields(table, found.fields, added, gone) if added or gone else None
    reached(f"{table.name}:before-columns")
    mode = evolution.kind if told else ""
    with noted(lake.spark, commit_note.note({"evolution": evolution.told}, mode=mode, mode_reason=told)):
        describe_anew(lake.spark, location, properties, fields)
    reached(f"{table.name}:after-columns")


def _fields(table: Table, found: list[dict[str, Any]], added: list[str], gone: list[str]) -> list[dict[str, Any]]:
    """New columns stand before those of the engine, as in a table that was born with them."""
    kept = [one for one in found if one["name"] not in gone]
    declared = [place for place, one in enumerate(kept) if one["name"] in table.column_names]
    behind = declared[-1] + 1 if declared else 0
    schema = {one["name"]: one for one in json.loads(table.schema().json())["fields"]}
    # A replay under the new contract may have added a column already.
    new = [schema[name] for name in added if name not in {one["name"] for one in kept}]
    return [*kept[:behind], *new, *kept[behind:]]
