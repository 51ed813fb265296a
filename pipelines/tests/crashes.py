"""Runs that die at a point between two commits. The points are found, not listed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from medallion import crash_points


class StoppedError(Exception):
    """The process died here."""


@contextmanager
def at_points(react: Callable[[str], None]) -> Iterator[None]:
    """Calls `react` at every point that the engine passes, in any module."""
    original = crash_points.reached
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crash_points, "reached", react)
        for name, module in list(sys.modules.items()):
            if name.startswith("medallion.") and getattr(module, "reached", None) is original:
                patch.setattr(module, "reached", react)
        yield


def points_of(run: Callable[[], object]) -> list[str]:
    seen: list[str] = []
    with at_points(seen.append):
        run()
    return seen


class Deaths:
    """Stops each run at the first crash point at which no earlier run was stopped."""

    def __init__(self) -> None:
        self.points: set[str] = set()

    def of(self, run: Callable[[], object]) -> int:
        """Runs until a run completes. Returns the number of stopped runs."""
        while not self._survives(run):
            pass
        return len(self.points)

    def _survives(self, run: Callable[[], object]) -> bool:
        dead = False

        def react(point: str) -> None:
            nonlocal dead
            if not dead and point not in self.points:
                self.points.add(point)
                dead = True
            # A process that has died commits nothing more, in any of its threads.
            if dead:
                raise StoppedError(point)

        with at_points(react):
            try:
                run()
            except StoppedError:
                return False
        # A point in the background may die after the last table: the run then has failed all the same.
        return not dead


@contextmanager
def dying_at(point: str) -> Iterator[None]:
    def react(passed: str) -> None:
        if passed == point:
            raise StoppedError(point)

    with at_points(react), pytest.raises(StoppedError):
        yield
