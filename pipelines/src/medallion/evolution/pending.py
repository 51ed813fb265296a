"""Whether a table stands as its contract says, and if not, what lies between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import functions as F

from medallion import silver
from medallion.evolution.classify import Change, Facts, classify, kind_of
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.shape import code_of, text_of
from medallion.lake.writing import DROPPED, INPUTS, SHAPE, generation, made_from
from medallion.reading.parsing import RESCUED
from medallion.silver import scd2
from medallion.spark.transactions import TableState, state


@dataclass(frozen=True)
class Evolution:
    """`code` names this change of this table. `is_guess`: the table does not say which contract made it."""

    table: Table
    before: Mapping[str, Any]
    changes: tuple[Change, ...]
    is_guess: bool

    @property
    def kind(self) -> str:
        return kind_of(self.changes)

    @property
    def code(self) -> str:
        return code_of(self.table.name, self.before, self.table.shape)

    @property
    def told(self) -> str:
        return "; ".join(change.message for change in self.changes) or "nothing that decides its rows"


def pending(lake: Lake, table: Table) -> Evolution | None:
    """None for a table that stands as declared, or not at all. Gold follows its fingerprint by itself.

    Without a change no row is read and no job runs.
    """
    if table.layer == "gold":
        return None
    found = state(lake.spark, lake.location(table))
    if not found.exists:
        return None
    told = found.table_property(SHAPE)
    rebuilt = _rebuilt(lake, table, found)
    if told == text_of(table.shape) and not rebuilt:
        return None
    before = _seen(table, found) if told is None else json.loads(told)
    facts = Facts(rebuilt=rebuilt, dropped=frozenset(json.loads(found.table_property(DROPPED) or "[]")))
    added = {column["name"] for column in table.shape["columns"]} - {column["name"] for column in before["columns"]}
    if added:
        facts = _looked_at(lake, table, facts)
    renamed = {column.name: column.renamed_from for column in table.columns if column.renamed_from}
    changes = classify(table.layer, before, table.shape, facts, renamed)
    return Evolution(table, before, tuple(changes), told is None)


def _rebuilt(lake: Lake, table: Table, found: TableState) -> tuple[str, ...]:
    """Inputs all of whose rows were made again since the table has read them."""
    known = found.table_property(INPUTS)
    if table.layer != "silver" or known is None or known == made_from(lake, table):
        return ()
    old = json.loads(known)
    now = {name: generation(state(lake.spark, lake.location(lake.manifest.find(name)))) for name in table.inputs}
    return tuple(name for name, count in now.items() if old.get(name, count) != count)


def _seen(table: Table, found: TableState) -> dict[str, Any]:
    """The shape of a table of an earlier engine, which kept none: the columns it has; for the rest, as declared."""
    own = set() if table.history != "scd2" and scd2.FROM in table.column_names else set(scd2.COLUMNS)
    names = {field["name"] for field in found.fields}
    declared = {column["name"]: column for column in table.shape["columns"]}
    columns = [
        {**declared.get(field["name"], {}), "name": field["name"], "type": _spelled(field["type"])}
        for field in found.fields
        if not field["name"].startswith("_") and field["name"] not in own
    ]
    seen: dict[str, Any] = {**table.shape, "columns": columns}
    if own <= names and "history" in seen:
        seen["history"] = "scd2"
    partitions = [name for name in found.partitions if name != "_quarantined"]
    if partitions:
        return {**seen, "partitionBy": partitions}
    return {name: value for name, value in seen.items() if name != "partitionBy"}


# Delta's schema names types otherwise than SQL does.
_SPELLED = {"integer": "int", "long": "bigint", "short": "smallint", "byte": "tinyint"}


def _spelled(kind: Any) -> Any:
    return _SPELLED.get(kind, kind) if isinstance(kind, str) else kind


def _looked_at(lake: Lake, table: Table, facts: Facts) -> Facts:
    if table.layer == "bronze":
        return Facts(_rescued(lake, table), None, facts.rebuilt, facts.dropped)
    source = lake.manifest.find(table.inputs[0])
    since = state(lake.spark, lake.location(table)).committed(silver.app_id(table, source))
    reader = lake.spark.read.format("delta").option("versionAsOf", since)
    try:
        had = set(reader.load(lake.location(source)).columns)
    except AnalysisException:
        # The log no longer knows that version.
        return facts
    new = frozenset(name for name in source.column_names if name not in had)
    return Facts(None, new, facts.rebuilt, facts.dropped)


def _rescued(lake: Lake, table: Table) -> frozenset[str]:
    """Keys in the rescued data of all rows. Reads that one column."""
    rows = lake.spark.read.format("delta").load(lake.location(table)).where(F.col(RESCUED).isNotNull())
    keys = rows.select(F.explode(F.json_object_keys(RESCUED)).alias("key")).distinct()
    return frozenset(row["key"] for row in keys.collect())
