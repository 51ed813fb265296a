"""Finds damage of a lake by comparing it with its last backup and its ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from medallion.lake.lake import Lake
from medallion.ledger import commit_note, ledger
from medallion.recovery.backup import Backup, TableBackup, has_other_history, lake_tables
from medallion.recovery.delta_log import active_files, commits, fingerprint, newest_version
from medallion.spark.folder import Folder
from medallion.spark.transactions import state

# Operations that change rows. Compaction and vacuum change none and have no transaction id of the engine.
_WRITES = {"WRITE", "MERGE", "DELETE", "UPDATE", "TRUNCATE", "RESTORE", "STREAMING UPDATE"}
_OURS = "medallion:"


@dataclass(frozen=True)
class Damage:
    """`kind` is stable and kebab-case; `detail` never contains a value of a row."""

    path: str
    kind: str
    detail: str


def examine(lake: Lake, backup: Backup) -> list[Damage]:
    """Reads the whole lake: every table that exists or is in the backup, at most one damage each."""
    standing = dict(lake_tables(lake))
    paths = sorted({*standing, *(table.path for table in backup.tables)})
    ledgered = _recorded_versions(lake)
    found = []
    for path in paths:
        container, below = path.split("/", 1)
        location = standing.get(path, f"{lake.binding.containers[container]}/{below}")
        damage = next(_damages(lake, path, location, backup.find(path), ledgered.get(path, -1)), None)
        if damage is not None:
            found.append(damage)
    return found


def _damages(lake: Lake, path: str, location: str, before: TableBackup | None, recorded: int) -> Iterator[Damage]:
    folder = Folder(lake.spark, location)
    files = folder.sizes()
    newest = newest_version(files)
    if newest < 0:
        yield Damage(path, "table-missing", "there is no Delta log")
        return
    expected = max(recorded, -1 if before is None else before.version)
    if newest < expected:
        yield Damage(path, "version-lost", f"version {expected} was written, the newest is version {newest}")
    if before is not None and has_other_history(folder, before):
        yield Damage(path, "history-rewritten", f"version {before.version} is not the one that was backed up")
    try:
        version = state(lake.spark, location).version
        active = active_files(lake.spark, location)
    except (PySparkException, Py4JError) as error:
        yield Damage(path, "log-unreadable", _kind(error))
        return
    lost = sorted(set(active) - set(files))
    if lost:
        yield Damage(path, "file-missing", f"{len(lost)} files of version {version}, the first is {lost[0]}")
    short = sorted(file for file, size in active.items() if file in files and files[file] != size)
    if short:
        yield Damage(path, "file-truncated", f"{len(short)} files of version {version}, the first is {short[0]}")
    try:
        now = fingerprint(lake.spark, location, version)
    except (PySparkException, Py4JError) as error:
        yield Damage(path, "file-unreadable", _kind(error))
        return
    if before is not None and before.version == version and now != before.fingerprint:
        yield Damage(path, "content-differs", f"version {version} has other rows than its backup")
    foreign = None if path.startswith("system/") else _foreign_commit(folder, before, files)
    if foreign is not None:
        yield Damage(path, "foreign-commit", foreign)


def _foreign_commit(folder: Folder, before: TableBackup | None, files: dict[str, int]) -> str | None:
    """A change of rows since the backup that was not made by a run of the engine."""
    since = -1 if before is None else before.version
    for version, path in sorted(commits(files).items()):
        if version <= since:
            continue
        actions = [json.loads(line) for line in folder.read(path).decode("utf-8").splitlines()]
        operation = next((action["commitInfo"]["operation"] for action in actions if "commitInfo" in action), "")
        ours = any(action["txn"]["appId"].startswith(_OURS) for action in actions if "txn" in action)
        # A backfill merges without a transaction id.
        ours = ours or any(commit_note.read(action["commitInfo"]) for action in actions if "commitInfo" in action)
        if operation in _WRITES and not ours:
            return f"version {version} is a {operation} that no run made"
    return None


def _recorded_versions(lake: Lake) -> dict[str, int]:
    """Newest version of each table in the ledger, by path; empty if the ledger is gone."""
    try:
        location = lake.system(ledger.RUNS)
        if not state(lake.spark, location).exists:
            return {}
        rows = lake.spark.read.format("delta").load(location).groupBy("table").agg({"version": "max"}).collect()
    except (PySparkException, Py4JError):
        return {}
    by_name = {table.name: f"{table.container}/{table.path}" for table in lake.manifest.tables}
    return {by_name[row[0]]: int(row[1]) for row in rows if row[0] in by_name and row[1] is not None}


def _kind(error: Exception) -> str:
    """The class of an exception of Spark, whose message may contain values."""
    java = getattr(error, "java_exception", None)
    return str(java.getClass().getSimpleName()) if java is not None else type(error).__name__
