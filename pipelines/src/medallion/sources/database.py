"""Reads tables of relational databases by JDBC in slices.

A slice (since, until] of a growing column is recorded before it is read, so that it has the same rows whenever and with
however many connections it is read: a row that changes meanwhile moves to a later slice. Deleted rows, and rows whose
column is NULL, are not read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from medallion.errors import MedallionError
from medallion.lake.binding import Connection
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading.batches import Batch, Due
from medallion.reading.intents import Intent, Slice, app_id, require_recorded
from medallion.reading.parsing import FILE, OFFSET
from medallion.sources import typed
from medallion.sources.secrets import read_secret
from medallion.spark.transactions import state

# Longer than a typical transaction of an order system; see `lagSeconds` in the contract.
_DEFAULT_LAG_SECONDS = 60
_FETCH_ROWS = "10000"
_TIME = "%Y-%m-%d %H:%M:%S.%f"
_DRIVERS = {
    "postgresql": ("org.postgresql.Driver", "org.postgresql:postgresql"),
    "sqlserver": ("com.microsoft.sqlserver.jdbc.SQLServerDriver", "com.microsoft.sqlserver:mssql-jdbc"),
    "mysql": ("com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j"),
    "mariadb": ("org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client"),
    "oracle": ("oracle.jdbc.OracleDriver", "com.oracle.database.jdbc:ojdbc11"),
}


@dataclass(frozen=True)
class Declared:
    connection: str
    table: str
    by: str
    column: str
    lag_seconds: int
    partitions: int


def declared(settings: Mapping[str, Any]) -> Declared:
    increment = settings["increment"]
    return Declared(
        settings["connection"],
        settings["table"],
        increment["by"],
        increment["column"],
        increment.get("lagSeconds", _DEFAULT_LAG_SECONDS),
        settings.get("partitions", 1),
    )


def due(lake: Lake, table: Table, past: Sequence[Intent], path: str | None) -> Due:
    if path is not None:
        raise MedallionError(
            "path-of-database",
            f"{table.name} reads a database, to which the path {path} does not apply.",
            "Leave out the path.",
        )
    source = _source(table)
    done = state(lake.spark, lake.location(table)).committed(app_id(table.name))
    require_recorded(table.name, past, done)
    kept = [Batch(intent, (), is_promised=True) for intent in past if intent.n > done]
    since = next((intent.slice.until for intent in reversed(past) if intent.slice is not None), None)
    until = _newest(lake, table, source, since)
    if until is None:
        return Due(tuple(kept), ())
    n = max([done, *(intent.n for intent in past)]) + 1
    slice_ = Slice(f"{source.connection}/{source.table}", source.column, since, until)
    return Due((*kept, Batch(Intent(table.name, n, 0, (), slice_), (), is_promised=False)), ())


def read(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    return typed.parse(_rows(lake, table, batch), table)


def absent(lake: Lake, table: Table, batch: Batch) -> list[str]:
    record = _rows(lake, table, batch).schema[typed.RECORD].dataType
    assert isinstance(record, StructType)
    found = {name.lower() for name in typed.leaves(table, record)}
    return [column.name for column in table.columns if column.source_name.lower() not in found]


def _rows(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    source, part = _source(table), batch.intent.slice
    assert part is not None
    access = _Access(lake, lake.binding.connection(source.connection, table.name))
    column = access.quoted(source.column)
    whole = f"{column} <= {_literal(source, part.until)}"
    if part.since is not None:
        whole = f"{column} > {_literal(source, part.since)} AND {whole}"
    frame = access.read(table, source, [f"{whole}{more}" for more in _split(access, table, source, whole, part.until)])
    place = F.col(f"`{_spelled(frame, source.column)}`").cast("bigint") if source.by == "key" else F.lit(None)
    origin = F.lit(part.source).alias(FILE), place.cast("bigint").alias(OFFSET)
    return frame.select(typed.as_record(frame), *origin)


def _spelled(frame: DataFrame, name: str) -> str:
    return next((column for column in frame.columns if column.lower() == name.lower()), name)


def _split(access: _Access, table: Table, source: Declared, whole: str, until: str) -> list[str]:
    """Conditions that split a slice into ranges of about equal width; together they are always the whole slice."""
    if source.partitions == 1:
        return [""]
    column = access.quoted(source.column)
    least = access.value(table, f"SELECT min({column}) AS v FROM {access.quoted(source.table)} WHERE {whole}")
    if least is None:
        return [""]
    first, last = _number(source, _shown(source, least)), _number(source, until)
    cuts = sorted({first + (last - first) * i // source.partitions for i in range(1, source.partitions)})
    bounds = [_literal(source, _of_number(source, cut)) for cut in cuts if first <= cut < last]
    lower = ["", *(f" AND {column} > {bound}" for bound in bounds)]
    upper = [*(f" AND {column} <= {bound}" for bound in bounds), ""]
    return [low + high for low, high in zip(lower, upper, strict=True)]


def _newest(lake: Lake, table: Table, source: Declared, since: str | None) -> str | None:
    """The greatest value after `since` that no open transaction can precede; None if there are no new rows."""
    access = _Access(lake, lake.binding.connection(source.connection, table.name))
    column = access.quoted(source.column)
    conditions = [] if since is None else [f"{column} > {_literal(source, since)}"]
    if source.by == "watermark":
        now = access.value(table, "SELECT CURRENT_TIMESTAMP AS v")
        latest = _shown(source, now - timedelta(seconds=source.lag_seconds))
        conditions.append(f"{column} <= {_literal(source, latest)}")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    newest = access.value(table, f"SELECT max({column}) AS v FROM {access.quoted(source.table)}{where}")
    return None if newest is None else _shown(source, newest)


class _Access:
    """Reads one database with Spark. Values are compared in UTC, the time zone of the session."""

    def __init__(self, lake: Lake, connection: Connection) -> None:
        self.spark, self.connection = lake.spark, connection
        jvm: Any = lake.spark._jvm
        self.dialect = jvm.org.apache.spark.sql.jdbc.JdbcDialects.get(connection.url)
        self.driver, self.jar = _driver(connection)

    def quoted(self, name: str) -> str:
        return ".".join(str(self.dialect.quoteIdentifier(part)) for part in name.split("."))

    def value(self, table: Table, query: str) -> Any:
        row = self._guarded(table, lambda: self._reader().option("query", query).load().head())
        return None if row is None else row["v"]

    def read(self, table: Table, source: Declared, predicates: list[str]) -> DataFrame:
        properties = self._properties()
        name = self.quoted(source.table)
        read = self.spark.read
        frame: DataFrame = self._guarded(
            table, lambda: read.jdbc(self.connection.url, name, predicates=predicates, properties=properties)
        )
        return frame

    def _reader(self) -> Any:
        return self.spark.read.format("jdbc").option("url", self.connection.url).options(**self._properties())

    def _properties(self) -> dict[str, str]:
        properties = {**self.connection.options, "driver": self.driver, "fetchsize": _FETCH_ROWS}
        password = read_secret(self.connection)
        if self.connection.user is not None:
            properties["user"] = self.connection.user
        if password is not None:
            properties["password"] = password
        return properties

    def _guarded(self, table: Table, work: Any) -> Any:
        try:
            return work()
        except (Py4JError, PySparkException) as error:
            java = getattr(error, "java_exception", None)
            reason = (str(java) if java is not None else str(error)).splitlines()[0].rstrip(".")
            missing = "ClassNotFoundException" in reason
            raise MedallionError(
                "driver-missing" if missing else "database-unreadable",
                f"The database of the connection '{self.connection.name}', which {table.name} reads, "
                + (f"needs {self.driver}, which is not installed." if missing else f"could not be queried: {reason}."),
                f"Add {self.jar} to the pool or to setup/jars.json."
                if missing
                else "Check its address, user and secret in the binding, and the table and column in the contract.",
            ) from error


def _driver(connection: Connection) -> tuple[str, str]:
    parts = connection.url.split(":")
    kind = parts[1] if parts[0] == "jdbc" and len(parts) > 1 else ""
    if kind not in _DRIVERS:
        raise MedallionError(
            "connection-invalid",
            f"The connection '{connection.name}' is not a supported database: its url begins with '{parts[0]}:{kind}'.",
            f"Begin the url with jdbc: and one of {', '.join(_DRIVERS)}.",
        )
    return _DRIVERS[kind]


def _source(table: Table) -> Declared:
    assert table.source is not None
    return declared(table.source.settings)


def _shown(source: Declared, value: Any) -> str:
    if source.by == "key":
        return str(int(value))
    moment: datetime = value
    # Spark returns naive times in the time zone of the machine.
    return moment.astimezone(UTC).strftime(_TIME)


def _literal(source: Declared, shown: str) -> str:
    return str(int(shown)) if source.by == "key" else f"'{datetime.strptime(shown, _TIME):{_TIME}}'"


def _number(source: Declared, shown: str) -> int:
    if source.by == "key":
        return int(shown)
    epoch = datetime(1970, 1, 1)
    return (datetime.strptime(shown, _TIME) - epoch) // timedelta(microseconds=1)


def _of_number(source: Declared, number: int) -> str:
    if source.by == "key":
        return str(number)
    return (datetime(1970, 1, 1) + timedelta(microseconds=number)).strftime(_TIME)
