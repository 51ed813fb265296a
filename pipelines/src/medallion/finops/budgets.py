"""Budgets of a day for a pool. Azure's shortest budget is a month, so that the lake keeps these itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from pyspark.sql import functions as F
from pyspark.sql.window import Window

from medallion.errors import MedallionError
from medallion.finops.bill import COSTS
from medallion.finops.compute import compute_costs
from medallion.lake.lake import Lake
from medallion.lake.writing import append
from medallion.spark.files import exists

BUDGETS = "finops/budgets"
SCHEMA = "pool string, daily_usd double, threshold double, set_at timestamp"


@dataclass(frozen=True)
class BudgetAlert:
    """From `alert_usd` on somebody is told; from `daily_usd` on nothing more is submitted that day."""

    pool: str
    daily_usd: Decimal
    alert_usd: Decimal


@dataclass(frozen=True)
class BudgetState:
    alert: BudgetAlert
    # None before a bill or where the pool has none: unknown is not nothing.
    spent_usd: Decimal | None
    # `ok`, `alert`, `exceeded` or `unknown`.
    state: str


def set_budget(lake: Lake, pool: str, daily_budget: float, alert_threshold: float) -> BudgetAlert:
    if not daily_budget > 0 or not 0 < alert_threshold <= 1:
        raise MedallionError(
            "budget-invalid",
            f"The budget of {pool} is {daily_budget} with the threshold {alert_threshold}; "
            "allowed are dollars above 0 and a share above 0 up to 1.",
            "Correct the two figures.",
        )
    now = datetime.now(UTC).isoformat()
    record = {"pool": pool, "daily_usd": daily_budget, "threshold": alert_threshold, "set_at": now}
    append(lake, BUDGETS, [record], SCHEMA)
    return _alert(pool, daily_budget, alert_threshold)


def _alert(pool: str, daily_budget: float, threshold: float) -> BudgetAlert:
    daily = Decimal(str(daily_budget))
    return BudgetAlert(pool, daily, daily * Decimal(str(threshold)))


def budget_states(lake: Lake) -> list[BudgetState]:
    """The newest budget of each pool against the latest day that was billed."""
    location = lake.system(BUDGETS)
    if not exists(lake.spark, f"{location}/_delta_log"):
        return []
    newest = Window.partitionBy("pool").orderBy(F.desc("set_at"))
    rows = (
        lake.spark.read.format("delta")
        .load(location)
        .withColumn("place", F.row_number().over(newest))
        .where("place = 1")
        .orderBy("pool")
        .collect()
    )
    billed = exists(lake.spark, f"{lake.system(COSTS)}/_delta_log")
    spent = dict(compute_costs(lake, "synapse_spark", "daily").by_pool) if billed else {}
    return [_state(_alert(row["pool"], row["daily_usd"], row["threshold"]), spent.get(row["pool"])) for row in rows]


def _state(alert: BudgetAlert, spent: Decimal | None) -> BudgetState:
    if spent is None:
        return BudgetState(alert, None, "unknown")
    state = "exceeded" if spent >= alert.daily_usd else "alert" if spent >= alert.alert_usd else "ok"
    return BudgetState(alert, spent, state)
