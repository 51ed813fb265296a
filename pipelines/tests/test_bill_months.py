"""The file of a month: what stands in it, that its sums hold to the last digit, and that a restatement replaces it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.finops.bill import RestatedMonth, costs, import_bill
from medallion.finops.bill_months import exact_sum, month_path, plain_decimal

from tests.bills import GROUP, NOVEMBER, ROOT, SUBSCRIPTION, entry, spark_pool, storage, write_csv
from tests.lakes import HouseLake

TAGGED = '"layer": "Gold","Tenant": "acme","CostCenter": "Data","Colour": "red"'
ACCOUNT = f"{ROOT}/Microsoft.Storage/storageAccounts/stlakegold"


def month_of(house: HouseLake, month: str) -> Any:
    return json.loads((house.home / "lake/system" / month_path(SUBSCRIPTION, month)).read_text("utf-8"))


def test_a_month_stands_in_one_file_whose_sums_hold_to_the_last_digit(house: HouseLake) -> None:
    tiny = [
        entry(f"11/{day:02}/2026", ACCOUNT, "Storage", "Blob", "Hot LRS Data Stored", "0.000000000007", cost, TAGGED)
        for day, cost in ((1, "0.000000000123"), (2, "12345678.000000000001"), (2, "-1.5E-7"))
    ]
    export = write_csv(house.home / "november.csv", [*NOVEMBER, *tiny])
    imported = import_bill(house.lake, [export], subscription=SUBSCRIPTION.upper())
    month = month_of(house, "2026-11")

    # 266.45 of the shared bill, and 12,345,678.000000000124 less 0.00000015.
    assert month["totalUsd"] == "12345944.449999850124" == plain_decimal(imported.total_usd)
    assert {name: month[name] for name in month if name not in ("lines", "days", "totalUsd")} == {
        "schemaVersion": 1,
        "subscription": SUBSCRIPTION,
        "month": "2026-11",
        "firstDay": "2026-11-01",
        "lastDay": "2026-11-02",
        "rows": 13,
        "currencies": ["USD"],
    }
    for part in ("lines", "days"):
        assert exact_sum(Decimal(entry["usd"]) for entry in month[part]) == Decimal(month["totalUsd"])
    [gold] = [line for line in month["lines"] if line["tenant"] == "acme"]
    assert gold == {
        "resourceId": ACCOUNT.lower(),
        "resourceGroup": GROUP,
        "service": "Storage",
        "product": "Blob",
        "meter": "Hot LRS Data Stored",
        "unit": "1 GB/Month",
        "region": "",
        "layer": "gold",
        "tenant": "acme",
        "tags": {"Layer": "Gold", "Tenant": "acme", "CostCenter": "Data"},
        "tier": "hot",
        "quantity": "0.000000000021",
        "usd": "12345677.999999850124",
    }
    pool = f"{ROOT}/Microsoft.Synapse/workspaces/synw/bigDataPools/default-spark-pool".lower()
    assert [day for day in month["days"] if day["resourceId"] == pool] == [
        {"date": "2026-11-01", "resourceId": pool, "usd": "69"},
        {"date": "2026-11-02", "resourceId": pool, "usd": "110.4"},
    ]


def test_a_restated_month_replaces_its_file_and_no_other(house: HouseLake) -> None:
    october = spark_pool("10/31/2026", "adhoc", "10", "1.38")
    first = write_csv(house.home / "1.csv", [october, storage("11/01/2026", "gold", "Hot LRS Data Stored", "1", "2")])
    import_bill(house.lake, [first], subscription=SUBSCRIPTION)
    euros = {**spark_pool("11/30/2026", "adhoc", "10", "3.00"), "BillingCurrency": "EUR"}
    second = write_csv(house.home / "2.csv", [euros])
    again: dict[str, Any] = {"subscription": SUBSCRIPTION, "rates": {"EUR": Decimal("1.12345678")}}
    # The first of November is not in it: an older or a partial export, unless somebody says that it is meant.
    with pytest.raises(MedallionError, match="2026-11-01 is missing") as shorter:
        import_bill(house.lake, [second], **again)
    assert (shorter.value.code, month_of(house, "2026-11")["totalUsd"]) == ("bill-shorter", "2")
    imported = import_bill(house.lake, [second], **again, replace_shorter=True)
    assert imported.restated == (RestatedMonth("2026-11", Decimal(2), Decimal("3.37037034")),)

    november = month_of(house, "2026-11")
    assert (november["totalUsd"], november["currencies"], november["firstDay"]) == ("3.37037034", ["EUR"], "2026-11-30")
    assert month_of(house, "2026-10")["totalUsd"] == "1.38"
    table = {row["billing_month"]: row["usd"] for row in costs(house.lake).collect()}
    assert {month: plain_decimal(usd) for month, usd in table.items()} == {"2026-10": "1.38", "2026-11": "3.37037034"}
    # Whole files only: no draft is left behind.
    folder = house.home / "lake/system/finops/bills" / SUBSCRIPTION
    assert sorted(file.name for file in folder.iterdir()) == ["2026-10.json", "2026-11.json"]


def test_decimals_are_plain() -> None:
    shown = {"0E-12": "0", "-0.0": "0", "1E+3": "1000", "100.000": "100", "-1.50E-7": "-0.00000015"}
    assert {text: plain_decimal(Decimal(text)) for text in shown} == shown
