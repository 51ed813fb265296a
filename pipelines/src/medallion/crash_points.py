"""Named points between two commits of a run.

Nothing happens here. A test replaces `reached` to stop a run exactly there and proves that a re-run heals it.
"""

from __future__ import annotations


def reached(point: str) -> None:
    """Called with the name of a point just before or after a commit, for example `bronze.transactions:intent`."""
