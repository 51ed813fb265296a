"""What an engineer looks at while writing SQL: its meaning without data, its result now, and what stands in a table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from medallion.errors import MedallionError
from medallion.lake.lake import Release
from medallion.workbench import analysis, preview, shown
from pyspark.sql import SparkSession

from tests.lakes import HouseLake

DAILY = "gold/daily_metrics.sql"


def with_sql(release: Release, folder: Path, text: str) -> Release:
    """The release with another text of one gold table, in a folder of its own."""
    file = folder / "sql" / DAILY
    file.parent.mkdir(parents=True)
    file.write_text(text)
    for other in ("transaction_summary", "user_features"):
        original = release.locate(f"sql/gold/{other}.sql", None)
        (file.parent / f"{other}.sql").write_text(Path(original).read_text())
    return replace(release, root=str(folder), digests={})


def daily(release: Release) -> str:
    return Path(release.locate(f"sql/{DAILY}", None)).read_text()


def test_the_shipped_sql_agrees_with_its_contracts(spark: SparkSession, release: Release) -> None:
    assert analysis.analyse(spark, release) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ("DISTINCT basket_id", "DISTINCT basket_idd", "unresolved-column", 5, "basket_idd"),
        (
            "silver.transactions_validated",
            "silver.transactions_valid",
            "table-or-view-not-found",
            11,
            "transactions_valid",
        ),
        ("GROUP BY", "GRUOP BY", "parse-syntax-error", 12, "BY"),
        ("CAST(sum(sales_value) AS decimal(18, 2))", "CAST(sum(sales_value) AS double)", "column-type", None, "double"),
        ("AS baskets", "AS bskets", "column-missing", None, "baskets"),
        ("AS baskets", "AS bskets", "column-undeclared", None, "bskets"),
        ("count(DISTINCT household_id)", "substring_index(household_id)", "wrong-num-args", 6, "substring_index"),
    ],
)
def test_what_the_sql_cannot_mean_is_found_without_a_row(
    spark: SparkSession, release: Release, tmp_path: Path, old: str, new: str, code: str, line: int | None, said: str
) -> None:
    text = daily(release)
    assert old in text
    found = analysis.analyse(spark, with_sql(release, tmp_path, text.replace(old, new)))
    assert {finding.file for finding in found} == {f"pipelines/sql/{DAILY}"}
    match = [finding for finding in found if finding.code == code]
    assert [(finding.line, said in finding.message) for finding in match] == [(line, True)]


def test_columns_in_another_order_are_found(spark: SparkSession, release: Release, tmp_path: Path) -> None:
    lines = daily(release).splitlines()
    place = next(at for at, line in enumerate(lines) if "AS baskets" in line)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    (finding,) = analysis.analyse(spark, with_sql(release, tmp_path, "\n".join(lines)))
    assert finding.code == "column-order"


@pytest.mark.long
def test_a_preview_is_what_the_live_table_has_until_the_sql_changes(finished: HouseLake, tmp_path: Path) -> None:
    lake = finished.lake
    table = lake.manifest.find("gold.daily_metrics")
    same = preview.of_table(lake, table, 20, with_difference=True)
    assert same["difference"] == {}
    days = {str(row["transaction_date"]) for row in finished.rows(table.name)}
    assert {row["transaction_date"] for row in same["rows"]} == days
    changed = with_sql(lake.release, tmp_path, daily(lake.release).replace("count(*) ", "1 + count(*) "))
    other = preview.of_table(replace(lake, release=changed), table, 1, with_difference=True)
    assert len(other["rows"]) == 1
    assert other["difference"] == {"transaction_lines": len(days)}


def test_any_query_over_the_lake_is_answered_and_nothing_else(finished: HouseLake) -> None:
    found = preview.of_text(finished.lake, "SELECT count(*) AS n FROM silver.users_enriched;", 10)
    assert found == {"columns": [{"name": "n", "type": "bigint"}], "rows": [{"n": 3}]}
    for text in ("DELETE FROM silver.users_enriched", "SELECT nothing FROM gold.daily_metrics"):
        with pytest.raises(MedallionError) as refused:
            preview.of_text(finished.lake, text, 10)
        assert refused.value.code == "query-failed"
    with pytest.raises(MedallionError) as silver:
        preview.of_table(finished.lake, finished.lake.manifest.find("silver.users_enriched"), 1, with_difference=False)
    assert silver.value.code == "not-previewable"


def test_a_table_is_shown_without_personal_values_unless_asked_for(finished: HouseLake) -> None:
    users = finished.lake.manifest.find("bronze.users")
    found = shown.show(finished.lake, users, 5, with_personal=False)
    assert "email" in found["hidden"]
    assert {row["email"] for row in found["rows"]} == {shown.HIDDEN}
    assert "email" not in {row["column"] for row in found["profile"]}
    assert "@" not in json.dumps(found["rows"])
    assert found["total"] == len(finished.rows(users.name))
    assert found["history"][0]["version"] == found["version"]
    revealed = shown.show(finished.lake, users, 5, with_personal=True)
    assert all("@" in row["email"].lower() for row in revealed["rows"] if row["email"])


def test_what_was_never_written_is_said(house: HouseLake, release: Release, spark: SparkSession) -> None:
    lake = house.lake
    with pytest.raises(MedallionError) as table:
        shown.show(lake, lake.manifest.find("gold.daily_metrics"), 1, with_personal=False)
    assert table.value.code == "table-empty"
    with pytest.raises(MedallionError) as missing:
        preview.of_table(lake, lake.manifest.find("gold.daily_metrics"), 1, with_difference=False)
    assert missing.value.code == "input-missing"
