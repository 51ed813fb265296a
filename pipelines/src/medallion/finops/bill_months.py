"""One JSON file for each month of a subscription beside the table of bills, so that a report needs no Spark."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.records import SCHEMA_VERSION
from medallion.spark.files import write_text

# Tags that the lake's own resources carry, as it writes them (`stacks/azure-stack.ts`, `constructs/tenancy/tenant.ts`)
# and as the seed does; others are in the table only.
OWN_TAGS = ("Layer", "Tenant", "Environment", "CostCenter", "Owner", "ManagedBy")
# Column of the table: field of a line.
FIELDS: Mapping[str, str] = {
    "resource_id": "resourceId",
    "resource_group": "resourceGroup",
    "service": "service",
    "product": "product",
    "meter": "meter",
    "unit": "unit",
    "region": "region",
    "layer": "layer",
    "tenant": "tenant",
    "tier": "tier",
}

# Python's own context keeps 28 digits; the table has 38.
_WIDE = Context(prec=60)


def month_path(subscription: str, month: str) -> str:
    return f"finops/bills/{subscription.lower()}/{month}.json"


def write_months(lake: Lake, bill: DataFrame, subscription: str) -> None:
    """Replaces the file of every month in `bill`, which holds these months whole."""
    for document in month_documents(bill, subscription):
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
        write_text(lake.spark, lake.system(month_path(subscription, document["month"])), text)


def month_documents(bill: DataFrame, subscription: str) -> list[dict[str, Any]]:
    """`lines` and `days` each add up to `totalUsd`: decimals are added, and never rounded."""
    filled = bill.select(
        "billing_month",
        "charge_date",
        "currency",
        "quantity",
        "usd",
        *[F.coalesce(F.col(name), F.lit("")).alias(name) for name in FIELDS],
        *[F.coalesce(F.col("tags")[tag.lower()], F.lit("")).alias(f"tag_{tag}") for tag in OWN_TAGS],
    )
    lines = filled.groupBy("billing_month", *FIELDS, *[f"tag_{tag}" for tag in OWN_TAGS]).agg(
        F.count("*").alias("rows"),
        F.sum("quantity").alias("quantity"),
        F.sum("usd").alias("usd"),
        F.collect_set("currency").alias("currencies"),
    )
    days = filled.groupBy("billing_month", "charge_date", "resource_id").agg(F.sum("usd").alias("usd"))
    found_lines, found_days = _by_month(lines.collect()), _by_month(days.collect())
    return [_document(subscription, month, found_lines[month], found_days[month]) for month in sorted(found_lines)]


def plain_decimal(value: Decimal) -> str:
    """All its digits, without an exponent or zeros at its end."""
    if not value:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = _WIDE.add(total, value)
    return total


def _by_month(rows: Iterable[Row]) -> dict[str, list[Row]]:
    months: dict[str, list[Row]] = {}
    for row in rows:
        months.setdefault(row["billing_month"], []).append(row)
    return months


def _document(subscription: str, month: str, lines: Sequence[Row], days: Sequence[Row]) -> dict[str, Any]:
    dates = sorted(row["charge_date"].isoformat() for row in days)
    return {
        "schemaVersion": SCHEMA_VERSION,
        "subscription": subscription.lower(),
        "month": month,
        "firstDay": dates[0],
        "lastDay": dates[-1],
        "rows": sum(row["rows"] for row in lines),
        "totalUsd": plain_decimal(exact_sum(row["usd"] for row in lines)),
        "currencies": sorted({currency for row in lines for currency in row["currencies"]}),
        "lines": sorted((_line(row) for row in lines), key=lambda line: json.dumps(line, sort_keys=True)),
        "days": sorted(
            (
                {
                    "date": row["charge_date"].isoformat(),
                    "resourceId": row["resource_id"],
                    "usd": plain_decimal(row["usd"]),
                }
                for row in days
            ),
            key=lambda day: (day["date"], day["resourceId"]),
        ),
    }


def _line(row: Row) -> dict[str, Any]:
    return {
        **{field: row[column] for column, field in FIELDS.items()},
        "tags": {tag: row[f"tag_{tag}"] for tag in OWN_TAGS if row[f"tag_{tag}"]},
        "quantity": plain_decimal(row["quantity"]),
        "usd": plain_decimal(row["usd"]),
    }
