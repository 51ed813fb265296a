"""Checks of whole tables: what each kind measures, which tables a failed one stops, what the ledger records."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Manifest, RowCheck, TableCheck, Tolerance
from medallion.ledger import digest
from medallion.ledger.digest import Digest
from medallion.ledger.recorder import Recorder
from medallion.ledger.results import CheckResult, TableResult
from medallion.quality import stability, table_checks, volume
from medallion.running.runner import new_run
from pyspark.sql import functions as F

from tests.lakes import HouseLake, user
from tests.tables import table

HOUSEHOLDS = "silver.users_enriched"


def aggregate(metric: str, expectation: str, kind: str = "table", severity: str = "error") -> TableCheck:
    return TableCheck("enough", kind, expectation, severity, "coverage", metric=metric)


def query(text: str, expectation: str) -> TableCheck:
    return TableCheck("agree", "query", expectation, "error", "consistency", query=text)


def with_checks(lake: Lake, name: str, *checks: TableCheck, rows: Sequence[RowCheck] = ()) -> Lake:
    """The lake under a release whose table has these checks instead of its own."""
    tables = tuple(
        replace(known, table_checks=checks, row_checks=(*known.row_checks, *rows)) if known.name == name else known
        for known in lake.manifest.tables
    )
    return replace(lake, release=replace(lake.release, manifest=Manifest(tables)))


def judged(lake: Lake, *checks: TableCheck) -> list[CheckResult]:
    changed = with_checks(lake, HOUSEHOLDS, *checks)
    result = TableResult(HOUSEHOLDS, "silver", "succeeded", 0, rows_in=1)
    return list(table_checks.judge(changed, changed.manifest.find(HOUSEHOLDS), result, new_run(), Digest()))


def test_a_failed_check_stops_what_is_built_from_the_table_until_it_is_sound(house: HouseLake) -> None:
    house.lake = with_checks(house.lake, HOUSEHOLDS, aggregate("count(*)", "value >= 2"))
    house.deliver_csv("users/a.csv", [user(1)])
    chain = ("bronze.users", HOUSEHOLDS, "silver.transactions_validated")
    first = house.run(*chain)
    assert [result.status for result in first] == ["succeeded", "failed", "blocked"]
    assert first[1].error is not None
    assert first[1].error.code == "quality-failed"
    assert (
        "fails the checks enough (1, not value >= 2); tables that are not built from it: silver."
        in first[1].error.message
    )
    for name in ("silver.transactions_validated", "silver.events_clean", "gold.user_features"):
        assert name in first[1].error.message
    assert [result.status for result in house.run(*chain)][1:] == ["failed", "blocked"]
    alone = house.one("gold.user_features")
    assert (alone.status, alone.error and alone.error.code) == ("blocked", "input-failed")
    house.deliver_csv("users/b.csv", [user(2)])
    assert [result.status for result in house.run(*chain)][:2] == ["succeeded", "succeeded"]
    rows = house.rows_at(house.lake.system("quality"))
    trend = [(row["value"], row["passed"], row["expectation"]) for row in rows if row["check_id"] == "enough"]
    # A run that finds the table as unsound as before says so again.
    assert sorted(set(trend)) == [(1.0, False, "value >= 2"), (2.0, True, "value >= 2")]
    assert {row["rule_fingerprint"] for row in rows if row["check_id"] == "enough"} == {
        aggregate("count(*)", "value >= 2").fingerprint
    }


def test_aggregates_and_queries_are_judged_by_their_number(chained: HouseLake) -> None:
    lines = "silver.transactions_validated"
    same = f"SELECT (SELECT sum(sales_value) FROM bronze.transactions) - (SELECT sum(sales_value) FROM {lines})"
    found = judged(
        chained.lake,
        aggregate("count(*) - count(DISTINCT struct(age, income))", "value = 0", "set"),
        aggregate("count(*)", "value BETWEEN 2 AND 5"),
        query(same, "value = 0"),
        query("SELECT 7 AS n, 'no number'", "value < 7"),
    )
    assert [(one.kind, one.value, one.passed) for one in found] == [
        ("set", 0.0, True),
        ("table", 1.0, False),
        ("query", 0.0, True),
        ("query", 7.0, False),
    ]
    with pytest.raises(MedallionError, match="agree does not return a number"):
        judged(chained.lake, query("SELECT CAST(NULL AS INT)", "value = 0"))


def test_a_tolerance_decides_how_many_failing_rows_fail_the_table(chained: HouseLake) -> None:
    def told(failed: int, tolerance: Tolerance) -> CheckResult:
        row = RowCheck("named", "age IS NOT NULL", "error", "conformity", tolerance)
        lake = with_checks(chained.lake, HOUSEHOLDS, rows=[row])
        counted = CheckResult("named", "row", "conformity", "error", 200, failed, passed=True)
        result = TableResult(HOUSEHOLDS, "silver", "succeeded", 0, checks=(counted,))
        return table_checks.judge(lake, lake.manifest.find(HOUSEHOLDS), result, new_run(), Digest())[0]

    percent, rows = Tolerance("percent", "value < 1"), Tolerance("rows", "value <= 2")
    assert (told(1, percent).value, told(1, percent).passed) == (0.5, True)
    assert (told(2, percent).value, told(2, percent).passed) == (1.0, False)
    assert (told(2, rows).passed, told(3, rows).passed) == (True, False)


def test_volume_is_compared_with_the_runs_before(house: HouseLake) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    past = digest.read(house.lake)
    assert volume.percent(past.rows_in("bronze.users", 3), 10) is None
    with Recorder(house.lake, new_run(), past) as recorder:
        for day, rows in enumerate((9000, 100, 0, 80, 120)):
            recorder.add(
                TableResult(
                    "bronze.users",
                    "bronze",
                    "succeeded",
                    day,
                    rows_in=rows,
                    started_at=first + timedelta(days=day),
                    delivered_at=first,
                )
            )
    past = digest.read(house.lake)
    # The median of 120, 80 and 100: an empty run and the one before the last three do not count.
    assert volume.percent(past.rows_in("bronze.users", 3), 30) == 30.0
    assert past.delivered_at("bronze.users") == first
    assert past.delivered_at("bronze.events") is None


def test_the_stability_index_is_that_of_the_definition() -> None:
    even = {"a": 0.5, "b": 0.5}
    assert stability.stability_index(even, even) == 0
    moved = stability.stability_index(even, {"a": 0.8, "b": 0.2})
    assert moved == pytest.approx(0.3 * math.log(1.6) - 0.3 * math.log(0.4))
    assert stability.stability_index(even, {"a": 0.5, "c": 0.5}) > 1


@pytest.mark.long
@pytest.mark.parametrize(("column", "value"), [("n", "id % 10 + {0}"), ("word", "concat('w', id % 3 + {0})")])
def test_drift_is_measured_against_the_first_evaluation(house: HouseLake, column: str, value: str) -> None:
    watched = table("silver.watched", {"n": "bigint", "word": "string"})
    check = TableCheck("moved", "drift", "value < 0.2", "warning", "accuracy", columns=(column,), bins=4)

    def after(shift: int, rows: int, rule: TableCheck = check) -> float | None:
        run = new_run()
        frame = house.lake.spark.range(rows).select(
            F.expr(value.format(shift) if column == "n" else "id").alias("n"),
            F.expr(value.format(shift) if column == "word" else "''").alias("word"),
            F.lit(run.id).alias("_run_id"),
        )
        frame.write.format("delta").mode("append").save(house.lake.location(watched))
        return stability.index(house.lake, watched, rule, run)

    assert after(0, 39) is None
    assert after(0, 400) == 0.0
    assert after(0, 300) == pytest.approx(0, abs=0.01)
    moved = after(5, 300)
    assert moved is not None
    assert moved > 0.25
    assert after(5, 300, replace(check, expectation="value < 0.3")) == 0.0


def test_late_data_are_reported(house: HouseLake) -> None:
    landed = house.deliver_csv("users/a.csv", [user(1)])
    old = (datetime.now(UTC) - timedelta(hours=30)).timestamp()
    os.utime(landed, (old, old))
    results = house.run("bronze.users", HOUSEHOLDS)
    for result in results:
        fresh = next(check for check in result.checks if check.kind == "freshness")
        assert fresh.value == pytest.approx(30, abs=0.2)
        latency = house.lake.manifest.find(result.table).latency_hours
        assert (fresh.passed, result.status) == (latency >= 30, "succeeded")
    assert results[1].delivered_at == results[0].delivered_at


def test_a_table_that_is_not_in_the_ledger_is_judged_again(chained: HouseLake) -> None:
    chained.lake = with_checks(chained.lake, HOUSEHOLDS, aggregate("count(*)", "value >= 2"))
    changed = replace(chained.lake.manifest.find(HOUSEHOLDS), fingerprint="f" * 64)
    tables = tuple(changed if known.name == HOUSEHOLDS else known for known in chained.lake.manifest.tables)
    chained.lake = replace(chained.lake, release=replace(chained.lake.release, manifest=Manifest(tables)))
    result = chained.one(HOUSEHOLDS)
    assert (result.status, result.judged_anew) == ("failed", True)
    assert chained.one(HOUSEHOLDS).judged_anew is False
