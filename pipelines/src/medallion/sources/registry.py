"""The common interface of all sources: which batches are due, and how a recorded batch is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pyspark.sql import DataFrame

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading.batches import Batch, Due
from medallion.reading.intents import Intent
from medallion.sources import api, database, files, streams


class Reader(Protocol):
    """A module for one kind of source."""

    def due(self, lake: Lake, table: Table, past: Sequence[Intent], path: str | None) -> Due:
        """The batches that bronze lacks: recorded intents that were not carried out, then new input.

        `past` are the recorded intents, `path` selects some files of a source. Raises MedallionError.
        """

    def read(self, lake: Lake, table: Table, batch: Batch) -> DataFrame:
        """The declared columns and those of `parsing`: RESCUED, MALFORMED, LINE, FILE, OFFSET.

        The same batch returns the same rows whenever it is read.
        """

    def absent(self, lake: Lake, table: Table, batch: Batch) -> list[str]:
        """Declared columns that the header or the schema of the batch lacks."""


_READERS: dict[str, Reader] = {
    "files": files,
    "database": database,
    "api": api,
    **dict.fromkeys(streams.KINDS, streams),
}


def due(lake: Lake, table: Table, past: Sequence[Intent], path: str | None = None) -> Due:
    return _reader(table).due(lake, table, past, path)


def read(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    return _reader(table).read(lake, table, batch)


def absent(lake: Lake, table: Table, batch: Batch) -> list[str]:
    return _reader(table).absent(lake, table, batch)


def _reader(table: Table) -> Reader:
    assert table.source is not None
    kind = table.source.kind
    if kind not in _READERS:
        raise MedallionError(
            "unsupported-source",
            f"The source of {table.name} is of the kind '{kind}'.",
            f"Declare one of: {', '.join(_READERS)}.",
        )
    return _READERS[kind]
