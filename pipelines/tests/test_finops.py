"""The calls that users write, on a lake with an imported export; every sum is worked out beside it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.finops.bill import costs, import_bill
from medallion.finops.prices import PRICES, load_prices
from medallion.finops.queries import serverless_usd
from medallion.finops.query_files import write_query_months
from medallion.lake.lake import Release
from pyspark.sql import DataFrame, SparkSession
from spark_pools import SparkPoolManager

from tests.bills import NOVEMBER, SUBSCRIPTION, cents, give_prices, spark_pool, storage, write_csv
from tests.lakes import HouseLake


@pytest.fixture(scope="module")
def billed(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release) -> HouseLake:
    house = HouseLake(tmp_path_factory.mktemp("billed"), spark, release)
    give_prices(house.lake)
    export = write_csv(house.home / "export/november.csv", NOVEMBER)
    imported = import_bill(house.lake, [export], subscription=SUBSCRIPTION)
    assert (imported.rows, imported.months, cents(imported.total_usd)) == (10, ("2026-11",), "266.45")
    # The write operations of an account without a tag, and three rows of pools.
    assert imported.untagged == 4
    return house


@pytest.fixture
def home(billed: HouseLake, monkeypatch: pytest.MonkeyPatch) -> HouseLake:
    """What `find_lake` opens: a notebook names no lake."""
    monkeypatch.setattr("finops_tracker.find_lake", lambda: billed.lake)
    monkeypatch.setattr("synapse_cost_tracker.find_lake", lambda: billed.lake)
    monkeypatch.setattr("spark_pools.find_lake", lambda: billed.lake)
    return billed


def test_the_storage_lines_of_the_notebook(home: HouseLake, capsys: pytest.CaptureFixture[str]) -> None:
    from finops_tracker import StorageCostTracker

    cost_tracker = StorageCostTracker()
    monthly_costs = cost_tracker.get_storage_costs(resource_group="data-lakehouse", period="monthly")

    print(f"Bronze layer: ${monthly_costs.bronze:.2f}")
    print(f"Silver layer: ${monthly_costs.silver:.2f}")
    print(f"Gold layer: ${monthly_costs.gold:.2f}")
    print(f"Total savings from tiering: ${monthly_costs.savings:.2f}")

    # Bronze 21 + 30.40 + 1 + 1.10. Saved: 2,000 x 21 / 1,000 - 30.40 = 11.60, less 1 of retrieval and 1.10 early.
    assert capsys.readouterr().out.splitlines() == [
        "Bronze layer: $53.50",
        "Silver layer: $10.50",
        "Gold layer: $2.10",
        "Total savings from tiering: $9.50",
    ]
    parts = sum(monthly_costs.by_layer.values(), monthly_costs.unallocated)
    assert (parts, cents(monthly_costs.unallocated)) == (monthly_costs.total, "7.15")


def test_the_compute_lines_of_the_notebook(home: HouseLake) -> None:
    from finops_tracker import ComputeCostTracker

    compute_tracker = ComputeCostTracker()
    costs = compute_tracker.get_compute_costs(resource_type="synapse_spark", period="daily")
    compute_tracker.set_budget_alert(pool_name="default-spark-pool", daily_budget=100.00, alert_threshold=0.8)

    # The latest day: 110.40 + 13.80.
    assert (cents(costs.total), {pool: cents(usd) for pool, usd in costs.by_pool.items()}) == (
        "124.20",
        {"default-spark-pool": "110.40", "adhoc": "13.80"},
    )
    [state] = compute_tracker.budgets()
    assert (state.state, cents(state.alert.alert_usd), cents(state.spent_usd or Decimal(0))) == (
        "exceeded",
        "80.00",
        "110.40",
    )
    with pytest.raises(MedallionError, match="110.40 of \\$100.00 a day"):
        SparkPoolManager().submit_batch_job(script="bronze_ingestion.py", pool_name="default-spark-pool")


def test_the_query_lines_of_the_notebook(home: HouseLake, spark: SparkSession) -> None:
    from synapse_cost_tracker import QueryCostAnalyzer

    analyzer = QueryCostAnalyzer()

    @analyzer.track_cost
    def run_gold_aggregation(query: str) -> DataFrame:
        return spark.sql(query)

    assert run_gold_aggregation("SELECT 1 AS one").collect()[0]["one"] == 1
    analyzer.import_serverless_requests(
        [
            {
                "distributed_statement_id": f"request-{place}",
                "login_name": "ana@example.com",
                "start_time": "2030-01-02T10:00:00",
                "total_elapsed_time_ms": 4000,
                "data_processed_mb": megabytes,
                "query_text": "SELECT * FROM silver.events_clean, silver.users_enriched",
            }
            for place, megabytes in enumerate([1_000_000, 1_000_000, 0.4])
        ]
    )

    report = analyzer.generate_cost_report(period="weekly")
    print(f"Total query costs: ${report.total_cost:.2f}")
    print(f"Most expensive queries: {report.top_queries}")
    print(f"Cost by user: {report.cost_by_user}")

    # Two terabytes at 5 dollars, and 0.4 MB charged as 10 MB: 0.00005.
    assert report.total_cost == Decimal("10.00005")
    assert report.cost_by_user == {"ana@example.com": Decimal("10.00005")}
    assert sum(report.cost_by_engine.values()) == sum(report.cost_by_table.values()) == report.total_cost

    recommendations = analyzer.optimize_queries(cost_threshold=10.00)
    found = {advice.finding: advice for advice in recommendations}
    assert {"cross-join", "repeated-query", "every-column"} <= set(found)
    # Two of three runs need not be: two thirds of 10.00005.
    assert found["repeated-query"].saving == Decimal("10.00005") * 2 / 3
    assert analyzer.optimize_queries(cost_threshold=10.01) == []


def test_an_imported_request_counts_once(home: HouseLake) -> None:
    from synapse_cost_tracker import QueryCostAnalyzer

    request = {
        "request_id": "QID1",
        "command": "SELECT 1",
        "start_time": "2029-12-01T10:00:00",
        "total_elapsed_time_ms": 1000,
        "allocation_percent": 25,
    }
    analyzer = QueryCostAnalyzer()
    rest = {**request, "request_id": "QID2", "total_elapsed_time_ms": 3000}
    assert analyzer.import_dedicated_requests([request, rest], dwu=200, online_hours=10) == 2
    assert analyzer.import_dedicated_requests([request, rest], dwu=200, online_hours=10) == 0
    # DW200c for ten hours: 2 x 1.51 x 10, shared one to three.
    report = analyzer.generate_cost_report(period="2029-12")
    assert [usd for _, usd in report.top_queries] == [Decimal("30.20")]
    with pytest.raises(MedallionError, match="login_name"):
        analyzer.import_serverless_requests(
            [
                {
                    "distributed_statement_id": "x",
                    "data_processed_mb": 1,
                    "start_time": "2030-01-01",
                    "total_elapsed_time_ms": 1,
                }
            ]
        )


@pytest.mark.parametrize(("megabytes", "usd"), [(0, "0.00005"), (10, "0.00005"), (10.2, "0.000055"), (1_000_000, "5")])
def test_serverless_queries_have_a_least_price(megabytes: float, usd: str) -> None:
    assert serverless_usd(megabytes, Decimal(5)) == Decimal(usd)


def test_the_pool_lines_of_the_notebook_are_refused_with_what_works(home: HouseLake) -> None:
    spark_pool = SparkPoolManager(run=lambda _: 0)
    with pytest.raises(MedallionError, match="allowed are 3 to 200") as few:
        spark_pool.configure_autoscale(
            pool_name="default-spark-pool",
            min_nodes=2,
            max_nodes=10,
            auto_pause_minutes=15,  # Pause when idle
        )
    assert few.value.remedy.startswith("Set min_nodes to 3")
    with pytest.raises(MedallionError, match="has no spot instances") as spot:
        spark_pool.submit_batch_job(
            script="bronze_ingestion.py",
            executor_size="Medium",
            executors=5,
            use_spot_instances=True,  # 60-90% cost savings
            max_price_per_hour=0.50,
        )
    assert "spotBatch" in spot.value.remedy

    settings = spark_pool.configure_autoscale("default-spark-pool", min_nodes=3, max_nodes=10, auto_pause_minutes=15)
    assert "minNodes: 3" in settings.edit
    # Five executors and a driver of 8 vCores: 48 x 0.138.
    with pytest.raises(MedallionError, match="cost \\$6.62 an hour, allowed is \\$0.50"):
        spark_pool.submit_batch_job("bronze_ingestion.py", "Medium", 5, max_price_per_hour=0.50)
    job = spark_pool.submit_batch_job("bronze_ingestion.py", "Medium", 5, max_price_per_hour=7)
    assert (job.exit_code, cents(job.usd_per_hour)) == (0, "6.62")


def test_a_restated_month_takes_the_place_of_the_old_one(house: HouseLake) -> None:
    export = write_csv(house.home / "export/1.csv", NOVEMBER)
    october = write_csv(house.home / "export/0.csv", [spark_pool("10/31/2026", "adhoc", "10", "1.38")])
    import_bill(house.lake, [october], subscription=SUBSCRIPTION)
    for _ in range(2):
        import_bill(house.lake, [export], subscription=SUBSCRIPTION)
    assert costs(house.lake).count() == 11
    restated = write_csv(house.home / "export/2.csv", [spark_pool("11/01/2026", "adhoc", "10", "1.50")])
    with pytest.raises(MedallionError, match="2026-11-02 is missing"):
        import_bill(house.lake, [restated], subscription=SUBSCRIPTION)
    done = import_bill(house.lake, [restated], subscription=SUBSCRIPTION, replace_shorter=True)
    assert [(one.month, cents(one.before_usd), cents(one.after_usd)) for one in done.restated] == [
        ("2026-11", "266.45", "1.50")
    ]
    found = {row["billing_month"]: row["usd"] for row in costs(house.lake).collect()}
    assert {month: cents(usd) for month, usd in found.items()} == {"2026-10": "1.38", "2026-11": "1.50"}


def test_focus_parquet_and_query_pages_are_read_by_name(house: HouseLake, spark: SparkSession) -> None:
    focus = str(house.home / "focus.parquet")
    spark.sql(
        f"""SELECT timestamp'2026-12-01 00:00:00' AS ChargePeriodStart, 2.5 AS BilledCost, 'EUR' AS BillingCurrency,
        10 AS ConsumedQuantity, '/subscriptions/{SUBSCRIPTION}' AS SubAccountId, '/x/resourceGroups/rg/y' AS ResourceId,
        'Hot LRS Data Stored' AS SkuMeter, '{{"Layer":"gold"}}' AS Tags"""
    ).write.parquet(focus)
    with pytest.raises(MedallionError, match="EUR, for which no rate is stated"):
        import_bill(house.lake, [focus], subscription=SUBSCRIPTION)
    imported = import_bill(house.lake, [focus], subscription=SUBSCRIPTION, rates={"EUR": Decimal("1.16")})
    assert (cents(imported.total_usd), imported.untagged) == ("2.90", 0)
    pages = house.home / "query.json"
    columns = [
        {"name": name}
        for name in ("PreTaxCost", "UsageDate", "SubscriptionId", "ResourceId", "Meter", "UsageQuantity", "Currency")
    ]
    page = {
        "properties": {
            "columns": columns,
            "rows": [[1.25, 20261101, SUBSCRIPTION, "/a", "vCore", 9, "USD"]],
            "nextLink": None,
        }
    }
    pages.write_text(json.dumps([page]), "utf-8")
    assert cents(import_bill(house.lake, [str(pages)], subscription=SUBSCRIPTION).total_usd) == "1.25"
    pages.write_text(json.dumps([page, page]), "utf-8")
    with pytest.raises(MedallionError, match="the same page twice"):
        import_bill(house.lake, [str(pages)], subscription=SUBSCRIPTION)
    page["properties"]["nextLink"] = "https://example.com"
    pages.write_text(json.dumps([page]), "utf-8")
    with pytest.raises(MedallionError, match="a page that has a next one"):
        import_bill(house.lake, [str(pages)], subscription=SUBSCRIPTION)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"SubscriptionId": "another"}, "bill-of-another-subscription"),
        ({"BillingCurrency": "XXX"}, "currency-without-rate"),
        ({"CostInBillingCurrency": "a lot"}, "bill-value-invalid"),
        ({"Date": "yesterday"}, "bill-value-invalid"),
        ({"MeterName": None}, "bill-columns-missing"),
    ],
)
def test_a_faulty_bill_is_refused_and_leaves_nothing(house: HouseLake, change: dict[str, Any], code: str) -> None:
    row = {**storage("11/01/2026", "gold", "Hot LRS Data Stored", "1", "1"), **change}
    kept = {name: value for name, value in row.items() if value is not None}
    export = write_csv(house.home / "export/bad.csv", [kept])
    with pytest.raises(MedallionError) as refused:
        import_bill(house.lake, [export], subscription=SUBSCRIPTION)
    assert refused.value.code == code
    assert not Path(house.home / "lake/system/finops/costs").exists()


def test_a_month_stands_in_a_file_whose_sums_hold(house: HouseLake) -> None:
    refund = {**storage("11/02/2026", "gold", "Hot LRS Data Stored", "0", "-3.25")}
    export = write_csv(house.home / "export/1.csv", [*NOVEMBER, refund])
    done = import_bill(house.lake, [export], subscription=SUBSCRIPTION.upper())
    assert (done.credits, cents(done.credits_usd)) == (1, "-3.25")
    bill = json.loads((house.home / f"lake/system/finops/bills/{SUBSCRIPTION}/2026-11.json").read_text("utf-8"))
    # 266.45 less the refund.
    assert (bill["totalUsd"], bill["rows"], bill["firstDay"], bill["lastDay"]) == (
        "263.2",
        11,
        "2026-11-01",
        "2026-11-02",
    )
    for part in ("lines", "days"):
        assert sum(Decimal(one["usd"]) for one in bill[part]) == Decimal(bill["totalUsd"])
    gold = next(line for line in bill["lines"] if line["layer"] == "gold")
    # The refund is of the same meter: 2.10 - 3.25.
    assert (gold["usd"], gold["quantity"], gold["tier"]) == ("-1.15", "100", "hot")
    assert gold["tags"] == {"Layer": "gold", "Environment": "Production"}


def test_an_export_that_is_delivered_twice_is_refused(house: HouseLake) -> None:
    first = write_csv(house.home / "export/run1.csv", NOVEMBER)
    later = [*NOVEMBER, spark_pool("11/03/2026", "adhoc", "10", "1.38")]
    second = write_csv(house.home / "export/run2.csv", later)
    with pytest.raises(MedallionError, match="stand in another of the files too"):
        import_bill(house.lake, [first, second], subscription=SUBSCRIPTION)
    halves = [write_csv(house.home / f"export/part_{at}.csv", NOVEMBER[at::2]) for at in range(2)]
    assert import_bill(house.lake, halves, subscription=SUBSCRIPTION).rows == 10
    with pytest.raises(MedallionError, match="does not exist"):
        import_bill(house.lake, [str(house.home / "nowhere.csv")], subscription=SUBSCRIPTION)


def test_queries_of_a_month_stand_in_a_file_without_their_text(house: HouseLake) -> None:
    from synapse_cost_tracker import QueryCostAnalyzer

    give_prices(house.lake)
    assert write_query_months(house.lake, ["2026-11"]) == []
    request = {
        "login_name": "ana@example.com",
        "start_time": "2026-11-03T08:00:00",
        "total_elapsed_time_ms": 2000,
        "data_processed_mb": 1_000_000,
        "query_text": "SELECT * FROM gold.daily_metrics WHERE name = 'Ada Lovelace'",
    }
    requests = [{**request, "distributed_statement_id": str(at)} for at in range(3)]
    december = {**request, "distributed_statement_id": "d", "start_time": "2026-12-01T00:00:00"}
    QueryCostAnalyzer(lake=house.lake).import_serverless_requests([*requests, december])
    assert write_query_months(house.lake, ["2026-10", "2026-11"]) == ["2026-11"]
    text = (house.home / "lake/system/finops/queries/2026-11.json").read_text("utf-8")
    assert "Lovelace" not in text
    month = json.loads(text)
    # Three queries of a terabyte at five dollars.
    assert (month["totalUsd"], month["queries"]) == ("15.000000", 3)
    assert month["byUser"] == [{"user": "ana@example.com", "usd": "15.000000"}]
    [top], [engine] = month["top"], month["byEngine"]
    assert engine == {"engine": "serverless", "runs": 3, "usd": "15.000000", "seconds": 6, "gb": 3000}
    assert (top["runs"], top["usd"], top["gb"], top["seconds"], top["engine"]) == (
        3,
        "15.000000",
        3000,
        6,
        "serverless",
    )
    assert "every-column" in {one["kind"] for one in month["advice"]}
    assert {one["label"] for one in month["advice"]} == {top["label"]}


def test_an_export_shorter_than_its_manifest_is_refused(house: HouseLake) -> None:
    export = write_csv(house.home / "export/part_0.csv", NOVEMBER)
    manifest = {"blobs": [{"blobName": "x/part_0.csv", "dataRowCount": 11}]}
    (house.home / "export/manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(MedallionError, match="has 10 rows, its manifest says 11"):
        import_bill(house.lake, [export], subscription=SUBSCRIPTION)


def test_what_was_never_measured_is_refused_not_zero(house: HouseLake) -> None:
    from finops_tracker import ComputeCostTracker, StorageCostTracker
    from synapse_cost_tracker import QueryCostAnalyzer

    with pytest.raises(MedallionError, match="No bill has been imported"):
        StorageCostTracker(lake=house.lake).get_storage_costs(resource_group="data-lakehouse", period="monthly")
    with pytest.raises(MedallionError, match="No query has been recorded"):
        QueryCostAnalyzer(lake=house.lake).generate_cost_report(period="weekly")
    import_bill(house.lake, [write_csv(house.home / "e.csv", NOVEMBER)], subscription=SUBSCRIPTION)
    with pytest.raises(MedallionError, match="allowed are synapse_spark"):
        ComputeCostTracker(lake=house.lake).get_compute_costs(resource_type="gpu", period="daily")
    with pytest.raises(MedallionError, match="The period is 'yearly'"):
        StorageCostTracker(lake=house.lake).get_storage_costs(resource_group="data-lakehouse", period="yearly")


def code_of(call: Any) -> str:
    with pytest.raises(MedallionError) as caught:
        call()
    return caught.value.code


def test_what_cannot_be_counted_is_refused(home: HouseLake) -> None:
    from finops_tracker import ComputeCostTracker, StorageCostTracker

    storage_costs, compute_costs = StorageCostTracker(), ComputeCostTracker()
    assert code_of(lambda: import_bill(home.lake, [], subscription=SUBSCRIPTION)) == "bill-empty"
    assert code_of(lambda: import_bill(home.lake, ["november.xlsx"], subscription=SUBSCRIPTION)) == "bill-format"
    assert code_of(lambda: compute_costs.set_budget_alert("pool", 0, 0.8)) == "budget-invalid"
    assert code_of(lambda: compute_costs.set_budget_alert("pool", 100, 1.1)) == "budget-invalid"
    assert code_of(lambda: compute_costs.get_compute_costs("synapse_spork", "daily")) == "unknown-resource-type"
    assert code_of(lambda: storage_costs.get_storage_costs("elsewhere", "monthly")) == "nothing-billed"


def test_prices_are_there_and_complete(tmp_path: Path, spark: SparkSession, release: Release) -> None:
    house = HouseLake(tmp_path, spark, release)
    assert code_of(lambda: load_prices(house.lake)) == "prices-missing"
    give_prices(house.lake)
    path = Path(house.lake.system(PRICES).removeprefix("file:"))
    described = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**described, "rows": {}}), "utf-8")
    assert code_of(lambda: load_prices(house.lake)) == "prices-invalid"
