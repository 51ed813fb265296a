"""Runs work in the order of a graph, in parallel where the graph allows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

_Result = TypeVar("_Result")

# Frequent enough to show progress, rare enough to cost nothing.
_TICK_SECONDS = 1.0


def run_graph(
    waits: Mapping[str, Collection[str]],
    work: Callable[[str], _Result],
    parallel: int,
    *,
    started: Callable[[str], None],
    ended: Callable[[str, _Result], None],
    tick: Callable[[Collection[str]], None],
) -> None:
    """Calls `work` once per name, after all names it waits for; at most `parallel` at a time, in the order of `waits`.

    `started` and `ended` are called in the caller's thread, one at a time; of several names that end together, in the
    order of `waits`. So is `tick`, about once a second, with the running names. A dependency that is not among the
    names counts as done. After an exception of `work` nothing more starts; it is raised when the running names have
    ended.
    """
    waiting = {name: {other for other in others if other in waits} for name, others in waits.items()}
    places = {name: place for place, name in enumerate(waits)}
    running: dict[Future[_Result], str] = {}
    with ThreadPoolExecutor(parallel, "table") as pool:
        while waiting or running:
            ready = [name for name, others in waiting.items() if not others]
            for name in ready[: parallel - len(running)]:
                del waiting[name]
                started(name)
                running[pool.submit(work, name)] = name
            done = wait(running, _TICK_SECONDS, FIRST_COMPLETED).done
            if not done:
                tick(tuple(running.values()))
            for future in sorted(done, key=lambda one: places[running[one]]):
                name = running.pop(future)
                ended(name, future.result())
                for others in waiting.values():
                    others.discard(name)
