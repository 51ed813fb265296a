"""The batches of a bronze table that are due: recorded intents that were not carried out, then new files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading import rewritten_files
from medallion.reading.inspection import Inspection
from medallion.reading.intents import Intent, app_id, require_recorded
from medallion.reading.landing import LandingFile, inspect_all, listing
from medallion.spark.transactions import state


@dataclass(frozen=True)
class Batch:
    """An intent and the inspections of its files. `is_promised`: the intent is already recorded."""

    intent: Intent
    inspections: tuple[Inspection, ...]
    is_promised: bool

    @property
    def bytes_in(self) -> int:
        """Bytes after decompression if the files were inspected, else as stored."""
        if self.inspections:
            return sum(inspection.raw_bytes for inspection in self.inspections)
        return sum(file.stored_bytes for file in self.intent.files)


@dataclass(frozen=True)
class Due:
    batches: tuple[Batch, ...]
    warnings: tuple[str, ...]


def due_files(lake: Lake, table: Table, past: Sequence[Intent], path: str | None = None) -> Due:
    """Inspects every file that is due. Raises MedallionError for the first one that cannot be ingested."""
    done = state(lake.spark, lake.location(table)).committed(app_id(table.name))
    require_recorded(table.name, past, done)
    found = listing(lake, table, path)
    rewritten = rewritten_files.known(lake)
    known = {file.path: file.identity for intent in past if intent.n <= done for file in intent.files}
    batches: list[Batch] = []
    warnings: list[str] = []
    attempt, n = 0, done + 1
    for intent in (intent for intent in past if intent.n > done):
        if _is_intact(lake, table, intent, found, path):
            batches.append(Batch(intent, tuple(inspect_all(lake, table, intent.files)), is_promised=True))
            known.update({file.path: file.identity for file in intent.files})
            n = intent.n + 1
        else:
            attempt, n = intent.attempt + 1, intent.n
            warnings.append(
                f"{table.name}: files of the unfinished batch {intent.n} have changed; the batch is rebuilt."
            )
    new = [
        file
        for file in found
        # A file that lost records on purpose is the one that was ingested.
        if known.get(file.path) != file.identity
        and not (file.path in known and file.identity in rewritten.get(file.path, ()))
    ]
    warnings += [f"{table.name}: {file.path} has changed since it was ingested." for file in new if file.path in known]
    if new:
        intent = Intent(table.name, n, attempt, tuple(new))
        batches.append(Batch(intent, tuple(inspect_all(lake, table, new)), is_promised=False))
    return Due(tuple(batches), tuple(warnings))


def _is_intact(lake: Lake, table: Table, intent: Intent, found: list[LandingFile], path: str | None) -> bool:
    everything = found if path is None else [*found, *listing(lake, table)]
    present = {(file.path, file.identity) for file in everything}
    return all((file.path, file.identity) in present for file in intent.files)
