"""Table versions and transaction ids, read from and written to the Delta log.

An application id with a version is committed atomically with its data, so recorded progress always agrees with the
table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from pyspark.sql import SparkSession

_CONF = "spark.databricks.delta.write.txnAppId", "spark.databricks.delta.write.txnVersion"
_NOTE = "spark.databricks.delta.commitInfo.userMetadata"
_RESET = "spark.databricks.delta.write.txnVersion.autoReset.enabled"
_COPY = "spark.databricks.delta.merge.materializeSource"
# Latest commits that are read from their files before Delta is asked, and the largest size of such a file in bytes.
_RECENT = 3
_LONGEST = 1 << 18


@dataclass(frozen=True)
class TableState:
    """`version` is -1 for a table that does not exist. `newest` is its Delta snapshot, or None."""

    version: int
    newest: Any = field(default=None, compare=False, repr=False)

    @property
    def exists(self) -> bool:
        return self.version >= 0

    def table_property(self, name: str) -> str | None:
        """None if the property is not set."""
        found = None if self.newest is None else self.newest.metadata().configuration().get(name)
        return str(found.get()) if found is not None and found.isDefined() else None

    @property
    def properties(self) -> dict[str, str]:
        """All that have been set."""
        found: dict[str, str] = {}
        if self.newest is not None and self.exists:
            iterator = self.newest.metadata().configuration().iterator()
            while iterator.hasNext():
                pair = iterator.next()
                found[str(pair._1())] = str(pair._2())
        return found

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The columns as Delta's schema has them."""
        return list(json.loads(self.newest.metadata().schemaString())["fields"]) if self.exists else []

    @property
    def partitions(self) -> list[str]:
        names = self.newest.metadata().partitionColumns()
        return [str(names.apply(place)) for place in range(names.size())]

    @cached_property
    def transactions(self) -> Mapping[str, int]:
        """Last version by application id. Read on demand: Delta reconstructs the table's state for it."""
        entries: dict[str, int] = {}
        if self.newest is not None and self.exists:
            iterator = self.newest.transactions().iterator()
            while iterator.hasNext():
                pair = iterator.next()
                entries[str(pair._1())] = int(pair._2())
        return entries

    @cached_property
    def recent(self) -> Mapping[str, int]:
        """The same for the last few commits, read from their files, where most lookups succeed."""
        entries: dict[str, int] = {}
        for version in range(self.version, max(-1, self.version - _RECENT), -1):
            actions = _actions(self.newest.deltaLog(), version, longest=_LONGEST)
            if actions is None:
                # An older commit may have been superseded by this one.
                break
            for action in actions:
                if "txn" in action:
                    entries.setdefault(action["txn"]["appId"], action["txn"]["version"])
        return entries

    def committed(self, app_id: str) -> int:
        """Last version of the application id, -1 for none."""
        return self.recent[app_id] if app_id in self.recent else self.transactions.get(app_id, -1)

    def newest_of(self, prefix: str) -> tuple[str, int] | None:
        """The application id that starts with `prefix` and has the greatest version; their versions only grow."""
        return _greatest(self.recent, prefix) or _greatest(self.transactions, prefix)


def _greatest(entries: Mapping[str, int], prefix: str) -> tuple[str, int] | None:
    mine = [entry for entry in entries.items() if entry[0].startswith(prefix)]
    return max(mine, key=itemgetter(1)) if mine else None


def snapshot(spark: SparkSession, location: str) -> Any:
    """The newest Delta snapshot of a location, as the JVM object."""
    jvm: Any = spark._jvm
    log = jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, location)
    return log.update(False, jvm.scala.Option.empty())


def state(spark: SparkSession, location: str) -> TableState:
    newest = snapshot(spark, location)
    return TableState(int(newest.version()), newest)


def checked_state(spark: SparkSession, location: str) -> TableState:
    """As `state`. Raises ValueError if one of the latest commits is cut off: Delta skips a line that is not JSON."""
    found = state(spark, location)
    _ = found.recent
    return found


def commit_info(spark: SparkSession, location: str, version: int) -> dict[str, Any] | None:
    """The `commitInfo` of a version; None if the log no longer has it."""
    jvm: Any = spark._jvm
    session: Any = spark._jsparkSession
    log = jvm.org.apache.spark.sql.delta.DeltaLog.forTable(session, location)
    actions = _actions(log, version) or ()
    return next((dict(action["commitInfo"]) for action in actions if "commitInfo" in action), None)


def _actions(log: Any, version: int, longest: int | None = None) -> list[dict[str, Any]] | None:
    """The actions of one commit; None if its file is gone or has more than `longest` bytes."""
    folder, conf = log.logPath(), log.newDeltaHadoopConf()
    system = folder.getFileSystem(conf)
    file = folder.suffix(f"/{version:020d}.json")
    if not system.exists(file):
        return None
    if longest is not None and int(system.getFileStatus(file).getLen()) > longest:
        return None
    return [json.loads(line) for line in str(log.store().read(file, conf).mkString("\n")).splitlines()]


def transaction_options(app_id: str, version: int, note: str | None = None) -> dict[str, str]:
    """Options of a DataFrame write that make it happen once per version of the application id; `note`: see `noted`."""
    options = {"txnAppId": app_id, "txnVersion": str(version)}
    return options if note is None else {**options, "userMetadata": note}


@contextmanager
def transaction(spark: SparkSession, app_id: str, version: int, note: str | None = None) -> Iterator[None]:
    """Gives the MERGE, UPDATE or DELETE of the block a transaction id, and its commit a note (`userMetadata`).

    Changes settings of the session and resets them afterwards.
    """
    app_key, version_key = _CONF
    spark.conf.set(app_key, app_id)
    spark.conf.set(version_key, str(version))
    spark.conf.set(_RESET, "true")
    if note is not None:
        spark.conf.set(_NOTE, note)
    try:
        yield
    finally:
        for key in (*_CONF, _RESET, _NOTE):
            spark.conf.unset(key)


@contextmanager
def fixed_source(spark: SparkSession) -> Iterator[None]:
    """For the MERGE of a checkpointed source, which is deterministic: Delta need not materialize it."""
    spark.conf.set(_COPY, "none")
    try:
        yield
    finally:
        spark.conf.unset(_COPY)


@contextmanager
def noted(spark: SparkSession, note: str | None) -> Iterator[None]:
    """Gives the commit of the block a note (`userMetadata`) and no transaction id. Resets the setting afterwards."""
    if note is not None:
        spark.conf.set(_NOTE, note)
    try:
        yield
    finally:
        spark.conf.unset(_NOTE)
