"""How the rows of a run compare with those of the runs before it."""

from __future__ import annotations

from statistics import median

from medallion import history
from medallion.lake import Lake
from medallion.manifest import Table, TableCheck

# With fewer runs a median says nothing about what is usual.
LEAST_RUNS = 3


def percent(lake: Lake, table: Table, check: TableCheck, rows: int) -> float | None:
    """`rows` in percent of the median of the last runs that brought any; None before there were enough of them."""
    before = history.rows_in(lake, table.name, check.last_runs)
    return None if len(before) < LEAST_RUNS else 100.0 * rows / median(before)
