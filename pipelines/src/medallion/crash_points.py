"""Named points between two commits of a run.

`reached` does nothing. A test replaces it to stop a run exactly there and proves that a re-run repairs the lake.
"""

from __future__ import annotations


def reached(point: str) -> None:
    """Called just before or after a commit with the name of the point, for example `bronze.transactions:intent`."""
