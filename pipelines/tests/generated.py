"""Cases from Hypothesis, gathered first and judged together: one Spark job for hundreds of them."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

_Case = TypeVar("_Case")


def cases(strategy: st.SearchStrategy[_Case], count: int) -> list[_Case]:
    """`count` cases, the same on every machine. Nothing is shrunk: each case is small, and a failing one is shown."""
    found: list[_Case] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(case: _Case) -> None:
        found.append(case)

    gather()
    return found
