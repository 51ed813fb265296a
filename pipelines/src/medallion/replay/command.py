"""`medallion replay`: the quarantines of some bronze tables or all."""

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
    """One outcome a bronze table, in the order of the graph. The caller holds the lake's lock.

    `is_trial` counts and writes nothing. Rows accepted into bronze reach silver with the next run. Raises
    MedallionError for the first table that cannot be replayed; what was accepted before it stays accepted.
    """
    chosen = [table for table in lake.manifest.of_layer("bronze") if tables is None or table in tables]
    return [bronze.replay(lake, table, window, run, is_trial=is_trial) for table in chosen]
