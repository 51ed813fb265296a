"""The shadow of a lake: its tables as shallow clones elsewhere, so that no write reaches what is live."""

from __future__ import annotations

from dataclasses import replace

from medallion.lake.lake import Lake, Release
from medallion.lake.manifest import Manifest, Table
from medallion.spark.folder import Folder
from medallion.spark.transactions import state

_OWN = ("bronze", "silver", "gold", "system")


def shadow_of(live: Lake, candidate: Release, scratch: str) -> Lake:
    """Reads what has landed, as the live lake does; everything else stands below `scratch`."""
    own = {name: f"{scratch.rstrip('/')}/{name}" for name in _OWN}
    binding = replace(live.binding, containers={**live.binding.containers, **own})
    return Lake(live.spark, candidate, binding, None)


def affected(live: Manifest, candidate: Manifest, everything: bool) -> list[Table]:
    """Tables of the candidate whose meaning differs from what is live, and all that is made from them, in order.

    `everything` when the code differs: then any table may come out otherwise.
    """
    known = {table.name: table.fingerprint for table in live.tables}
    names: set[str] = set()
    for table in candidate.tables:
        changed = known.get(table.name) != table.fingerprint
        if (everything and table.layer != "bronze") or changed or names & set(table.inputs):
            names.add(table.name)
    return [table for table in candidate.tables if table.name in names]


def prepare(live: Lake, shadow: Lake, rebuilt: list[Table]) -> None:
    """Clones what the candidate only reads. What it makes anew begins from nothing, so that all of it is proven."""
    for container in _OWN:
        Folder(live.spark, shadow.binding.containers[container]).delete()
    anew = {table.name for table in rebuilt}
    for table in shadow.manifest.tables:
        if table.name not in anew and state(live.spark, live.location(table)).exists:
            _clone(live, live.location(table), shadow.location(table))
    # A bronze table that is made anew reads the batches that were promised, and no others.
    if state(live.spark, live.system("ingestions")).exists:
        _clone(live, live.system("ingestions"), shadow.system("ingestions"))


def _clone(live: Lake, source: str, target: str) -> None:
    live.spark.sql(f"CREATE TABLE delta.`{target}` SHALLOW CLONE delta.`{source}`")
