"""Compute of a bill by kind and pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyspark.sql import Column
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.finops.bill import costs
from medallion.finops.periods import Period, period_of
from medallion.finops.storage import ZERO, in_period, latest_day
from medallion.lake.lake import Lake

# Part of a product or service that tells the kind: both Spark and serverless SQL are called serverless.
KINDS: Mapping[str, str] = {
    "synapse_spark": "spark pool",
    "synapse_sql": "dedicated sql pool",
    "serverless_sql": "serverless sql pool",
    "data_factory": "data factory",
}


@dataclass(frozen=True)
class ComputeCosts:
    """US dollars of one kind of compute in one period; pools and days each add up to `total`."""

    resource_type: str
    period: Period
    total: Decimal
    by_pool: Mapping[str, Decimal]
    by_day: Mapping[str, Decimal]
    # vCore-hours of Spark, hours of pools, terabytes of serverless SQL, as the meter counts them.
    quantity: Decimal


def compute_costs(lake: Lake, resource_type: str, period: str) -> ComputeCosts:
    """A kind that was not billed in a period that was costs nothing."""
    rows = costs(lake)
    span = period_of(period, latest_day(rows))
    lines = (
        in_period(rows, span)
        .where(is_kind(resource_type))
        .groupBy("resource_id", "charge_date")
        .agg(F.sum("usd").alias("usd"), F.sum("quantity").alias("quantity"))
        .collect()
    )
    by_pool: dict[str, Decimal] = {}
    by_day: dict[str, Decimal] = {}
    for line in lines:
        pool = pool_of(line["resource_id"])
        by_pool[pool] = by_pool.get(pool, ZERO) + line["usd"]
        day = line["charge_date"].isoformat()
        by_day[day] = by_day.get(day, ZERO) + line["usd"]
    total = sum((line["usd"] for line in lines), ZERO)
    quantity = sum((line["quantity"] for line in lines), ZERO)
    return ComputeCosts(resource_type, span, total, by_pool, dict(sorted(by_day.items())), quantity)


def is_kind(resource_type: str) -> Column:
    """Raises MedallionError `unknown-resource-type`."""
    if resource_type not in KINDS:
        raise MedallionError(
            "unknown-resource-type",
            f"The resource type is '{resource_type}'; allowed are {', '.join(KINDS)}.",
            "Use one of these.",
        )
    return F.lower(F.concat_ws(" ", "service", "product")).contains(KINDS[resource_type])


def pool_of(resource_id: str) -> str:
    """The last name of the id: the pool where it is billed by itself, else the workspace."""
    return resource_id.rstrip("/").rpartition("/")[2]
