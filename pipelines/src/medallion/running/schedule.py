"""Work in the order of a graph: what waits for nothing runs side by side, what is left waits for what it reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

_Result = TypeVar("_Result")

# Often enough to look alive, seldom enough to cost nothing.
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
    """Calls `work` once a name, after all it waits for; at most `parallel` at a time, in the order of `waits`.

    `started` and `ended` are called in the caller's thread, one at a time; so is `tick`, about once a second, with the
    names at work. A name that is waited for but not among the names is taken as done. What `work` raises ends the
    graph: nothing more begins, what runs comes to its end, then it is raised.
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
