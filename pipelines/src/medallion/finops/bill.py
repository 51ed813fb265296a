"""Bills become one Delta table `finops/costs` of the system container, a month of a subscription at a time.

Beside it stands a file for each month, see `bill_months.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.finops.bill_check import check_bill, known_rates
from medallion.finops.bill_months import exact_sum, write_months
from medallion.finops.bill_reading import MONEY, UNALLOCATED, read_bill, readable
from medallion.lake.lake import Lake
from medallion.spark.files import exists

COSTS = "finops/costs"


@dataclass(frozen=True)
class RestatedMonth:
    month: str
    before_usd: Decimal
    after_usd: Decimal


@dataclass(frozen=True)
class ImportedBill:
    """What one import found and wrote."""

    rows: int
    months: tuple[str, ...]
    total_usd: Decimal
    # Rows without a tag that says where they belong; they are in the total.
    untagged: int
    # Credits and refunds: negative charges, in the total.
    credits: int = 0
    credits_usd: Decimal = Decimal(0)
    # Months that had been imported before with another total.
    restated: tuple[RestatedMonth, ...] = ()


def import_bill(
    lake: Lake,
    paths: Sequence[str],
    *,
    subscription: str,
    rates: Mapping[str, Decimal] | None = None,
    replace_shorter: bool = False,
) -> ImportedBill:
    """Reads exports (`.csv`, `.parquet`) and pages of the query API (`.json`) and replaces the months they hold.

    A restated month takes the place of what was imported of it before; the same file again changes nothing. `rates`
    are US dollars for one unit of another currency. `replace_shorter` takes a month that lacks days of what is
    imported of it: without it that is an older export or a part of one.
    Raises MedallionError `bill-missing`, `bill-empty`, `bill-format`, `bill-columns-missing`, `bill-truncated`,
    `bill-page-repeated`, `bill-damaged`, `bill-delivered-twice`, `bill-value-invalid`,
    `bill-of-another-subscription`, `currency-without-rate`, `rate-invalid`, `bill-shorter`, and writes nothing then.
    """
    known = known_rates(rates or {})
    with readable(paths):
        bill = read_bill(lake, paths).cache()
    try:
        with readable(paths):
            check_bill(bill, subscription, known)
        rate = F.create_map(*[F.lit(part) for pair in known.items() for part in (pair[0], str(pair[1]))])
        priced = bill.drop("delivery").withColumns(
            {
                # Wider types would make Spark round the product to six digits.
                "usd": (F.col("cost").cast("decimal(24,12)") * rate[F.col("currency")].cast("decimal(12,8)")).cast(
                    MONEY
                ),
                "billing_month": F.date_format("charge_date", "yyyy-MM"),
            }
        )
        months = _months(priced)
        before = _imported(lake, subscription)
        if not replace_shorter:
            _require_all_days(months, before)
        _replace(lake, priced, subscription, sorted(months))
        write_months(lake, priced, subscription)
        found = months.values()
        return ImportedBill(
            sum(month.rows for month in found),
            tuple(sorted(months)),
            exact_sum(month.usd for month in found),
            sum(month.untagged for month in found),
            sum(month.credits for month in found),
            exact_sum(month.credits_usd for month in found),
            tuple(
                RestatedMonth(name, before[name].usd, months[name].usd)
                for name in sorted(months)
                if name in before and before[name].usd != months[name].usd
            ),
        )
    finally:
        bill.unpersist()


@dataclass(frozen=True)
class _Month:
    rows: int
    usd: Decimal
    untagged: int
    credits: int
    credits_usd: Decimal
    days: frozenset[date]


def _months(rows: DataFrame) -> dict[str, _Month]:
    is_credit = F.col("usd") < 0
    found = rows.groupBy("billing_month").agg(
        F.count("*").alias("rows"),
        F.sum("usd").alias("usd"),
        F.sum((F.col("layer") == UNALLOCATED).cast("int")).alias("untagged"),
        F.sum(is_credit.cast("int")).alias("credits"),
        F.coalesce(F.sum(F.when(is_credit, F.col("usd"))), F.lit(0)).alias("credits_usd"),
        F.collect_set("charge_date").alias("days"),
    )
    return {
        row["billing_month"]: _Month(
            row["rows"], row["usd"], row["untagged"], row["credits"], row["credits_usd"], frozenset(row["days"])
        )
        for row in found.collect()
    }


def _imported(lake: Lake, subscription: str) -> dict[str, _Month]:
    if not exists(lake.spark, f"{lake.system(COSTS)}/_delta_log"):
        return {}
    return _months(costs(lake).where(F.col("subscription") == subscription.lower()))


def _require_all_days(months: Mapping[str, _Month], before: Mapping[str, _Month]) -> None:
    """A restatement reaches at least as far as what it restates; one that does not is an older or a partial export."""
    for name in sorted(months.keys() & before.keys()):
        lost = sorted(before[name].days - months[name].days)
        if lost:
            raise MedallionError(
                "bill-shorter",
                f"{name} has {len(months[name].days)} days here and {len(before[name].days)} in the lake; "
                f"{lost[0]}{' and others are' if len(lost) > 1 else ' is'} missing.",
                "Import the newest whole export, or add --replace where the earlier one was wrong.",
            )


def costs(lake: Lake) -> DataFrame:
    """Every imported row. Raises MedallionError `no-bill` before the first import."""
    location = lake.system(COSTS)
    if not exists(lake.spark, f"{location}/_delta_log"):
        raise MedallionError(
            "no-bill", "No bill has been imported into this lake.", "Import an export of Cost Management first."
        )
    return lake.spark.read.format("delta").load(location)


def _replace(lake: Lake, bill: DataFrame, subscription: str, months: Sequence[str]) -> None:
    """One commit: rows of these months and this subscription go, the new ones come."""
    location = lake.system(COSTS)
    writer = bill.write.format("delta").mode("overwrite").option("mergeSchema", "true").partitionBy("billing_month")
    if exists(lake.spark, f"{location}/_delta_log"):
        listed = ", ".join(f"'{month}'" for month in months)
        writer = writer.option(
            "replaceWhere", f"billing_month IN ({listed}) AND subscription = '{subscription.lower()}'"
        )
    writer.save(location)
