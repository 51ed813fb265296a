"""REST APIs: pages are fetched into the landing container and then read as files, so that a replay is exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyspark.sql import DataFrame

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading.batches import Batch, Due, due_files
from medallion.reading.intents import Intent
from medallion.sources import files
from medallion.sources.calls import Client
from medallion.sources.fetches import Fetches
from medallion.sources.paging import pages

# A rate that most public APIs allow.
_REQUESTS_PER_SECOND = 5.0


def due(lake: Lake, table: Table, past: Sequence[Intent], path: str | None) -> Due:
    """Fetches new pages first, unless a `path` selects landed files."""
    if path is None and not fetch(lake, table):
        return Due((), ())
    return due_files(lake, table, past, path)


def read(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    return files.read(lake, table, batch)


def absent(lake: Lake, table: Table, batch: Batch) -> list[str]:
    return files.absent(lake, table, batch)


def fetch(lake: Lake, table: Table, client: Client | None = None) -> bool:
    """Writes every new page to landing. False if neither this nor an earlier fetch returned records."""
    assert table.source is not None
    settings = table.source.settings
    connection = lake.binding.connection(settings["connection"], table.name)
    caller = client or Client(connection, settings.get("requestsPerSecond", _REQUESTS_PER_SECOND))
    fetches = Fetches(lake, lake.landing(table.source.path), table.source.format)
    since = fetches.begin()
    newest: Any = None
    for page in pages(caller, settings, since):
        if page.records:
            fetches.add(page.content)
            newest = _greatest(newest, page.records, settings)
    until = since if newest is None else str(newest)
    fetches.finish(since, until)
    return fetches.has_any()


def _greatest(so_far: Any, records: Sequence[Any], settings: Any) -> Any:
    """The greatest watermark: numbers by value, everything else as text, which sorts ISO 8601 times correctly."""
    if "watermark" not in settings:
        return None
    field = settings["watermark"]["field"]
    values = [record[field] for record in records if isinstance(record, dict) and record.get(field) is not None]
    found = [value for value in (so_far, *values) if value is not None]
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in found):
        return max(found, default=None)
    return max((str(value) for value in found), default=None)
