"""Gold by increments is gold in full, whatever comes, changes and goes.

A case is a small shop of its own: its sales and prices, and what happens to them step by step. Hundreds of shops go
through one lake side by side; after every step each must be what a few lines of Python count from its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from delta.tables import DeltaTable
from hypothesis import strategies as st
from medallion.errors import MedallionError
from medallion.gold import write
from medallion.gold.inputs import over_views
from medallion.spark.transactions import state
from pyspark.sql import SparkSession

from tests.generated import cases
from tests.ponds import Pond
from tests.tables import document

COUNT = 220
STEPS = 3
SALES = {
    "shop": "bigint",
    "line": "int",
    "day": "int",
    "item": "int",
    "amount": "decimal(10,2)",
    "units": "int",
    "buyer": "string",
}
PRICES = {"shop": "bigint", "item": "int", "price": "int"}

TOTALS = {
    "shop": "bigint",
    "day": "int",
    "lines": "bigint",
    "paid": "bigint",
    "amount": "decimal(18,2)",
    "units": "bigint",
    "least": "int",
    "most": "int",
    "buyers_sketch": "binary",
    "buyers": "bigint",
    "average": "decimal(18,2)",
}
TOTALS_SQL = """
-- silver.sales by day. The comment names a table, and 'silver.sales' is a text.
SELECT sales.shop, silver.sales.day, count(*) AS lines, count(amount) AS paid,
  CAST(sum(amount) AS decimal(18, 2)) AS amount, sum(CAST(units AS bigint)) AS units,
  min(units) AS least, max(units) AS most,
  hll_sketch_agg(buyer) AS buyers_sketch, hll_sketch_estimate(hll_sketch_agg(buyer)) AS buyers,
  CAST(CAST(sum(amount) AS decimal(18, 2)) / count(*) AS decimal(18, 2)) AS average
