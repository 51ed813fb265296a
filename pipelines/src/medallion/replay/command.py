"""`medallion replay`: replays the quarantines of bronze tables."""

from __future__ import annotations

from collections.abc import Sequence

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.results import Run
from medallion.replay import bronze
from medallion.replay.outcome import Outcome, Window


def replay(
    lake: Lake, run: Run, tables: Sequence[Table] | None, window: Window, *, is_trial: bool = False
) -> list[Outcome]:
    """One outcome per bronze table, in the order of the graph. The caller holds the lake's lock.

    With `is_trial` nothing is written. Rows accepted into bronze reach silver with the next run. Raises MedallionError
    for the first table that cannot be replayed; rows accepted before it stay accepted.
    """
    chosen = [table for table in lake.manifest.of_layer("bronze") if tables is None or table in tables]
    return [bronze.replay_table(lake, table, window, run, is_trial=is_trial) for table in chosen]
