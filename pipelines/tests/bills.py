"""Bills as Cost Management exports them, small enough to add up by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from medallion.lake.lake import Lake
from medallion.spark.files import local_path

SUBSCRIPTION = "00000000-0000-4000-8000-0000000000f0"
GROUP = "data-lakehouse"
ROOT = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"
PRICES = {
    "region": "eastus",
    "asOf": "2026-11",
    "rows": {
        "synapse.spark.memopt.vcore": "0.138",
        "synapse.serverless.dataProcessed": "5",
        "synapse.dedicated.dw100c": "1.51",
    },
}


def storage(day: str, layer: str, meter: str, quantity: str, cost: str) -> dict[str, str]:
    tags = f'"Layer": "{layer}","Environment": "Production"' if layer else ""
    account = f"{ROOT}/Microsoft.Storage/storageAccounts/stlake{layer}"
    return entry(day, account, "Storage", "General Block Blob v2 Hierarchical Namespace", meter, quantity, cost, tags)


def spark_pool(day: str, pool: str, quantity: str, cost: str) -> dict[str, str]:
    resource = f"{ROOT}/Microsoft.Synapse/workspaces/synw/bigDataPools/{pool}"
    product = "Azure Synapse Analytics Serverless Apache Spark Pool - Memory Optimized"
    return entry(day, resource, "Azure Synapse Analytics", product, "vCore", quantity, cost, "")


def entry(
    day: str, resource: str, service: str, product: str, meter: str, quantity: str, cost: str, tags: str
) -> dict[str, str]:
    return {
        "SubscriptionId": SUBSCRIPTION,
        "ResourceGroup": GROUP,
        "Date": day,
        "ResourceId": resource,
        "MeterCategory": service,
        "MeterSubCategory": product,
        "MeterName": meter,
        "Quantity": quantity,
        "UnitOfMeasure": "1 GB/Month",
        "CostInBillingCurrency": cost,
        "BillingCurrency": "USD",
        "Tags": tags,
    }


# 21 + 26.20 - and so on: sums stand beside the tests.
NOVEMBER = [
    storage("11/01/2026", "bronze", "Hot LRS Data Stored", "1000", "21.00"),
    storage("11/01/2026", "bronze", "Cool LRS Data Stored", "2000", "30.40"),
    storage("11/02/2026", "bronze", "Cool Data Retrieval", "100", "1.00"),
    storage("11/02/2026", "bronze", "Cool LRS Early Delete", "50", "1.10"),
    storage("11/01/2026", "silver", "Hot LRS Data Stored", "500", "10.50"),
    storage("11/01/2026", "gold", "Hot LRS Data Stored", "100", "2.10"),
    storage("11/02/2026", "", "Hot LRS Write Operations", "1000000", "7.15"),
    spark_pool("11/01/2026", "default-spark-pool", "500", "69.00"),
    spark_pool("11/02/2026", "default-spark-pool", "800", "110.40"),
    spark_pool("11/02/2026", "adhoc", "100", "13.80"),
]


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def give_prices(lake: Lake) -> None:
    path = local_path(lake.system("finops/prices.json"))
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(PRICES), "utf-8")


def cents(value: Decimal) -> str:
    return f"{value:.2f}"
