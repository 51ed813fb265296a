"""Storage of a bill by layer, and what tiering saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.finops.bill import costs
from medallion.finops.bill_reading import UNALLOCATED
from medallion.finops.periods import Period, period_of
from medallion.lake.lake import Lake

ZERO = Decimal(0)


@dataclass(frozen=True)
class StorageCosts:
    """US dollars of one resource group in one period. `by_layer` and `unallocated` add up to `total`."""

    period: Period
    total: Decimal
    by_layer: Mapping[str, Decimal]
    # What no layer can be given: rows without a tag where one account holds several layers.
    unallocated: Decimal
    # How layers were told apart: `tag` for a tagged account, `bytes` by measured size of the tables.
    method: str
    # Against the hot price that the same bill shows, less retrieval, early deletion and moves; may be negative.
    savings: Decimal
    fees: Decimal
    # GB-months in a cooler tier for which the bill shows no hot price: they are not in `savings`.
    savings_unknown: Decimal = ZERO
    gb_by_tier: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def bronze(self) -> Decimal:
        return self.by_layer.get("bronze", ZERO)

    @property
    def silver(self) -> Decimal:
        return self.by_layer.get("silver", ZERO)

    @property
    def gold(self) -> Decimal:
        return self.by_layer.get("gold", ZERO)


def in_period(rows: DataFrame, period: Period) -> DataFrame:
    return rows.where(F.col("charge_date").between(F.lit(period.first), F.lit(period.last)))


def latest_day(rows: DataFrame) -> date:
    found = rows.agg(F.max("charge_date").alias("day")).first()
    day = None if found is None else found["day"]
    if not isinstance(day, date):
        raise MedallionError("nothing-billed", "The bill has no such row.", "Import a bill that covers it.")
    return day


def storage_costs(lake: Lake, resource_group: str, period: str) -> StorageCosts:
    rows = costs(lake)
    span = period_of(period, latest_day(rows))
    stored = in_period(rows, span).where(
        (F.col("resource_group") == resource_group.lower())
        & F.col("resource_id").contains("/microsoft.storage/storageaccounts/")
    )
    found = stored.groupBy("layer", "tier", "meter", "product").agg(
        F.sum("usd").alias("usd"), F.sum("quantity").alias("gb")
    )
    lines = found.collect()
    if not lines:
        raise MedallionError(
            "nothing-billed",
            f"The bill has no storage of the resource group '{resource_group}' from {span.first} to {span.last}.",
            "Correct the name, or import a bill that covers it.",
        )
    by_layer: dict[str, Decimal] = {}
    for line in lines:
        by_layer[line["layer"]] = by_layer.get(line["layer"], ZERO) + line["usd"]
    untagged = by_layer.pop(UNALLOCATED, ZERO)
    method = "tag"
    if untagged and not by_layer and (shares := _measured_shares(lake)):
        by_layer = {layer: untagged * share for layer, share in shares.items()}
        untagged -= sum(by_layer.values(), ZERO)
        method = "bytes"
    total = sum((line["usd"] for line in lines), ZERO)
    capacity = [line for line in lines if "data stored" in line["meter"].lower()]
    hot = {
        _redundancy(line["meter"]): line["usd"] / line["gb"]
        for line in capacity
        if line["tier"] == "hot" and line["gb"]
    }
    saved, unknown = ZERO, ZERO
    for line in capacity:
        if line["tier"] in ("", "hot"):
            continue
        price = hot.get(_redundancy(line["meter"]))
        if price is None:
            unknown += line["gb"]
        else:
            saved += price * line["gb"] - line["usd"]
    fees = sum((line["usd"] for line in lines if _is_fee(line["tier"], line["meter"])), ZERO)
    tiers: dict[str, Decimal] = {}
    for line in capacity:
        tiers[line["tier"]] = tiers.get(line["tier"], ZERO) + line["gb"]
    return StorageCosts(span, total, by_layer, untagged, method, saved - fees, fees, unknown, tiers)


def _redundancy(meter: str) -> str:
    """`Hot RA-GRS Data Stored`: the third word from the end."""
    return (["", "", "", *meter.lower().split()])[-3]


def _is_fee(tier: str, meter: str) -> bool:
    text = meter.lower()
    return (
        "early delete" in text or "data retrieval" in text or (tier not in ("", "hot") and "write operations" in text)
    )


def _measured_shares(lake: Lake) -> dict[str, Decimal]:
    """Share of each layer in the bytes of all tables that exist; empty for a lake without a table."""
    sizes: dict[str, int] = {}
    for table in lake.manifest.tables:
        location = lake.location(table)
        try:
            detail = lake.spark.sql(f"DESCRIBE DETAIL delta.`{location.replace('`', '``')}`").first()
        except Exception as error:
            if "DELTA_MISSING" in str(error) or "not a Delta table" in str(error) or "DELTA_TABLE" in str(error):
                continue
            raise
        if detail is not None:
            sizes[table.layer] = sizes.get(table.layer, 0) + int(detail["sizeInBytes"] or 0)
    total = sum(sizes.values())
    return {layer: Decimal(size) / Decimal(total) for layer, size in sizes.items()} if total else {}
