"""Compiled contracts as frozen dataclasses, read from the release's `manifest.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from pyspark.sql.types import DataType, StructField, StructType, _parse_datatype_string

from medallion.errors import MedallionError


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    `expression` is Spark SQL over the primary input (silver) or over the row's own measures (gold). `standard` is Spark
    SQL over the column itself (silver); its result is NULL for a value without a standard form. `format` is a Spark
    datetime pattern (bronze). `measure` says how the values of two parts of a group are combined (gold).
    `is_personal` is declared in the contract, and `category` says of what kind the personal data is.
    """

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
    renamed_from: str | None = None
    rounding: str | None = None
    on_overflow: str | None = None
    source: str | None = None
    category: str | None = None

    @property
    def source_name(self) -> str:
        """The name of its field in the source (bronze): a header, a key, or keys joined by dots."""
        return self.source or self.name


@dataclass(frozen=True)
class Tolerance:
    """How many failing rows per step are accepted: Spark SQL over `value`, measured in `unit` (rows, percent)."""

    unit: str
    expectation: str


@dataclass(frozen=True)
class RowCheck:
    """A predicate per row. NULL passes. Without a `tolerance` any number of rows may fail."""

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

    `kind` says how the number is computed: `set` and `table` by the aggregate `metric`, `query` by `query`, `volume`
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
    """Changes exactly when the rule itself changes; independent of the order of the rules."""
    return hashlib.sha256(json.dumps(asdict(check), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class ForeignKey:
    """Every non-null `column` must exist in `table`.`references`.

    `orphans` is `quarantine`, `hold` or `default-row`; with the last, orphans refer to `default_key` instead.
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

    `path` is the folder below the landing container, `format` the file format; both are empty for a kind without
    files. `settings` is the whole declaration; the reader of the kind uses its other fields.
    """

    kind: str
    system: str
    format: str
    path: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Feed:
    """How changes of one input reach groups of a gold table.

    `grain` maps each grain column to its expression over a row of the input. `lookup` maps a column of the primary
    input to the column of this input that it joins. One of them is empty.
    """

    grain: Mapping[str, str]
    lookup: Mapping[str, str]


@dataclass(frozen=True)
class Incremental:
    """After every `verify_every` increments the table is compared with a full recompute."""

    verify_every: int
    feeds: Mapping[str, Feed]


@dataclass(frozen=True)
class Table:
    """One table of the lake. `inputs[0]` is the primary input; bronze has none.

    `deduplicate`: the history `append` stores equal rows once. `delete_when` is Spark SQL over the primary input, true
    for a row that deletes its key (silver `scd2`). `subjects` maps a kind of data subject to the column that identifies
    the subject of a row. `incremental` is None for a gold table that is always rebuilt. `change_feed`: Delta keeps a
    change data feed. `version` is the version of the contract. `shape`: what of it determines the rows. Rows are kept
    for `retention_days`, counted from the column `retention_by`, and without one from when bronze took them in; 0 for a
    manifest that does not say it. `holds` are the ids of legal holds.
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
    drift_mode: str
    partition_by: tuple[str, ...]
    z_order_by: tuple[str, ...]
    target_file_size_mb: int
    latency_hours: float
    shape: Mapping[str, Any] = field(default_factory=dict)
    retention_days: int = 0
    retention_by: str | None = None
    holds: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[RowCheck | TableCheck, ...]:
        return (*self.row_checks, *self.table_checks)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def source_names(self) -> list[str]:
        """The names of the columns' fields in the source, in the order of the columns."""
        return [column.source_name for column in self.columns]

    def schema(self) -> StructType:
        """The declared columns as a Spark schema, all nullable: NULL is judged by checks, not by storage."""
        return StructType([StructField(c.name, spark_type(c.type), True) for c in self.columns])


@cache
def spark_type(name: str) -> DataType:
    """The Spark type of a declared type; cached, because the JVM parses it."""
    return _parse_datatype_string(name)


@dataclass(frozen=True)
class Manifest:
    """All tables in dependency order. `accepted` are the codes of changes that a person has accepted."""

    tables: tuple[Table, ...]
    accepted: frozenset[str] = frozenset()

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
        """All tables that are built from the table, directly or indirectly, in dependency order."""
        reached = {name}
        for table in self.tables:
            if reached.intersection(table.inputs):
                reached.add(table.name)
        return [table for table in self.tables if table.name in reached and table.name != name]
