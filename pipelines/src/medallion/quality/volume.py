"""Compares the row count of a run with the runs before it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

# With fewer runs a median is not meaningful.
LEAST_RUNS = 3


def percent(before: Sequence[int], rows: int) -> float | None:
    """`rows` in percent of the median of the last runs that read rows; None if there were too few runs."""
    return None if len(before) < LEAST_RUNS else 100.0 * rows / median(before)
