"""The graph decides which work waits and which runs in parallel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from medallion.running.schedule import run_graph


def play(
    waits: Mapping[str, Collection[str]], parallel: int, work: Callable[[str], str] = str.upper
) -> list[tuple[str, str]]:
    """Calls of the callbacks, in order: ("start", name), ("end", result) and ("tick", names)."""
    told: list[tuple[str, str]] = []
    run_graph(
        waits,
        work,
        parallel,
        started=lambda name: told.append(("start", name)),
        ended=lambda name, result: told.append(("end", result)),
        tick=lambda names: told.append(("tick", " ".join(names))),
    )
    return told


def test_independent_names_run_in_parallel() -> None:
    both = threading.Barrier(2, timeout=10)

    def meet(name: str) -> str:
        if name in ("a", "b"):
            both.wait()
        return name

    told = play({"a": (), "b": (), "c": ("a", "b")}, 2, meet)
    assert told[:2] == [("start", "a"), ("start", "b")]
    assert told[-2:] == [("start", "c"), ("end", "c")]


def test_one_at_a_time_goes_in_the_given_order() -> None:
    told = play({"b": ("a",), "a": (), "c": ("elsewhere",)}, 1)
    assert [name for what, name in told if what == "start"] == ["a", "b", "c"]


def test_results_that_are_ready_together_come_in_the_given_order() -> None:
    names = ["g", "b", "e", "a", "h", "c", "f", "d"]
    finished = threading.Semaphore(0)
    ended: list[str] = []

    def work(name: str) -> str:
        finished.release()
        return name

    def started(name: str) -> None:
        # Holds the caller's thread until all others have a result, so that it finds them at once.
        if name == "last":
            for _ in names:
                assert finished.acquire(timeout=10)
            time.sleep(0.2)

    run_graph(
        dict.fromkeys([*names, "last"], ()),
        work,
        len(names) + 1,
        started=started,
        ended=lambda name, result: ended.append(f"{name}{result}"),
        tick=lambda names: None,
    )
    assert [one for one in ended if one != "lastlast"] == [name * 2 for name in names]


def test_an_exception_ends_the_graph() -> None:
    seen: list[str] = []

    def fail(name: str) -> str:
        seen.append(name)
        if name == "a":
            raise ValueError(name)
        return name

    with pytest.raises(ValueError, match="a"):
        play({"a": (), "b": ("a",), "c": ("b",)}, 2, fail)
    assert seen == ["a"]


def test_long_work_reports_progress() -> None:
    def slow(name: str) -> str:
        time.sleep(1.2)
        return name

    assert ("tick", "a") in play({"a": ()}, 1, slow)


@given(st.data())
def test_nothing_starts_before_what_it_waits_for_has_ended(data: st.DataObject) -> None:
    names = [f"t{place}" for place in range(data.draw(st.integers(1, 8)))]
    waits = {
        name: data.draw(st.lists(st.sampled_from(names[:place]), unique=True)) if place else []
        for place, name in enumerate(names)
    }
    limit = data.draw(st.integers(1, 4))
    told = play(waits, limit)
    assert sorted(name for what, name in told if what == "start") == sorted(names)
    ended: set[str] = set()
    working = 0
    for what, name in told:
        if what == "start":
            assert set(waits[name]) <= ended
            working += 1
        elif what == "end":
            ended.add(name.lower())
            working -= 1
        assert working <= limit
