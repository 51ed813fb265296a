"""Gold: what pandas computes from silver, rebuilt when something changed and only then."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from gold_aggregation import GoldAggregator
from medallion import gold
from medallion.errors import MedallionError
from medallion.lake.lake import Release
from medallion.lake.manifest import Manifest
from pyspark.sql import SparkSession

from tests.lakes import CHAIN, HouseLake, line


def test_daily_metrics_equal_an_independent_computation(finished: HouseLake) -> None:
    lines = finished.pandas("silver.transactions_validated")
    days = lines.groupby("transaction_date")
    expected = pd.DataFrame(
        {
            "transaction_lines": days.size(),
            "baskets": days["basket_id"].nunique(),
            "households": days["household_id"].nunique(),
            "units": days["quantity"].sum(),
            "sales_value": days["sales_value"].sum(),
            "retail_discount": days["retail_disc"].sum(),
            "coupon_discount": days["coupon_disc"].apply(lambda values: sum(values.dropna(), Decimal(0))),
        }
    ).reset_index()
    found = finished.pandas("gold.daily_metrics").sort_values("transaction_date").reset_index(drop=True)
    assert found.to_dict("records") == expected.to_dict("records")


def test_transaction_summary_equals_an_independent_computation(finished: HouseLake) -> None:
    lines = finished.pandas("silver.transactions_validated")
    baskets = lines.groupby("basket_id")
    expected = {
        basket: (len(group), group["quantity"].sum(), group["sales_value"].sum(), group["household_id"].iloc[0])
        for basket, group in baskets
    }
    found = finished.pandas("gold.transaction_summary").set_index("basket_id")
    measures = ["transaction_lines", "units", "sales_value", "household_id"]
    assert {basket: tuple(row) for basket, row in found[measures].iterrows()} == expected


def test_user_features_have_one_row_per_household(finished: HouseLake) -> None:
    lines = finished.pandas("silver.transactions_validated")
    rows = {row["household_id"]: row for row in finished.rows("gold.user_features")}
    assert set(rows) == {1, 2, 3}
    assert rows[1]["sales_value"] == lines[lines.household_id == 1]["sales_value"].sum()
    assert (rows[1]["mailings"], rows[1]["redemptions"], rows[2]["mailings"]) == (1, 1, 1)
    assert (rows[3]["baskets"], rows[3]["sales_value"], rows[3]["average_basket_value"]) == (0, Decimal("0.00"), None)


@pytest.mark.long
def test_rebuilt_when_an_input_changes_and_left_alone_otherwise(chained: HouseLake) -> None:
    aggregator = GoldAggregator(lake=chained.lake)
    with pytest.raises(MedallionError, match=r"silver\.events_clean, which does not exist"):
        aggregator.aggregate()
    assert chained.one("gold.daily_metrics").status == "unchanged"
    chained.deliver("transactions/b.jsonl", [line(basket_id=2)])
    chained.run(*CHAIN)
    assert chained.one("gold.daily_metrics").status == "succeeded"
    assert chained.rows("gold.daily_metrics")[0]["baskets"] == 2


@pytest.mark.long
def test_going_back_to_an_earlier_release_rebuilds(chained: HouseLake, tmp_path: Path) -> None:
    chained.run("gold.daily_metrics")
    old, new = (
        chained.lake,
        replace(chained.lake, release=changed_release(chained.lake.release, tmp_path / "r", "baskets")),
    )
    chained.lake = new
    assert chained.one("gold.daily_metrics").status == "succeeded"
    assert chained.rows("gold.daily_metrics")[0]["baskets"] == 1001
    chained.lake = old
    assert chained.one("gold.daily_metrics").status == "succeeded"
    assert chained.rows("gold.daily_metrics")[0]["baskets"] == 1
    assert chained.one("gold.daily_metrics").status == "unchanged"


@pytest.mark.long
def test_a_new_line_reaches_its_day_and_basket_and_no_others(chained: HouseLake) -> None:
    chained.deliver(
        "transactions/b.jsonl", [line(basket_id=i, transaction_timestamp=f"2017-01-{i:02}T10:00:00") for i in (2, 3, 4)]
    )
    chained.run(*CHAIN, "gold.daily_metrics", "gold.transaction_summary")
    chained.deliver(
        "transactions/c.jsonl", [line(basket_id=2, product_id=9, transaction_timestamp="2017-01-02T11:00:00")]
    )
    results = chained.run(*CHAIN, "gold.daily_metrics", "gold.transaction_summary")[-2:]
    assert [(result.table, result.mode) for result in results] == [
        ("gold.daily_metrics", "incremental"),
        ("gold.transaction_summary", "incremental"),
    ]
    assert [
        (str(row["transaction_date"]), row["baskets"], row["transaction_lines"])
        for row in chained.rows("gold.daily_metrics")
    ] == [
        ("2017-01-01", 1, 1),
        ("2017-01-02", 1, 2),
        ("2017-01-03", 1, 1),
        ("2017-01-04", 1, 1),
    ]
    told = chained.lake.spark.read.format("delta").load(chained.lake.system("runs")).where("layer = 'gold'")
    assert [tuple(row) for row in told.select("mode", "mode_reason").distinct().orderBy("mode").collect()] == [
        ("full", "it does not exist yet"),
        ("incremental", None),
    ]


def test_fails_when_the_sql_does_not_give_the_contract(chained: HouseLake, tmp_path: Path) -> None:
    chained.lake = replace(
        chained.lake, release=changed_release(chained.lake.release, tmp_path / "r", "baskets_renamed")
    )
    result = chained.one("gold.daily_metrics")
    assert result.error is not None
    assert result.error.code == "output-mismatch"
    assert "baskets_renamed bigint" in result.error.message
    assert "baskets bigint" in result.error.message
    assert not (chained.home / "lake/gold/daily_metrics").exists()


def changed_release(release: Release, root: Path, basket_column: str) -> Release:
    """Another release, whose daily metrics count a thousand baskets more, under the given name."""
    sql = Path(release.root, "sql/gold/daily_metrics.sql").read_text()
    target = root / "sql/gold/daily_metrics.sql"
    target.parent.mkdir(parents=True)
    changed, count = re.subn(
        r"count\(DISTINCT basket_id\)\s+AS baskets", f"count(DISTINCT basket_id) + 1000 AS {basket_column}", sql
    )
    assert count == 1
    target.write_text(changed)
    tables = tuple(
        replace(table, fingerprint="f" * 64) if table.name == "gold.daily_metrics" else table
        for table in release.manifest.tables
    )
    return Release("changed", str(root), Manifest(tables))


def test_serverless_sql_can_read_gold(finished: HouseLake) -> None:
    for name in ("daily_metrics", "transaction_summary", "user_features"):
        detail = finished.lake.spark.sql(f"DESCRIBE DETAIL delta.`{finished.location(f'gold.{name}')}`").head()
        assert detail is not None
        assert detail["minReaderVersion"] == 1


def test_pending_names_the_generation(finished: HouseLake, spark: SparkSession) -> None:
    table = finished.lake.manifest.find("gold.daily_metrics")
    assert gold.pending(finished.lake, table) is None
    rebuild = gold.pending(finished.lake, replace(table, fingerprint="e" * 64))
    assert rebuild is not None
    assert rebuild.app_id == "medallion:gold.daily_metrics:eeeeeeeeeeeeeeee"
    assert rebuild.version >> 40 == 1
