"""What makes a bill unfit: found in one pass before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from medallion.errors import MedallionError

# What one line of a day can be, in any currency: a hundred billion. Also keeps products within 38 digits.
MOST = 100_000_000_000
# Of two runs of one export nearly all rows are the same; the newest days and what was restated differ.
TWICE_SHARE = 0.5
LARGEST_RATE, RATE_DIGITS = Decimal(10_000), 8


def known_rates(rates: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """With the US dollar itself. Raises MedallionError `rate-invalid`."""
    for currency, rate in rates.items():
        is_fit = rate.is_finite() and 0 < rate < LARGEST_RATE and rate == round(rate, RATE_DIGITS)
        if not is_fit or (currency.upper() == "USD" and rate != 1):
            raise MedallionError(
                "rate-invalid",
                f"The rate of {currency} is {rate}; allowed are US dollars for one unit, above 0 and below "
                f"{LARGEST_RATE}, with at most {RATE_DIGITS} digits; the dollar's own is 1.",
                "Correct the rate.",
            )
    return {"USD": Decimal(1), **{currency.upper(): rate for currency, rate in rates.items()}}


def check_bill(bill: DataFrame, subscription: str, rates: Mapping[str, Decimal]) -> None:
    """Negative charges are credits and refunds, so legal."""
    wanted, nothing = subscription.lower(), F.lit("(none)")
    absurd = (F.abs("cost") > MOST) | (F.abs("quantity") > MOST * 1000) | ~F.year("charge_date").between(2010, 2100)
    broken = F.col("charge_date").isNull() | F.col("cost").isNull() | F.col("quantity").isNull() | absurd
    facts = bill.agg(
        F.count("*").alias("rows"),
        F.sum(broken.cast("int")).alias("broken"),
        F.first(
            F.when(broken, F.concat_ws(" ", F.col("charge_date").cast("string"), "resource_id", "meter")), True
        ).alias("example"),
        F.collect_set(F.coalesce("currency", nothing)).alias("currencies"),
        F.collect_set(F.coalesce("subscription", nothing)).alias("subscriptions"),
        F.collect_set("delivery").alias("deliveries"),
    ).first()
    assert facts is not None
    if facts["rows"] == 0:
        raise MedallionError("bill-empty", "The bill has no row.", "Export a period with charges.")
    if facts["broken"]:
        raise MedallionError(
            "bill-value-invalid",
            f"{facts['broken']} of {facts['rows']} rows have a date, cost or quantity that cannot be read or is beyond "
            f"measure; the first is {facts['example'] or '(empty)'}.",
            "Export again: a line that ends early is a truncated file.",
        )
    others = sorted(name for name in facts["subscriptions"] if name != wanted)
    if others:
        raise MedallionError(
            "bill-of-another-subscription",
            f"The bill is of {', '.join(others)}, expected was {wanted}.",
            "Import it into the lake of its own subscription, or export the scope of this one.",
        )
    unknown = sorted(str(currency) for currency in facts["currencies"] if currency not in rates)
    if unknown:
        raise MedallionError(
            "currency-without-rate",
            f"The bill is in {', '.join(unknown)}, for which no rate is stated; known are {', '.join(sorted(rates))}.",
            "State US dollars for one unit of it.",
        )
    if len(facts["deliveries"]) > 1:
        _require_once(bill)


def _require_once(bill: DataFrame) -> None:
    """Exports of a month are cumulative: two runs of one side by side would count nearly every row twice.

    Within one run lines may be alike.
    """
    columns = [F.to_json("tags") if name == "tags" else F.col(name) for name in bill.columns if name != "delivery"]
    rows = bill.select("delivery", F.xxhash64(*columns).alias("row"))
    deliveries = F.size(F.collect_set("delivery").over(Window.partitionBy("row")))
    shares = (
        rows.select("delivery", (deliveries > 1).cast("int").alias("elsewhere"))
        .groupBy("delivery")
        .agg(F.avg("elsewhere").alias("share"))
    )
    twice = sorted(row["delivery"] for row in shares.where(F.col("share") >= TWICE_SHARE).collect())
    if twice:
        raise MedallionError(
            "bill-delivered-twice",
            f"The rows of {', '.join(twice)} stand in another of the files too.",
            "Name the files of one run of an export only: the newest has all days so far.",
        )
