"""Compiled contracts as frozen dataclasses, read from the release's `manifest.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from pyspark.sql.types import DataType, StructField, StructType, _parse_datatype_string

from medallion.errors import MedallionError


@dataclass(frozen=True)
class Column:
    """`expression` is Spark SQL over the primary input (silver) or over the row's own measures (gold); `standard` is
    Spark SQL over the column itself (silver), NULL where a value has no standard form; `format` a Spark datetime
    pattern (bronze); `measure` how values of two parts of a group become that of both (gold); `is_personal` as the
    contract says."""

    name: str
    type: str
    required: bool
    description: str
    expression: str | None
    standard: str | None
    protection: str | None
    format: str | None
    measure: str | None
    is_personal: bool


@dataclass(frozen=True)
class Tolerance:
    """How many failing rows of one step a table bears: Spark SQL over `value`, counted in `unit` (rows, percent)."""

    unit: str
    expectation: str


@dataclass(frozen=True)
class RowCheck:
    """A predicate per row. A NULL result passes. Without a `tolerance` any number of rows may fail."""

    id: str
    expression: str
    severity: str
    dimension: str
    tolerance: Tolerance | None = None

    @property
    def fingerprint(self) -> str:
        return _fingerprint(self)


@dataclass(frozen=True)
class TableCheck:
    """One number over the whole table that must satisfy `expectation` over the column `value`.

    `kind` says how the number comes about: `set` and `table` by the aggregate `metric`, `query` by `query`, `volume`
    from the last `last_runs` runs, `drift` from the distribution of `columns[0]` over `bins`.
    """

    id: str
    kind: str
    expectation: str
    severity: str
    dimension: str
    columns: tuple[str, ...] = ()
    metric: str = ""
    query: str = ""
    last_runs: int = 0
    bins: int = 0

    @property
    def fingerprint(self) -> str:
        return _fingerprint(self)


def _fingerprint(check: RowCheck | TableCheck) -> str:
    """Changes exactly when what the rule demands changes; not with the order of the rules."""
    return hashlib.sha256(json.dumps(asdict(check), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class ForeignKey:
    """Every non-null `column` must exist in `table`.`references`.

    `orphans`: `quarantine`, `hold` or `default-row`; with the last, orphans refer to `default_key` instead.
    """

    column: str
    table: str
    references: str
    orphans: str
    default_key: str | int | None

    @property
    def id(self) -> str:
        return f"{self.column}.foreignKey"


@dataclass(frozen=True)
class Source:
    """Where the rows of a bronze table come from.

    `path` is the folder below the landing container, `format` how records are written; both are empty for a kind that
    has none. `settings` is the whole declaration; the reader of the kind knows its other fields.
    """

    kind: str
    system: str
    format: str
    path: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Feed:
    """How changes of one input reach groups of a gold table.

    `grain`: grain column to what it is in a row of the input. `lookup`: column of the primary input to the column of
    this one that it looks up. One of them is empty.
    """

    grain: Mapping[str, str]
    lookup: Mapping[str, str]


@dataclass(frozen=True)
class Incremental:
    """`verify_every`: each so many increments are compared with a full recompute."""

    verify_every: int
    feeds: Mapping[str, Feed]


@dataclass(frozen=True)
class Table:
    """One table of the lake. `inputs[0]` is the primary input; bronze has none.

    `deduplicate` says whether a history `append` keeps equal rows once; `delete_when` is Spark SQL over the primary
    input that says a row ends its key (silver `scd2`); `subjects` is kind of person to the column that says whose row
    it is; `incremental` is None for a gold table that is always rebuilt; `change_feed` says whether Delta keeps one for
    those who follow the table; `version` is the contract's.
    """

    name: str
    layer: str
    table: str
    version: str
    fingerprint: str
    container: str
    path: str
    columns: tuple[Column, ...]
    subjects: Mapping[str, str]
    keys: tuple[str, ...]
    order_by: tuple[str, ...]
    history: str
    deduplicate: bool
    delete_when: str | None
    source: Source | None
    inputs: tuple[str, ...]
    sql: str | None
    incremental: Incremental | None
    change_feed: bool
    row_checks: tuple[RowCheck, ...]
    table_checks: tuple[TableCheck, ...]
    foreign_keys: tuple[ForeignKey, ...]
    drift: str
    partition_by: tuple[str, ...]
    z_order_by: tuple[str, ...]
    target_file_size_mb: int
    latency_hours: float

    @property
    def checks(self) -> tuple[RowCheck | TableCheck, ...]:
        return (*self.row_checks, *self.table_checks)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def schema(self) -> StructType:
        """The declared columns as a Spark schema, all nullable: checks, not storage, speak about NULL."""
        return StructType([StructField(c.name, spark_type(c.type), True) for c in self.columns])


@cache
def spark_type(name: str) -> DataType:
    """A declared type as Spark's; the JVM, which reads it, is asked once."""
    return _parse_datatype_string(name)


@dataclass(frozen=True)
class Manifest:
    """All tables in dependency order."""

    tables: tuple[Table, ...]

    def find(self, name: str) -> Table:
        for table in self.tables:
            if table.name == name:
                return table
        raise MedallionError(
            "unknown-table",
            f"There is no table '{name}' in the release.",
            f"Name one of: {', '.join(t.name for t in self.tables)}.",
        )

    def of_layer(self, layer: str) -> list[Table]:
        return [table for table in self.tables if table.layer == layer]

    def readers(self, name: str) -> list[Table]:
        return [table for table in self.tables if name in table.inputs]

    def downstream(self, name: str) -> list[Table]:
        """All that is built from the table, directly or not, in dependency order."""
        reached = {name}
        for table in self.tables:
            if reached.intersection(table.inputs):
                reached.add(table.name)
        return [table for table in self.tables if table.name in reached and table.name != name]
