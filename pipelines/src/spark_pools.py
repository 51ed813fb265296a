"""Pools and batch jobs:

from spark_pools import SparkPoolManager
SparkPoolManager().configure_autoscale(pool_name="synspbatch", min_nodes=3, max_nodes=10, auto_pause_minutes=15)

`azure.synapse.spark` is a namespace of Microsoft's and has no such class. Two settings that are often asked for do not
exist on Synapse and are refused with the nearest thing that works: fewer than three nodes, and spot instances.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from medallion.errors import MedallionError
from medallion.finops.budgets import budget_states
from medallion.finops.prices import load_prices
from medallion.lake.lake import Lake, find_lake

# vCores of a memory-optimised executor (Azure Synapse Spark pool documentation).
EXECUTOR_VCORES = {"Small": 4, "Medium": 8, "Large": 16, "XLarge": 32, "XXLarge": 64}
LEAST_NODES, MOST_NODES = 3, 200
LEAST_PAUSE, MOST_PAUSE = 5, 10080


@dataclass(frozen=True)
class PoolSettings:
    """Checked settings of a pool. Terraform owns pools: `edit` is what to write into the environment's file."""

    pool_name: str
    min_nodes: int
    max_nodes: int
    auto_pause_minutes: int

    @property
    def edit(self) -> str:
        return (
            f"{{ name: '{self.pool_name}', minNodes: {self.min_nodes}, maxNodes: {self.max_nodes}, "
            f"autoPauseMinutes: {self.auto_pause_minutes} }}"
        )


@dataclass(frozen=True)
class BatchJob:
    script: str
    executor_size: str
    executors: int
    # US dollars of an hour: the executors and a driver of the same size.
    usd_per_hour: Decimal
    exit_code: int


class SparkPoolManager:
    """`lake` defaults to the one of MEDALLION_HOME; `run` starts a script and gives its exit code."""

    def __init__(self, *, lake: Lake | None = None, run: Callable[[Path], int] | None = None) -> None:
        self._lake = lake
        self._run = run or _run_locally

    def configure_autoscale(
        self, pool_name: str, min_nodes: int, max_nodes: int, auto_pause_minutes: int
    ) -> PoolSettings:
        """Raises MedallionError `pool-nodes-invalid` or `auto-pause-invalid`."""
        if not LEAST_NODES <= min_nodes <= max_nodes <= MOST_NODES:
            raise MedallionError(
                "pool-nodes-invalid",
                f"The pool {pool_name} has {min_nodes} to {max_nodes} nodes; allowed are {LEAST_NODES} to "
                f"{MOST_NODES}, because Synapse starts one head node and two workers at least.",
                f"Set min_nodes to {max(min_nodes, LEAST_NODES)} or more, and pause the pool when it is idle.",
            )
        if not LEAST_PAUSE <= auto_pause_minutes <= MOST_PAUSE:
            raise MedallionError(
                "auto-pause-invalid",
                f"The pool {pool_name} pauses after {auto_pause_minutes} minutes; allowed are {LEAST_PAUSE} to "
                f"{MOST_PAUSE}.",
                "Correct auto_pause_minutes.",
            )
        return PoolSettings(pool_name, min_nodes, max_nodes, auto_pause_minutes)

    def submit_batch_job(
        self,
        script: str,
        executor_size: str = "Small",
        executors: int = 1,
        use_spot_instances: bool = False,
        max_price_per_hour: float | None = None,
        pool_name: str | None = None,
    ) -> BatchJob:
        """Prices the job, holds it against price limit and the pool's budget, and runs it.

        Raises MedallionError `spot-not-available`, `executor-size-invalid`, `price-above-limit`, `budget-exceeded`,
        `script-missing`, `job-failed`.
        """
        if use_spot_instances:
            raise MedallionError(
                "spot-not-available",
                "Synapse Spark has no spot instances.",
                "Declare `spotBatch` in the environment, which runs batch jobs on spot nodes of Kubernetes, "
                "or leave use_spot_instances away.",
            )
        vcores = EXECUTOR_VCORES.get(executor_size)
        if vcores is None or executors < 1:
            raise MedallionError(
                "executor-size-invalid",
                f"The job asks for {executors} executors of size '{executor_size}'; allowed are "
                f"{', '.join(EXECUTOR_VCORES)} and one executor or more.",
                "Use one of these.",
            )
        lake = self._lake or find_lake()
        usd = load_prices(lake).spark_vcore_hour * vcores * (executors + 1)
        if max_price_per_hour is not None and usd > Decimal(str(max_price_per_hour)):
            raise MedallionError(
                "price-above-limit",
                f"{executors} {executor_size} executors and a driver cost ${usd:.2f} an hour, allowed is "
                f"${max_price_per_hour:.2f}.",
                "Use fewer or smaller executors, or raise max_price_per_hour.",
            )
        for state in budget_states(lake):
            if state.alert.pool == pool_name and state.state == "exceeded":
                raise MedallionError(
                    "budget-exceeded",
                    f"The pool {pool_name} has cost ${state.spent_usd:.2f} of ${state.alert.daily_usd:.2f} a day.",
                    "Wait until tomorrow, or set a higher budget with set_budget_alert.",
                )
        path = Path(script)
        found = path if path.exists() else Path(__file__).with_name(path.name)
        if not found.exists():
            raise MedallionError("script-missing", f"There is no script {script}.", "Correct its path.")
        code = self._run(found)
        if code != 0:
            raise MedallionError("job-failed", f"{script} ended with {code}.", "Look at its output.")
        return BatchJob(script, executor_size, executors, usd, code)


def _run_locally(script: Path) -> int:
    return subprocess.run([sys.executable, str(script)], env=dict(os.environ), check=False).returncode