FROM silver.sales
WHERE item <> 9
GROUP BY sales.shop, sales.day
"""
MEASURES = {
    "lines": "count",
    "paid": "count",
    "amount": "sum",
    "units": "sum",
    "least": "min",
    "most": "max",
    "buyers_sketch": "sketch",
}
COMPUTED = {
    "buyers": "hll_sketch_estimate(buyers_sketch)",
    "average": "CAST(amount / lines AS decimal(18, 2))",
}

VALUES = {"shop": "bigint", "day": "int", "buyers": "bigint", "value": "bigint"}
VALUES_SQL = """
SELECT s.shop, s.day, count(DISTINCT s.buyer) AS buyers, sum(s.units * p.price) AS value
FROM silver.sales s LEFT JOIN silver.prices AS p ON p.shop = s.shop AND p.item = s.item
GROUP BY s.shop, s.day
"""

SALE = st.fixed_dictionaries(
    {
        "day": st.integers(0, 2),
        "item": st.sampled_from([1, 2, 9]),
        "amount": st.one_of(st.none(), st.integers(-2, 2)),
        "units": st.one_of(st.none(), st.integers(0, 3)),
        "buyer": st.one_of(st.none(), st.sampled_from(["a", "b", "c"])),
    }
)
# Line to sale, or None for a line that goes. Most steps are quiet in most shops.
STEP = st.dictionaries(st.integers(0, 3), st.one_of(SALE, SALE, st.none()), max_size=3)
QUIET: st.SearchStrategy[dict[int, Any]] = st.just({})
MONEY = st.dictionaries(st.sampled_from([1, 2]), st.one_of(st.none(), st.integers(1, 3)), max_size=2)
CASES = st.tuples(
    st.dictionaries(st.integers(0, 3), SALE, min_size=1, max_size=4),
    MONEY,
    st.lists(
        st.one_of(
            st.tuples(QUIET, QUIET),
            st.tuples(QUIET, QUIET),
            st.tuples(QUIET, QUIET),
            st.tuples(STEP, QUIET),
            st.tuples(QUIET, MONEY),
        ),
        min_size=STEPS,
        max_size=STEPS,
    ),
)


def pond(home: Path, spark: SparkSession) -> Pond:
    totals = document(
        "gold.totals",
        TOTALS,
        inputs=["silver.sales"],
        keys=["shop", "day"],
        sql="totals.sql",
        history="refresh",
        incremental={
            "verifyEvery": 2,
            "inputs": {"silver.sales": {"grain": {"shop": "shop", "day": "day"}, "lookup": {}}},
        },
    )
    for column in totals["columns"]:
        column["measure"] = MEASURES.get(column["name"])
        column["expression"] = COMPUTED.get(column["name"])
    values = document(
        "gold.values",
        VALUES,
        inputs=["silver.sales", "silver.prices"],
        keys=["shop", "day"],
        sql="values.sql",
        history="refresh",
        incremental={
            "verifyEvery": 3,
            "inputs": {
                "silver.sales": {"grain": {"shop": "shop", "day": "day"}, "lookup": {}},
                "silver.prices": {"grain": {}, "lookup": {"shop": "shop", "item": "item"}},
            },
        },
    )
    lake = Pond(
        home,
        spark,
        [
            document("silver.sales", SALES, keys=["shop", "line"]),
            document("silver.prices", PRICES, keys=["shop", "item"]),
            totals,
            values,
        ],
    )
    lake.write_sql("totals.sql", TOTALS_SQL)
    lake.write_sql("values.sql", VALUES_SQL)
    return lake


Shop = tuple[dict[int, Any], dict[int, Any]]


def apply(lake: Pond, shops: list[Shop], steps: list[Shop]) -> None:
    """One step of every shop: a version of the sales, and one of the prices when any changes."""
    for place, name, key in ((0, "silver.sales", "line"), (1, "silver.prices", "item")):
        kept, gone = [], []
        for shop, step in enumerate(steps):
            for number, row in step[place].items():
                ours = {"shop": shop, key: number}
                if row is None:
                    gone.append(ours)
                    shops[shop][place].pop(number, None)
                else:
                    kept.append({**ours, **(row if isinstance(row, dict) else {"price": row})})
                    shops[shop][place][number] = row
        if kept or gone:
            lake.change(name, kept, gone)


def totals(shops: list[Shop]) -> dict[tuple[int, int], tuple[Any, ...]]:
    found: dict[tuple[int, int], tuple[Any, ...]] = {}
    for shop, (sales, _) in enumerate(shops):
        for day in {sale["day"] for sale in sales.values()}:
            rows = [sale for sale in sales.values() if sale["day"] == day and sale["item"] != 9]
            if not rows:
                continue
            amounts = [Decimal(row["amount"]) for row in rows if row["amount"] is not None]
            units = [row["units"] for row in rows if row["units"] is not None]
            amount = sum(amounts, Decimal(0)) if amounts else None
            average = None if amount is None else (amount / len(rows)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
            found[shop, day] = (
                len(rows),
                len(amounts),
                amount,
                sum(units) if units else None,
                min(units, default=None),
                max(units, default=None),
                len({row["buyer"] for row in rows} - {None}),
                average,
            )
    return found


def values(shops: list[Shop]) -> dict[tuple[int, int], tuple[Any, ...]]:
    found: dict[tuple[int, int], tuple[Any, ...]] = {}
    for shop, (sales, prices) in enumerate(shops):
        for day in {sale["day"] for sale in sales.values()}:
            rows = [sale for sale in sales.values() if sale["day"] == day]
            worth = [
                row["units"] * prices[row["item"]]
                for row in rows
                if row["units"] is not None and prices.get(row["item"]) is not None
            ]
            found[shop, day] = (len({row["buyer"] for row in rows} - {None}), sum(worth) if worth else None)
    return found


def stands(lake: Pond, name: str) -> dict[tuple[int, int], tuple[Any, ...]]:
    rows = lake.rows(name)
    found = {(row["shop"], row["day"]): tuple(v for k, v in row.items() if k not in UNCOMPARED) for row in rows}
    assert len(found) == len(rows)
    return found


UNCOMPARED = {"shop", "day", "buyers_sketch"}


def differing(found: Mapping[Any, Any], expected: Mapping[Any, Any]) -> dict[Any, Any]:
    return {
        key: (found.get(key), expected.get(key)) for key in {*found, *expected} if found.get(key) != expected.get(key)
    }


@pytest.mark.long
@pytest.mark.parametrize("small", [50_000, 0])
def test_increments_are_the_full_table(
    tmp_path: Path, spark: SparkSession, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    """Both ways to write: a small table anew, a large one by MERGE."""
    monkeypatch.setattr(write, "_SMALL", small)
    monkeypatch.setattr(write, "_SMALL_OF_SKETCHES", small)
    generated = cases(CASES, COUNT)
    lake = pond(tmp_path, spark)
    shops: list[Shop] = [({}, {}) for _ in generated]
    apply(lake, shops, [(sales, prices) for sales, prices, _ in generated])
    modes = []
    for step in range(STEPS + 1):
        for name, model in (("gold.totals", totals), ("gold.values", values)):
            result = lake.aggregate(name)
            if result is not None:
                modes.append((name, result.mode))
            assert differing(stands(lake, name), model(shops)) == {}, (step, name)
            assert lake.aggregate(name) is None
        if step < STEPS:
            apply(lake, shops, [steps[step] for _, _, steps in generated])
    assert [mode for name, mode in modes if name == "gold.totals"] == ["full", *["incremental"] * STEPS]
    assert [mode for name, mode in modes if name == "gold.values"] == ["full", *["incremental"] * STEPS]


def test_a_table_without_increments_is_rebuilt_and_says_why(
    tmp_path: Path, spark: SparkSession, capsys: pytest.CaptureFixture[str]
) -> None:
    lake = pond(tmp_path, spark)
    sale = {"day": 1, "item": 1, "amount": 1, "units": 1, "buyer": "a"}
    lake.change("silver.sales", [{"shop": shop, "line": 0, **sale} for shop in range(4)])
    lake.change("silver.prices", [{"shop": 0, "item": 1, "price": 2}])
    first = lake.aggregate("gold.values")
    assert first is not None
    assert (first.mode, first.mode_reason) == ("full", "it does not exist yet")
    lake.change("silver.sales", [{"shop": shop, "line": 1, **sale} for shop in range(3)])
    result = lake.aggregate("gold.values")
    assert result is not None
    assert (result.mode, result.mode_reason) == ("full", "the change reaches 3 of 4 rows")
    assert "gold.values: rebuilt in full: the change reaches 3 of 4 rows" in capsys.readouterr().err
    # The feed's files are gone: what they said cannot be known, so everything is looked at again.
    lake.change("silver.sales", [{"shop": 0, "line": 0, **sale, "units": 3}])
    for file in (tmp_path / "lake/silver/sales/_change_data").glob("*.parquet"):
        file.unlink()
    result = lake.aggregate("gold.values")
    assert result is not None
    assert (result.mode, result.mode_reason) == ("full", "changes of an input can no longer be read")
    assert {row["shop"]: row["value"] for row in lake.rows("gold.values")}[0] == 8


def test_a_wrong_declaration_fails_the_run_and_is_put_right(tmp_path: Path, spark: SparkSession) -> None:
    """A count of distinct buyers declared as a count: it adds up twice who comes back."""
    lake = pond(tmp_path, spark)
    lake.write_sql("totals.sql", TOTALS_SQL.replace("count(amount) AS paid", "count(DISTINCT buyer) AS paid"))
    sale = {"day": 1, "item": 1, "amount": 1, "units": 1, "buyer": "a"}
    lake.change("silver.sales", [{"shop": 0, "line": 0, **sale}])
    lake.aggregate("gold.totals")
    lake.change("silver.sales", [{"shop": 0, "line": 1, **sale}])
    once = lake.aggregate("gold.totals")
    assert once is not None
    assert once.mode == "incremental"
    assert lake.rows("gold.totals")[0]["paid"] == 2
    lake.change("silver.sales", [{"shop": 0, "line": 2, **sale}])
    with pytest.raises(MedallionError, match=r"gold\.totals.*paid in 1 rows.*rebuilt") as raised:
        lake.aggregate("gold.totals")
    assert raised.value.code == "increment-mismatch"
    assert [(row["lines"], row["paid"]) for row in lake.rows("gold.totals")] == [(3, 1)]
    assert lake.aggregate("gold.totals") is None


def test_a_version_without_a_change_is_passed_over(tmp_path: Path, spark: SparkSession) -> None:
    lake = pond(tmp_path, spark)
    sale = {"day": 1, "item": 1, "amount": 1, "units": 1, "buyer": "a"}
    lake.change("silver.sales", [{"shop": 0, "line": 0, **sale}])
    lake.change("silver.sales", [{"shop": 0, "line": 1, **sale}])
    lake.aggregate("gold.totals")
    DeltaTable.forPath(spark, lake.lake.location(lake.table("silver.sales"))).optimize().executeCompaction()
    result = lake.aggregate("gold.totals")
    assert result is not None
    assert (result.mode, result.accepted) == ("incremental", 1)
    assert lake.aggregate("gold.totals") is None


def test_a_table_gets_its_change_feed_with_its_first_reader(tmp_path: Path, spark: SparkSession) -> None:
    rows = {"id": "bigint", "day": "int", "level": "int"}
    sums = document(
        "gold.sums",
        {"day": "int", "levels": "bigint"},
        inputs=["silver.rows"],
        keys=["day"],
        sql="sums.sql",
        history="refresh",
        incremental={"verifyEvery": 20, "inputs": {"silver.rows": {"grain": {"day": "day"}, "lookup": {}}}},
    )

    def lake(*, followed: bool) -> Pond:
        silver = document("silver.rows", rows, inputs=["bronze.rows"], keys=["id"], orderBy=["level"], history="scd1")
        return Pond(tmp_path, spark, [document("bronze.rows", rows), {**silver, "changeFeed": followed}, sums])

    def feed(pond: Pond) -> str | None:
        return state(spark, pond.lake.location(pond.table("silver.rows"))).table_property("delta.enableChangeDataFeed")

    alone = lake(followed=False)
    for level in (1, 2):
        alone.write("bronze.rows", [{"id": n, "day": n % 5, "level": level} for n in range(10)])
        alone.refresh("silver.rows")
    assert feed(alone) is None
    followed = lake(followed=True)
    followed.write_sql("sums.sql", "SELECT day, sum(level) AS levels FROM silver.rows GROUP BY day")
    modes = []
    for level in (3, 4):
        result = followed.aggregate("gold.sums")
        assert result is not None
        modes.append(result.mode)
        followed.write("bronze.rows", [{"id": 0, "day": 0, "level": level}])
        followed.refresh("silver.rows")
    assert modes == ["full", "incremental"]
    assert feed(followed) == "true"
    # It is no longer followed by this lake; another one may have come to rely on it.
    after = lake(followed=False)
    after.write("bronze.rows", [{"id": 1, "day": 1, "level": 5}])
    after.refresh("silver.rows")
    assert feed(after) == "true"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("FROM silver.a", "FROM v AS a"),
        ("FROM silver.a x JOIN `silver`.`a` AS y ON x.i = y.i", "FROM v x JOIN v AS y ON x.i = y.i"),
        ("FROM silver.a WHERE silver.a.i = 1", "FROM v AS a WHERE a.i = 1"),
        ("FROM silver.a, silver.b LEFT JOIN silver.a ON true", "FROM v AS a, silver.b LEFT JOIN v AS a ON true"),
        ("SELECT 'silver.a' -- silver.a\nFROM silver.ab /* silver.a */", None),
    ],
)
def test_sql_reads_the_given_rows(sql: str, expected: str | None) -> None:
    assert over_views(sql, {"silver.a": "v"}) == (sql if expected is None else expected)
