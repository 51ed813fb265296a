"""How long something takes on this machine, next to the least that Spark can do with the same data."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and seconds of processor time of the JVM: the second says the same on a busy machine."""

    wall: float
    cpu: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.wall - other.wall, self.cpu - other.cpu)

    def over(self, other: Cost) -> Cost:
        return Cost(self.wall / other.wall, self.cpu / other.cpu)


@dataclass(frozen=True)
class Figure:
    """One line of the table. `better` says on which side of the goal a value is good; NaN where nothing is promised."""

    id: str
    title: str
    value: float
    unit: str
    goal: float | None
    better: str = "lower"
    # The same figure in processor time, where it is a ratio.
    cpu_value: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value <= self.goal if self.better == "lower" else self.value >= self.goal

    def as_record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "value": round(self.value, 3),
            "unit": self.unit,
            "goal": self.goal,
            "better": self.better,
            "met": self.is_met,
            "cpuValue": None if self.cpu_value is None else round(self.cpu_value, 3),
            "load": round(os.getloadavg()[0], 1),
            "detail": self.detail,
        }


def timed(spark: SparkSession, work: Callable[[], object]) -> Cost:
    begun, used = time.perf_counter(), _processor_seconds(spark)
    work()
    return Cost(time.perf_counter() - begun, _processor_seconds(spark) - used)


def rounds_of(rounds: int, one: Callable[[int], Sequence[Cost]]) -> list[Sequence[Cost]]:
    """Costs of the contenders in each round; they go in turn, and a first round that warms the JVM does not count."""
    return [one(number) for number in range(rounds + 1)][1:]


def median_of(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(cost.wall for cost in costs), statistics.median(cost.cpu for cost in costs))


def ratio(id_: str, title: str, goal: float | None, rounds: Sequence[Sequence[Cost]], **detail: Any) -> Figure:
    """The median over the rounds of ours (second) over bare (first)."""
    ratios = median_of([ours.over(bare) for bare, ours in rounds])
    bare, ours = median_of([pair[0] for pair in rounds]), median_of([pair[1] for pair in rounds])
    seconds = {"bareSeconds": round(bare.wall, 2), "oursSeconds": round(ours.wall, 2), "rounds": len(rounds)}
    return Figure(id_, title, ratios.wall, "x", goal, cpu_value=ratios.cpu, detail={**seconds, **detail})


def _processor_seconds(spark: SparkSession) -> float:
    """Of the JVM with all its threads; read from the kernel, because the JVM's own bean is closed to reflection."""
    jvm: Any = spark._jvm
    stat = Path(f"/proc/{jvm.java.lang.ProcessHandle.current().pid()}/stat")
    if not stat.exists():
        return time.process_time()
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
