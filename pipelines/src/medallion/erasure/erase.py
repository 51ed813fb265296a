"""Erases data subjects from all layers, in the order of the graph. Safe to repeat; a repetition completes it.

Rows are deleted from bronze and silver; gold is updated from silver by a run, so that no sum includes them any more.
Old files and logs are removed only when every reader has read the deletion: a reader that is behind would miss the
deletion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from medallion import crash_points, silver
from medallion.bronze import withdrawal
from medallion.erasure import proof, rows
from medallion.erasure.identifiers import Identifiers, harvest, patterns_of
from medallion.erasure.purge import Purged, purge, seal
from medallion.erasure.record import Erased, Proof, announce, conclude
from medallion.erasure.rows import Place, places
from medallion.erasure.subjects import Subject, holders, persons_of
from medallion.erasure.text_pattern import pattern_of
from medallion.errors import MedallionError
from medallion.events import Emit, log
from medallion.gold import notes
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.retention import holds_of
from medallion.lake.tokens import fingerprint, load_key
from medallion.ledger.results import Run
from medallion.reading.batches import due_files
from medallion.reading.intents import read as read_intents
from medallion.recovery import backup as backups
from medallion.recovery.restore import ASIDE
from medallion.running.runner import execute, new_run
from medallion.spark.files import exists
from medallion.spark.folder import Folder
from medallion.spark.transactions import state


@dataclass(frozen=True)
class Deleted:
    """`unreadable` rows have no value in the subject column; `deliveries` are landing files that were rewritten, and
    `deliveries_deleted` those that could not be; `redacted` rows are somebody else's and mentioned the person."""

    rows: int = 0
    unreadable: int = 0
    deliveries: int = 0
    deliveries_deleted: int = 0
    redacted: int = 0


def trial(lake: Lake, subject: Subject, values: Sequence[str]) -> list[Erased]:
    """Counts the rows of each table that belong to the persons, and unreadable rows that may. Writes nothing."""
    return [
        Erased(
            table=place.name,
            place="lake",
            rows=rows.count_rows(lake, place, subject),
            unreadable=0
            if place.table.layer != "bronze"
            else rows.count_unreadable(lake, place, subject.kind, patterns_of(place.table, subject.kind, values, ())),
        )
        for place in _places(lake, holders(lake, subject.kind))
    ]


def erase(
    lake: Lake,
    id_: str,
    subject: Subject,
    values: Sequence[str],
    run: Run,
    emit: Emit,
    backup_place: str | None = None,
    given: Sequence[str] = (),
    keep: Callable[[Identifiers], None] = lambda _: None,
) -> Proof:
    """Erases the persons. `values` are their values as text, used to find unreadable rows; it may be empty. `given` are
    other identifiers of theirs, which are searched for in text.

    `keep` is told what they are known by before anything is deleted: an interrupted erasure finds the same again.
    With `backup_place` the backup there is updated and purged, so that older backups cannot be restored any more. The
    caller holds the lake's lock. Raises MedallionError `legal-hold`, `deliveries-waiting` and `erasure-blocked`
    before anything is deleted.
    """
    begun = datetime.now(UTC)
    key = fingerprint(load_key(lake.spark, lake.binding))
    held = holders(lake, subject.kind)
    _require_no_hold(lake, held)
    _require_nothing_waits(lake, held)
    _catch_up(lake, _readers(lake, held), emit)
    identifiers = harvest(lake, _places(lake, held), subject, given)
    pattern = pattern_of(identifiers.texts)
    tables = [*held, *_mentioning(lake, held, subject, pattern)]
    readers = _readers(lake, tables)
    _catch_up(lake, readers, emit)
    keep(identifiers)
    announce(lake, id_, subject, begun, key)
    crash_points.reached("erasure:announced")
    deleted = {}
    for place in _places(lake, [table for table in tables if table.layer != "gold"]):
        deleted[place.name] = _delete(lake, place, subject, values, identifiers.texts)
        seal(lake.spark, place.location, id_)
    failed = _follow(lake, readers, run, emit)
    gold = [table for table in readers if table.layer == "gold"]
    for place in _places(lake, gold):
        note = notes.newest(lake, place.table, state(lake.spark, place.location))
        seal(lake.spark, place.location, id_, None if note is None else note.text())
    reached = _places(lake, [*(table for table in tables if table.layer != "gold"), *gold])
    needed = _needed_still(lake, readers)
    done = [
        _finish(lake, place, "lake", subject, pattern, deleted.get(place.name, Deleted()), is_kept=place.name in needed)
        for place in reached
    ]
    unsure = [*failed, *_set_aside(lake)]
    if backup_place is not None:
        try:
            done += _forget_backups(lake, backup_place, reached, subject, pattern)
        except MedallionError as error:
            # The steps done so far are recorded nevertheless.
            unsure.append(f"{backup_place}: {error.message}")
    result = Proof(
        id_,
        subject,
        lake.release.id,
        run.id,
        begun,
        datetime.now(UTC),
        tuple(done),
        tuple(unsure),
        key_fingerprint=key,
        identifiers=len(identifiers.texts),
        shared_identifiers=identifiers.shared,
        not_searched=_not_searched(lake, done, values, identifiers),
    )
    log(f"proof: {conclude(lake, result)}")
    return result


