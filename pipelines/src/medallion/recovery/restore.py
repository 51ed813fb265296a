"""Restores a backup: completely into an empty place, or damaged tables into their own places."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Manifest
from medallion.ledger import digest
from medallion.recovery.backup import EVIDENCE, Backup, TableBackup, lake_tables
from medallion.recovery.delta_log import active_files, checkpoints, commits, fingerprint, mentioned
from medallion.spark.folder import Folder

_THREADS = 8
# A name with an underscore is hidden from Spark, from listings of tables and from the next backup.
ASIDE = "_damaged"
PROMISES = "system/ingestions"


@dataclass(frozen=True)
class Restored:
    """`verified`: the table has exactly the rows of the backup."""

    path: str
    version: int
    rows: int
    verified: bool
    bytes: int
    seconds: float


def with_dependents(manifest: Manifest, paths: Sequence[str]) -> list[str]:
    """The tables and all tables built from them.

    A table must never be ahead of its inputs: it would ignore input that arrives again. For the same reason the
    recorded intents are restored with bronze.
    """
    by_path = {f"{table.container}/{table.path}": table for table in manifest.tables}
    chosen = set(paths)
    if PROMISES in chosen:
        chosen |= {path for path, table in by_path.items() if table.layer == "bronze"}
    grown = True
    while grown:
        names = {by_path[path].name for path in chosen if path in by_path}
        more = {path for path, table in by_path.items() if names & set(table.inputs)} - chosen
        chosen |= more
        grown = bool(more)
    quarantines = {f"system/quarantine/{by_path[path].name}" for path in chosen if path in by_path}
    return sorted(chosen | quarantines)


def restore_into(
    lake: Lake, source: Folder, backup: Backup, target: Folder, note: Callable[[str], None]
) -> list[Restored]:
    """Restores the whole backup into an empty place. Raises MedallionError `place-not-empty`."""
    if target.sizes():
        raise MedallionError(
            "place-not-empty", f"{target.root} already has files.", "Name a place that is empty or does not exist."
        )
    return [_restore(lake, source.below(table.path), table, target.below(table.path), note) for table in backup.tables]


def restore_whole(lake: Lake, source: Folder, backup: Backup, note: Callable[[str], None]) -> list[Restored]:
    """Restores the whole backup and the evidence into a lake without tables, which needs nothing of the old one but
    its token key. The caller holds the lock. Raises MedallionError `place-not-empty`, `backup-damaged`.
    """
    standing = [path for path, _ in lake_tables(lake)]
    strangers = sorted(set(standing) - {table.path for table in backup.tables})
    if strangers:
        raise MedallionError(
            "place-not-empty", f"The lake already has {strangers[0]}.", "Name a lake that is empty or does not exist."
        )
    # What an attempt that was stopped has restored stays: each table is there whole or not at all.
    left = [table.path for table in backup.tables if table.path not in standing]
    evidence = Folder(lake.spark, lake.binding.evidence)
    kept = source.below(EVIDENCE)
    for path in kept.sizes():
        evidence.copy_from(kept, path)
    return restore_in_place(lake, source, backup, left, note)


def restore_in_place(
    lake: Lake, source: Folder, backup: Backup, paths: Sequence[str], note: Callable[[str], None]
) -> list[Restored]:
    """Restores the tables to their places and moves the damaged ones to `_damaged`. The caller holds the lock.

    Each table is restored and verified next to its place and then renamed, so that it is always the old or the new one.
    A table that is not in the backup is moved to `_damaged`, and the next run rebuilds it from its inputs.
    """
    # The digest is of a ledger whose versions may be reused after the restore.
    Folder(lake.spark, lake.binding.containers["system"]).remove(digest.FILE)
    done = []
    for path in paths:
        container, below = path.split("/", 1)
        place = Folder(lake.spark, f"{lake.binding.containers[container]}/{below}")
        root = Folder(lake.spark, lake.binding.containers[container])
        table = backup.find(path)
        draft = root.below(f"_restoring/{below}")
        draft.delete()
        if table is not None:
            restored = _restore(lake, source.below(path), table, draft, note)
            if not restored.verified:
                raise MedallionError(
                    "backup-damaged",
                    f"The backup {backup.id} of {path} does not have the rows that were backed up.",
                    "Name an older backup with --backup.",
                )
            done.append(restored)
        if place.exists():
            aside = root.below(f"{ASIDE}/{below}-{backup.id}")
            aside.delete()
            place.move(aside.root)
        if table is not None:
            draft.move(place.root)
    return done


def _restore(lake: Lake, source: Folder, table: TableBackup, target: Folder, note: Callable[[str], None]) -> Restored:
    begun = time.monotonic()
    held = source.sizes()
    log = {number: path for number, path in commits(held).items() if number <= table.version}
    marks = [path for number, path in checkpoints(held) if number <= table.version]
    wanted: set[str] = set()
    for path in log.values():
        wanted |= mentioned(source, path)
    if max(log, default=-1) < table.version or min(log, default=1) > 0:
        # The log started before the first backup: some of its files are only in a checkpoint, not in a copied commit.
        wanted |= set(active_files(lake.spark, source.root))
    data = sorted(wanted & set(held))
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(lambda path: target.copy_from(source, path), [*data, *marks]))
    for number in sorted(log):
        target.copy_from(source, log[number])
    found = fingerprint(lake.spark, target.root, table.version)
    result = Restored(
        path=table.path,
        version=table.version,
        rows=found.rows,
        verified=found == table.fingerprint,
        bytes=sum(held[path] for path in data),
        seconds=time.monotonic() - begun,
    )
    verdict = "verified" if result.verified else "NOT the rows of the backup"
    note(f"{table.path}: version {table.version}, {found.rows} rows, {verdict}")
    return result
