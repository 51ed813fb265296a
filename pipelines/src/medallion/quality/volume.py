"""How the rows of a run compare with those of the runs before it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

# With fewer runs a median says nothing about what is usual.
LEAST_RUNS = 3


def percent(before: Sequence[int], rows: int) -> float | None:
    """`rows` in percent of the median of the last runs that brought any; None before there were enough of them."""
    return None if len(before) < LEAST_RUNS else 100.0 * rows / median(before)
