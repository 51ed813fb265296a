"""Delta's own log as the memory of what has been done: table versions and transaction ids.

An application id with a version is committed atomically with the data it describes, so progress can neither run ahead
of a table nor lag behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pyspark.sql import SparkSession

_CONF = "spark.databricks.delta.write.txnAppId", "spark.databricks.delta.write.txnVersion"
_NOTE = "spark.databricks.delta.commitInfo.userMetadata"
_RESET = "spark.databricks.delta.write.txnVersion.autoReset.enabled"


@dataclass(frozen=True)
class TableState:
    """`version` is -1 for a table that does not exist. `newest` is its Delta snapshot, None for a state without one."""

    version: int
    newest: Any = field(default=None, compare=False, repr=False)

    @property
    def exists(self) -> bool:
        return self.version >= 0

    @cached_property
    def transactions(self) -> Mapping[str, int]:
        """Application id to its last version. Read when asked for: Delta puts the table's state together for it."""
        entries: dict[str, int] = {}
        if self.newest is not None and self.exists:
            iterator = self.newest.transactions().iterator()
            while iterator.hasNext():
                pair = iterator.next()
                entries[str(pair._1())] = int(pair._2())
        return entries

    @property
    def stored_bytes(self) -> int | None:
        """What the table's files hold together; None when Delta would have to work to know."""
        if self.newest is None or not self.exists:
            return 0
        known = self.newest.sizeInBytesIfKnown()
        return int(known.get()) if known.isDefined() else None

    def committed(self, app_id: str) -> int:
        """Last version of the application id, -1 for none."""
        return self.transactions.get(app_id, -1)


def snapshot(spark: SparkSession, location: str) -> Any:
    """The newest Delta snapshot of a location, as the JVM object."""
    jvm: Any = spark._jvm
    log = jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, location)
    return log.update(False, jvm.scala.Option.empty())


def state(spark: SparkSession, location: str) -> TableState:
    newest = snapshot(spark, location)
    return TableState(int(newest.version()), newest)


def commit_info(spark: SparkSession, location: str, version: int) -> dict[str, Any] | None:
    """What a commit says about itself; None when the log no longer has it."""
    jvm: Any = spark._jvm
    session: Any = spark._jsparkSession
    log = jvm.org.apache.spark.sql.delta.DeltaLog.forTable(session, location)
    file = jvm.org.apache.hadoop.fs.Path(log.logPath(), f"{version:020d}.json")
    conf = session.sessionState().newHadoopConf()
    if not file.getFileSystem(conf).exists(file):
        return None
    lines = (json.loads(line) for line in str(log.store().read(file, conf).mkString("\n")).splitlines())
    return next((dict(line["commitInfo"]) for line in lines if "commitInfo" in line), None)


@contextmanager
def transaction(spark: SparkSession, app_id: str, version: int, note: str | None = None) -> Iterator[None]:
    """Gives the MERGE, UPDATE or DELETE of the block a transaction id, and its commit a note.

    The settings are the session's: always reset.
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
def noted(spark: SparkSession, note: str | None) -> Iterator[None]:
    """Gives the commit of the block a note, and no transaction id. The setting is the session's: always reset."""
    if note is not None:
        spark.conf.set(_NOTE, note)
    try:
        yield
    finally:
        spark.conf.unset(_NOTE)
