"""The shadow of a lake: shallow clones of its tables in another place, so that no write reaches the live tables."""

from __future__ import annotations

from dataclasses import replace

from medallion.lake.lake import Lake, Release
from medallion.lake.manifest import Manifest, Table
from medallion.spark.folder import Folder
from medallion.spark.transactions import state

_OWN = ("bronze", "silver", "gold", "system")


def shadow_of(live: Lake, candidate: Release, scratch: str) -> Lake:
    """The lake of the shadow: it reads the landing files of the live lake; all other containers are in `scratch`."""
    own = {name: f"{scratch.rstrip('/')}/{name}" for name in _OWN}
    binding = replace(live.binding, containers={**live.binding.containers, **own})
    return Lake(live.spark, candidate, binding, None)


def affected(live: Manifest, candidate: Manifest, everything: bool) -> list[Table]:
    """Tables of the candidate whose definition differs from the live one, and all tables built from them, in order.

    With `everything`, all tables: different code can change any of them.
    """
    known = {table.name: table.fingerprint for table in live.tables}
    names: set[str] = set()
    for table in candidate.tables:
        changed = known.get(table.name) != table.fingerprint
        if (everything and table.layer != "bronze") or changed or names & set(table.inputs):
            names.add(table.name)
    return [table for table in candidate.tables if table.name in names]


def prepare(live: Lake, shadow: Lake, rebuilt: list[Table]) -> None:
    """Clones the tables that the candidate only reads. Rebuilt tables start empty, so that all rows are tested."""
    for container in _OWN:
        Folder(live.spark, shadow.binding.containers[container]).delete()
    rebuilding = {table.name for table in rebuilt}
    for table in shadow.manifest.tables:
        if table.name not in rebuilding and state(live.spark, live.location(table)).exists:
            _clone(live, live.location(table), shadow.location(table))
    # A rebuilt bronze table reads exactly the recorded batches.
    if state(live.spark, live.system("ingestions")).exists:
        _clone(live, live.system("ingestions"), shadow.system("ingestions"))


def _clone(live: Lake, source: str, target: str) -> None:
    live.spark.sql(f"CREATE TABLE delta.`{target}` SHALLOW CLONE delta.`{source}`")
