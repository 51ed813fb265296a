"""Backs up a lake to another place, table by table, continuing where the last backup stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.recovery.delta_log import (
    Fingerprint,
    active_files,
    checkpoints,
    commit_path,
    commits,
    fingerprint,
    mentioned,
)
from medallion.spark.folder import Folder
from medallion.spark.transactions import state

SCHEMA_VERSION = 1
RECORDS = "backups"
# Who was erased: without it a restored lake would take their rows again.
EVIDENCE = "evidence"
_THREADS = 8
# Derived tables are copied first, so that no copy is ahead of the copies of its inputs.
_ORDER = ("gold", "silver", "bronze", "system")


@dataclass(frozen=True)
class TableBackup:
    """One table in a backup.

    `path` is `<container>/<folder>`. `commit` is the SHA-256 of the version's commit file, which differs in another
    history; empty if Delta had deleted the file. `files` and `bytes` are what this backup had to copy.
    """

    path: str
    version: int
    commit: str
    rows: int
    checksum: str
    files: int
    bytes: int

    @property
    def fingerprint(self) -> Fingerprint:
        return Fingerprint(self.rows, self.checksum)


@dataclass(frozen=True)
class Backup:
    """`taken_at` is the time at which copying started, ISO 8601: later commits may be missing."""

    id: str
    taken_at: str
    release_id: str
    tables: tuple[TableBackup, ...]

    def find(self, path: str) -> TableBackup | None:
        return next((table for table in self.tables if table.path == path), None)


def lake_tables(lake: Lake) -> list[tuple[str, str]]:
    """Path and location of every existing Delta table, derived ones first."""
    found = []
    for container in _ORDER:
        folder = Folder(lake.spark, lake.binding.containers[container])
        found += [(f"{container}/{path}", f"{folder.root}/{path}") for path in sorted(folder.tables())]
    # Intents last: an intent without its batch is carried out by the next run, but a batch without its intent is read
    # twice.
    return sorted(found, key=lambda one: one[0] == "system/ingestions")


def back_up(lake: Lake, place: str, note: Callable[[str], None]) -> Backup:
    """Copies new files and commits and records the backup. The caller holds the lake's lock, or nothing else writes.

    Raises MedallionError `lake-damaged` for a table that does not continue its earlier backup, and copies nothing of
    it: a damaged table never replaces its own backup.
    """
    root = Folder(lake.spark, place.rstrip("/"))
    last = newest(root)
    # The newest backup is the one with the greatest id, also after the clock was set back.
    after = datetime.min.replace(tzinfo=UTC) if last is None else datetime.fromisoformat(last.taken_at)
    now = max(datetime.now(UTC), after + timedelta(microseconds=1))
    tables = []
    for path, location in lake_tables(lake):
        before = None if last is None else last.find(path)
        try:
            done = _copy(lake, Folder(lake.spark, location), root.below(path), path, before)
        except (PySparkException, Py4JError) as error:
            raise _damaged(path, f"Delta cannot read it ({type(error).__name__})") from error
        tables.append(done)
        note(f"{path}: version {done.version}, {done.files} files copied")
    _copy_evidence(lake, root.below(EVIDENCE))
    backup = Backup(f"{now:%Y%m%dT%H%M%S.%fZ}", now.isoformat(), lake.release.id, tuple(tables))
    document = {"schemaVersion": SCHEMA_VERSION, **asdict(backup)}
    root.write(f"{RECORDS}/{backup.id}.json", json.dumps(document, indent=2).encode())
    return backup


def _copy_evidence(lake: Lake, target: Folder) -> None:
    source = Folder(lake.spark, lake.binding.evidence)
    have = target.sizes()
    _copy_all(source, target, sorted(path for path, size in source.sizes().items() if have.get(path) != size))


def newest(root: Folder) -> Backup | None:
    ids = list_ids(root)
    return read(root, ids[-1]) if ids else None


def list_ids(root: Folder) -> list[str]:
    names = [path.rsplit("/", 1)[-1] for path in root.sizes(RECORDS)]
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def forget(root: Folder, ids: Sequence[str]) -> None:
    """Ends older backups, so that they cannot be restored any more. Files that a newer one needs are kept."""
    for backup_id in ids:
        root.remove(f"{RECORDS}/{backup_id}.json")


def read(root: Folder, backup_id: str) -> Backup:
    """Raises MedallionError `unknown-backup` or `backup-invalid`."""
    known = list_ids(root)
    if backup_id not in known:
        named = f"'{backup_id}' " if backup_id else ""
        raise MedallionError(
            "unknown-backup",
            f"There is no backup {named}in {root.root}.",
            f"Name one of: {', '.join(known)}." if known else "Run `npx medallion backup` first.",
        )
    path = f"{RECORDS}/{backup_id}.json"
    try:
        record: Mapping[str, Any] = json.loads(root.read(path))
        tables = tuple(TableBackup(**table) for table in record["tables"])
        return Backup(record["id"], record["taken_at"], record["release_id"], tables)
    except (ValueError, KeyError, TypeError) as error:
        raise MedallionError(
            "backup-invalid", f"The record {root.root}/{path} cannot be read ({error}).", "Name another backup."
        ) from error


def _copy(lake: Lake, source: Folder, target: Folder, path: str, before: TableBackup | None) -> TableBackup:
    version = state(lake.spark, source.root).version
    _require_same_history(source, path, version, before)
    if before is not None and before.version == version:
        return replace(before, files=0, bytes=0)
    have, there = target.sizes(), source.sizes()
    log = commits(there)
    new = sorted(number for number in log if number <= version and log[number] not in have)
    wanted = set(active_files(lake.spark, source.root))
    lost = sorted(wanted - set(there))
    if lost:
        raise _damaged(path, f"version {version} needs {lost[0]}, which is gone")
    for number in new:
        # A file that a later commit replaced may have been vacuumed; that version is not readable any more.
        wanted |= mentioned(source, log[number]) & set(there)
    missing = [file for file in sorted(wanted) if have.get(file) != there[file]]
    _copy_all(source, target, missing)
    marks = [file for number, file in checkpoints(there) if number <= version and file not in have]
    _copy_all(source, target, marks)
    for number in new:
        target.copy_from(source, log[number])
    found = fingerprint(lake.spark, source.root, version)
    return TableBackup(
        path=path,
        version=version,
        commit=commit_digest(source, version),
        rows=found.rows,
        checksum=found.checksum,
        files=len(missing),
        bytes=sum(there[file] for file in missing),
    )


def _copy_all(source: Folder, target: Folder, paths: Sequence[str]) -> None:
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(lambda path: target.copy_from(source, path), paths):
            pass


def has_other_history(table: Folder, before: TableBackup) -> bool:
    """Whether the backed-up version is a different one now: the table was recreated or its log was changed."""
    # Delta deletes old log files after a month; then there is nothing to compare.
    return before.commit != "" and commit_digest(table, before.version) not in ("", before.commit)


def commit_digest(table: Folder, version: int) -> str:
    """SHA-256 of a commit file, empty if it does not exist."""
    path = commit_path(version)
    return hashlib.sha256(table.read(path)).hexdigest() if table.exists(path) else ""


def _require_same_history(source: Folder, path: str, version: int, before: TableBackup | None) -> None:
    """Raises MedallionError `lake-damaged` unless the table continues from its backed-up version."""
    if before is None:
        return
    if version < before.version:
        raise _damaged(path, f"it is at version {version}, and version {before.version} was backed up")
    if has_other_history(source, before):
        raise _damaged(path, f"its version {before.version} is not the one that was backed up")


def _damaged(path: str, why: str) -> MedallionError:
    return MedallionError(
        "lake-damaged",
        f"{path} cannot be backed up: {why}.",
        f"Run `npx medallion recover --examine` for details, `npx medallion recover --tables {path}` to restore it.",
    )