def _mentioning(lake: Lake, held: Sequence[Table], subject: Subject, pattern: str | None) -> list[Table]:
    """Other tables in any of whose files an identifier stands in text; also when an interrupted erasure has already
    taken it out of the rows."""
    if pattern is None:
        return []
    return [
        table
        for table in lake.manifest.tables
        if table.layer != "gold"
        and table not in held
        and any(proof.search(lake, place, subject, pattern)[0].text for place in places(lake, table))
    ]


def _not_searched(lake: Lake, done: Sequence[Erased], values: Sequence[str], known: Identifiers) -> tuple[str, ...]:
    """What the proof says nothing about, for people."""
    found = [
        "landing files that brought no row, and no text, of the persons",
        "files that storage keeps after deletion",
    ]
    reached = {table.table for table in done}
    untouched = [table.name for table in lake.manifest.tables if table.name not in reached]
    if untouched:
        found.append(
            f"tables that are not about the persons and mention none of their identifiers: {', '.join(untouched)}"
        )
    binary = [
        f"{table.name}.{one.name}" for table in lake.manifest.tables for one in table.columns if one.type == "binary"
    ]
    if binary:
        found.append(f"binary columns: {', '.join(binary)}")
    if known.shared:
        found.append(f"{known.shared} values that other persons have as well, in text")
    if not values:
        found.append("unreadable lines that name a person by the subject's value: the request is no longer there")
    return tuple(found)


def _readers(lake: Lake, held: Sequence[Table]) -> list[Table]:
    """The silver and gold tables among the tables and all that are built from them, in the order of the graph."""
    names = {table.name for table in held if table.layer != "bronze"}
    names |= {reader.name for table in held for reader in lake.manifest.downstream(table.name)}
    found = [table for table in lake.manifest.tables if table.name in names]
    return [table for table in found if state(lake.spark, lake.location(table)).exists]


def _places(lake: Lake, tables: Sequence[Table]) -> list[Place]:
    return [place for table in tables for place in places(lake, table)]


def _require_no_hold(lake: Lake, tables: Sequence[Table]) -> None:
    """What the law orders to keep is not erased (GDPR, article 17(3)(e)), and a person decides which law it is."""
    holds = sorted({hold for table in tables for hold in holds_of(lake.manifest, table)})
    if holds:
        raise MedallionError(
            "legal-hold",
            f"Rows of the persons are under the legal hold {', '.join(holds)}; nothing has been erased.",
            "Ask who ordered it; remove it from legalHold of the contract when it has ended, and repeat the erasure.",
        )


def _require_nothing_waits(lake: Lake, tables: Sequence[Table]) -> None:
    """Refuses unread landing files: they may contain the persons and would re-insert them."""
    past = read_intents(lake)
    for table in tables:
        source = table.source
        if source is None or source.kind != "files" or not exists(lake.spark, lake.landing(source.path)):
            continue
        waiting = sum(len(batch.intent.files) for batch in due_files(lake, table, past.get(table.name, [])).batches)
        if waiting:
            raise MedallionError(
                "deliveries-waiting",
                f"{waiting} landing files of {table.name} have not been read yet; they may contain the persons and "
                "would re-insert them.",
                "Run the lake first: npx medallion run",
            )


def _catch_up(lake: Lake, tables: Sequence[Table], emit: Emit) -> None:
    """Lets readers process pending input, because the purge removes the change data of their inputs."""
    behind = [table for table in tables if table.layer == "silver" and silver.pending(lake, table) is not None]
    if not behind:
        return
    failed = [result for result in execute(lake, new_run(), behind, emit) if not result.is_sound]
    if failed:
        raise MedallionError(
            "erasure-blocked",
            f"{failed[0].table} has unprocessed input, and its run failed: "
            f"{failed[0].error.message if failed[0].error else failed[0].status}",
            "Fix that error and repeat the erasure; nothing has been deleted.",
        )


