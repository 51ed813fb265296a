"""Compiled contracts as frozen dataclasses, read from the release's `manifest.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from pyspark.sql.types import StructField, StructType, _parse_datatype_string

from medallion.errors import MedallionError

SCHEMA_VERSION = 1
CONTAINERS = ("landing", "bronze", "silver", "gold", "system")

_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True)
class Column:
    """`expression` is Spark SQL over the primary input (silver) or over the row's own measures (gold); `standard` is
    Spark SQL over the column itself (silver), NULL where a value has no standard form; `format` a Spark datetime
    pattern (bronze); `measure` how values of two parts of a group become that of both (gold)."""

    name: str
    type: str
    required: bool
    description: str
    expression: str | None
    standard: str | None
    protection: str | None
    format: str | None
    measure: str | None


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
    input that says a row ends its key (silver `scd2`); `incremental` is None for a gold table that is always rebuilt;
    `version` is the contract's.
    """

    name: str
    layer: str
    table: str
    version: str
    fingerprint: str
    container: str
    path: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    order_by: tuple[str, ...]
    history: str
    deduplicate: bool
    delete_when: str | None
    source: Source | None
    inputs: tuple[str, ...]
    sql: str | None
    incremental: Incremental | None
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

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def schema(self) -> StructType:
        """The declared columns as a Spark schema, all nullable: checks, not storage, speak about NULL."""
        return StructType([StructField(c.name, _parse_datatype_string(c.type), True) for c in self.columns])


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


@dataclass(frozen=True)
class Connection:
    """What a source calls. `secret` says where the password or token comes from and never holds it."""

    name: str
    url: str
    user: str | None
    secret: Mapping[str, str] | None
    options: Mapping[str, str]


@dataclass(frozen=True)
class Binding:
    """Where one environment's lake stands. `token_key` says where the key comes from and never holds it."""

    environment: str
    containers: Mapping[str, str]
    token_key: Mapping[str, str]
    connections: Mapping[str, Connection] = field(default_factory=dict)

    def connection(self, name: str, table: str) -> Connection:
        """Raises MedallionError `connection-missing`."""
        if name not in self.connections:
            raise MedallionError(
                "connection-missing",
                f"The source of {table} calls the connection '{name}', which the binding of {self.environment} lacks; "
                f"it has {', '.join(sorted(self.connections)) or 'none'}.",
                "Add it under connections: url, and user and secret where it needs them.",
            )
        return self.connections[name]


def parse_manifest(document: Mapping[str, Any], origin: str) -> Manifest:
    """Raises MedallionError `manifest-version` or `manifest-invalid`."""
    _require_version(document, origin, "manifest")
    return _read(origin, "manifest", lambda: Manifest(tuple(_table(item) for item in document["tables"])))


def parse_binding(document: Mapping[str, Any], origin: str) -> Binding:
    """Raises MedallionError `binding-version` or `binding-invalid`."""
    _require_version(document, origin, "binding")

    def build() -> Binding:
        containers = {name: str(document["containers"][name]).rstrip("/") for name in CONTAINERS}
        connections = {name: _connection(name, item) for name, item in document.get("connections", {}).items()}
        return Binding(str(document["environment"]), containers, dict(document["tokenKey"]), connections)

    return _read(origin, "binding", build)


def _read(origin: str, what: str, build: Callable[[], _Parsed]) -> _Parsed:
    try:
        return build()
    except (KeyError, TypeError, AttributeError) as error:
        raise MedallionError(
            f"{what}-invalid",
            f"The {what} {origin} lacks or misspells a field: {error}.",
            "Write it again with `npx medallion package` (manifest) or `npx medallion publish` (binding).",
        ) from error


def _require_version(document: Mapping[str, Any], origin: str, what: str) -> None:
    found = document.get("schemaVersion") if isinstance(document, Mapping) else None
    if found != SCHEMA_VERSION:
        raise MedallionError(
            f"{what}-version",
            f"The {what} {origin} has schemaVersion {found!r}; this engine reads {SCHEMA_VERSION}.",
            "Use the engine that the release carries, or package the release again.",
        )


def _table(item: Mapping[str, Any]) -> Table:
    source = item["source"]
    return Table(
        name=item["name"],
        layer=item["layer"],
        table=item["table"],
        version=item["version"],
        fingerprint=item["fingerprint"],
        container=item["location"]["container"],
        path=item["location"]["path"],
        columns=tuple(_column(column) for column in item["columns"]),
        keys=tuple(item["keys"]),
        order_by=tuple(item["orderBy"]),
        history=item["history"],
        source=None if source is None else _source(source),
        deduplicate=item["deduplicate"],
        delete_when=item["deleteWhen"],
        inputs=tuple(item["inputs"]),
        sql=item["sql"],
        incremental=None if item["incremental"] is None else _incremental(item["incremental"]),
        row_checks=tuple(_row_check(check) for check in item["rowChecks"]),
        table_checks=tuple(_table_check(check) for check in item["tableChecks"]),
        foreign_keys=tuple(
            ForeignKey(
                key["column"],
                key["references"]["table"],
                key["references"]["column"],
                key["orphans"],
                key["defaultKey"],
            )
            for key in item["foreignKeys"]
        ),
        drift=item["drift"],
        partition_by=tuple(item["layout"]["partitionBy"]),
        z_order_by=tuple(item["layout"]["zOrderBy"]),
        target_file_size_mb=item["layout"]["targetFileSizeMb"],
        latency_hours=item["latencyHours"],
    )


def _source(item: Mapping[str, Any]) -> Source:
    return Source(
        kind=item.get("kind", "files"),
        system=item["system"],
        format=item.get("format", ""),
        path=item.get("path", ""),
        settings=dict(item),
    )


def _connection(name: str, item: Mapping[str, Any]) -> Connection:
    secret = item.get("secret")
    return Connection(
        name,
        item["url"],
        item.get("user"),
        None if secret is None else dict(secret),
        dict(item.get("options", {})),
    )


def _row_check(item: Mapping[str, Any]) -> RowCheck:
    tolerance = item["tolerance"]
    return RowCheck(
        item["id"],
        item["expression"],
        item["severity"],
        item["dimension"],
        None if tolerance is None else Tolerance(tolerance["unit"], tolerance["expectation"]),
    )


def _table_check(item: Mapping[str, Any]) -> TableCheck:
    return TableCheck(
        id=item["id"],
        kind=item["kind"],
        expectation=item["expectation"],
        severity=item["severity"],
        dimension=item["dimension"],
        columns=tuple(item["columns"]),
        metric=item.get("metric", ""),
        query=item.get("query", ""),
        last_runs=item.get("lastRuns", 0),
        bins=item.get("bins", 0),
    )


def _column(item: Mapping[str, Any]) -> Column:
    pii = item["pii"]
    return Column(
        name=item["name"],
        type=item["type"],
        required=item["required"],
        description=item["description"],
        expression=item["expression"],
        standard=item["standard"],
        protection=None if pii is None else pii.get("protection"),
        format=item["format"],
        measure=item["measure"],
    )


def _incremental(item: Mapping[str, Any]) -> Incremental:
    feeds = {name: Feed(dict(feed["grain"]), dict(feed["lookup"])) for name, feed in item["inputs"].items()}
    return Incremental(item["verifyEvery"], feeds)