def _delete(lake: Lake, place: Place, subject: Subject, values: Sequence[str], texts: Sequence[str]) -> Deleted:
    """Each step finds what it needs again when one of the steps behind it was interrupted: rows that say which files to
    rewrite are the last to go."""
    table = place.table
    is_theirs = subject.kind in table.subjects
    pattern = pattern_of(texts)
    unreadable = deliveries = lost = 0
    if table.layer == "bronze":
        patterns = patterns_of(table, subject.kind, values, texts)
        persons = persons_of(table, subject)
        for path in rows.source_files(lake, place, subject, patterns):
            rewrite = withdrawal.plan(lake, table, path, persons, patterns)
            if rewrite is None:
                continue
            unreadable += rows.delete_lines(lake, place, subject.kind, rewrite.unreadable)
            crash_points.reached(f"{place.name}:before-rewriting")
            is_changed = withdrawal.carry_out(lake, table, rewrite, persons, patterns)
            deliveries, lost = deliveries + is_changed, lost + (is_changed and rewrite.is_lost)
        unreadable += rows.delete_unreadable(lake, place, subject.kind, patterns)
    # Before the rows of the persons go: a crash in between leaves what says which files to look at.
    redacted = 0 if pattern is None else rows.redact(lake, place, pattern)
    gone = rows.delete(lake, place, subject) if is_theirs else 0
    log(
        f"{place.name}: {gone} rows and {unreadable} unreadable ones deleted, {redacted} redacted; "
        f"{deliveries} deliveries rewritten or deleted"
    )
    return Deleted(gone, unreadable, deliveries, lost, redacted)


def _follow(lake: Lake, readers: Sequence[Table], run: Run, emit: Emit) -> tuple[str, ...]:
    """Lets readers process the deletion. Returns the tables that failed or are not sound, each with its reason."""
    results = execute(lake, run, readers, emit)
    return tuple(
        f"{result.table}: {result.error.message if result.error else result.status}"
        for result in results
        if not result.is_sound
    )


def _needed_still(lake: Lake, readers: Sequence[Table]) -> set[str]:
    """Tables whose change data a failed reader still needs: without it the reader could never continue."""
    changes = [silver.pending(lake, reader) for reader in readers if reader.layer == "silver"]
    return {change.source.name for change in changes if change is not None and change.has_news}


def _set_aside(lake: Lake) -> list[str]:
    """Reports folders of damaged tables that a restore kept, because their content is unknown."""
    containers = (Folder(lake.spark, lake.binding.containers[table.container]) for table in lake.manifest.tables)
    roots = sorted({folder.root for folder in containers if folder.exists(ASIDE)})
    return [f"{root}/{ASIDE} has damaged tables that a restore kept: inspect and delete them." for root in roots]


def _finish(
    lake: Lake,
    place: Place,
    where: str,
    subject: Subject,
    pattern: str | None,
    deleted: Deleted,
    *,
    is_kept: bool = False,
) -> Erased:
    purged = Purged(0, 0) if is_kept else purge(lake.spark, place.location)
    log(f"{place.name} ({where}): {purged.files} files and {purged.entries} entries of the log removed")
    is_searched = subject.kind in place.table.subjects or pattern is not None
    left, searched = proof.search(lake, place, subject, pattern) if is_searched else (None, None)
    return Erased(
        table=place.name,
        place=where,
        rows=deleted.rows,
        unreadable=deleted.unreadable,
        deliveries=deleted.deliveries,
        files=purged.files,
        log_entries=purged.entries,
        left=left,
        redacted=deleted.redacted,
        deliveries_deleted=deleted.deliveries_deleted,
        searched=searched,
    )


def _forget_backups(
    lake: Lake, root: str, reached: Sequence[Place], subject: Subject, pattern: str | None
) -> list[Erased]:
    folder = Folder(lake.spark, root.rstrip("/"))
    older = backups.list_ids(folder)
    if not older:
        return []
    backups.back_up(lake, root, log)
    backups.forget(folder, older)
    paths = {location: path for path, location in backups.lake_tables(lake)}
    copies = [Place(place.table, place.name, f"{folder.root}/{paths[place.location]}") for place in reached]
    return [_finish(lake, copy, folder.root, subject, pattern, Deleted()) for copy in copies]
