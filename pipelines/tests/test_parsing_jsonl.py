"""JSON lines: what is accepted, what is rescued, and that nothing is ever lost."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from medallion import parsing_jsonl
from medallion.manifest import Table
from medallion.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED
from pyspark.sql import SparkSession
from pyspark.sql.types import DataType, LongType, StringType

from tests.lakes import line
from tests.tables import table

Parsed = dict[str, Any]


def parse(
    spark: SparkSession, declared: Table, lines: list[str], seen: tuple[tuple[str, DataType], ...] = ()
) -> list[Parsed]:
    frame = spark.createDataFrame(
        [(text, "f", None) for text in lines], f"{LINE} string, {FILE} string, {OFFSET} bigint"
    ).coalesce(1)
    return [row.asDict() for row in parsing_jsonl.parse(frame, declared, seen).collect()]


def rescued(row: Parsed) -> dict[str, Any] | None:
    return None if row[RESCUED] is None else json.loads(row[RESCUED])


def test_a_clean_line_is_typed_and_nothing_is_rescued(spark: SparkSession, transactions: Table) -> None:
    (row,) = parse(spark, transactions, [json.dumps(line())])
    assert row["basket_id"] == 100
    assert row["sales_value"] == Decimal("2.50")
    assert row["transaction_timestamp"] == datetime(2017, 1, 1, 10)
    assert (row[MALFORMED], row[RESCUED]) == (False, None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"channel": "web"}, {"channel": "web"}),
        ({"points": 12}, {"points": "12"}),
        ({"channel": None}, {"channel": None}),
        ({"channel": 'a "quoted": ü value'}, {"channel": 'a "quoted": ü value'}),
        ({"extra": {"a": [1, {"b": "c"}]}}, {"extra": '{"a":[1,{"b":"c"}]}'}),
        ({"quantity": "three"}, {"quantity": "three"}),
        ({"quantity": 1.5}, {"quantity": "1.5"}),
        ({"quantity": 99999999999}, {"quantity": "99999999999"}),
        ({"sales_value": 1.005}, {"sales_value": "1.005"}),
        ({"sales_value": "1,50"}, {"sales_value": "1,50"}),
        ({"sales_value": 123456789.5}, {"sales_value": "1.234567895E8"}),
        ({"transaction_timestamp": "2017-02-30T00:00:00"}, {"transaction_timestamp": "2017-02-30T00:00:00"}),
        ({"transaction_timestamp": "2017-02-20"}, {"transaction_timestamp": "2017-02-20"}),
    ],
)
def test_unknown_keys_and_uncastable_values_are_rescued(
    spark: SparkSession, transactions: Table, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    (row,) = parse(spark, transactions, [json.dumps({**line(), **changes}, ensure_ascii=False)])
    assert row[MALFORMED] is False
    assert rescued(row) == expected
    for key in set(expected) & set(transactions.column_names):
        assert row[key] is None


@pytest.mark.parametrize("changes", [{"retail_disc": None}, {"sales_value": "1.50"}, {"sales_value": 12345678.9}])
def test_nulls_and_numbers_as_text_need_no_rescue(
    spark: SparkSession, transactions: Table, changes: dict[str, Any]
) -> None:
    (row,) = parse(spark, transactions, [json.dumps({**line(), **changes})])
    (key, given_value) = next(iter(changes.items()))
    assert row[key] == (None if given_value is None else Decimal(str(given_value)).quantize(Decimal("0.01")))
    assert row[RESCUED] is None


@pytest.mark.parametrize(
    "text",
    [
        '{"week": 1',
        '{"week": 1} trailing',
        '{"week": 1}{"week": 2}',
        '{"week": 1},"s":[{}',
        '{"week": 1}],"s":[{}',
        '{"week": 1}}',
        "[1]",
        "null",
        "7",
        "{'week': 1}",
        '{"week": 1,}',
    ],
)
def test_a_line_that_is_not_one_object_is_malformed(spark: SparkSession, transactions: Table, text: str) -> None:
    (row,) = parse(spark, transactions, [text])
    assert row[MALFORMED] is True
    assert {row[name] for name in transactions.column_names} == {None}
    assert row[RESCUED] is None


def test_a_repeated_key_keeps_all_of_its_values(spark: SparkSession, transactions: Table) -> None:
    (row,) = parse(spark, transactions, ['{"week":1,"week":"a","x":1,"x":2}'])
    pairs = json.loads(row[RESCUED], object_pairs_hook=list)
    assert sorted(pairs) == [("week", "1"), ("week", "a"), ("x", "1"), ("x", "2")]


def test_counts_that_cancel_out_by_escapes_do_not_hide_a_key(spark: SparkSession, transactions: Table) -> None:
    (row,) = parse(spark, transactions, ['{"x":1,"transaction_timestamp":"\\u0022\\u0022\\u003a"}'])
    assert rescued(row) == {"x": "1", "transaction_timestamp": '"":'}


def test_a_number_longer_than_a_double_keeps_its_line(spark: SparkSession, transactions: Table) -> None:
    text = '{"week":1,"x":0.1234567890123456789}'
    (row,) = parse(spark, transactions, [text])
    found = rescued(row)
    assert found is not None
    assert found["_line"] == text


def test_numbers_as_long_as_their_columns_are_accepted(spark: SparkSession) -> None:
    money = table("bronze.money", {"price": "decimal(18,2)", "count": "int"})
    longest = '{"price":-1234567890123456.78,"count":1}'
    read, rounded = parse(spark, money, [longest, '{"price":1.005,"count":1}'])
    assert (read["price"], read["count"], read[RESCUED]) == (Decimal("-1234567890123456.78"), 1, None)
    assert (rounded["price"], rounded["count"], rescued(rounded)) == (None, 1, {"price": "1.005"})


def test_a_key_seen_in_the_first_lines_gives_the_same_result(spark: SparkSession, transactions: Table) -> None:
    texts = [json.dumps({**line(), **extra}) for extra in ({}, {"channel": "web"}, {"channel": None}, {"channel": 5})]
    plain = parse(spark, transactions, texts)
    hinted = parse(spark, transactions, texts, (("channel", StringType()),))
    mistaken = parse(spark, transactions, texts, (("channel", LongType()),))
    assert [rescued(row) for row in plain] == [None, {"channel": "web"}, {"channel": None}, {"channel": "5"}]
    assert hinted == plain
    assert mistaken == plain


# --- the property: against plain Python, nothing is lost and nothing is rescued without need ---

MIXED = table(
    "bronze.mixed",
    {"id": "bigint", "small": "int", "price": "decimal(10,2)", "note": "string", "day": "date", "flag": "boolean"},
)
KEYS = st.sampled_from(["id", "small", "price", "note", "day", "flag", "x", "y:z", "ID", "no te", "ü"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x85\u2028\u2029"), max_size=12)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**7), 10**7, places=2).map(float),
    st.floats(-1e6, 1e6, allow_nan=False, width=32),
    st.sampled_from([2**31, 2**63 - 1, 2**63, 1e-11, 0.1 + 0.2, 1.0000000001, 0.99999999999]),
)
SCALARS = st.one_of(
    st.none(), st.booleans(), NUMBERS, TEXTS, st.sampled_from(["2017-01-31", "2017-02-30", "1,5", "1.5", '":', "null"])
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(KEYS, SCALARS, max_size=2))
PAIRS = st.lists(st.tuples(KEYS, VALUES), max_size=7)
SEPARATORS = st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : ")])


@st.composite
def json_lines(draw: st.DrawFn) -> str:
    item, colon = draw(SEPARATORS)
    ascii_only = draw(st.booleans())
    pairs = draw(PAIRS)
    body = item.join(
        json.dumps(key, ensure_ascii=ascii_only)
        + colon
        + json.dumps(value, ensure_ascii=ascii_only, separators=(item, colon))
        for key, value in pairs
    )
    broken = draw(st.sampled_from(["", "", "", "", "", " x", "}", ",", "]"]))
    return "{" + body + "}" + broken


# A failing batch names its line: shrinking it would run Spark for minutes.
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(json_lines(), min_size=20, max_size=40))
def test_property_nothing_is_lost(spark: SparkSession, lines: list[str]) -> None:
    for text, row in zip(lines, parse(spark, MIXED, lines), strict=True):
        try:
            pairs = json.loads(text, object_pairs_hook=list, parse_float=Decimal)
        except ValueError:
            assert row[MALFORMED] is True, text
            continue
        assert row[MALFORMED] is False, text
        saved = [] if row[RESCUED] is None else json.loads(row[RESCUED], object_pairs_hook=list)
        names = [key for key, _ in pairs]
        whole_line = ("_line", text) in saved
        for key, value in pairs:
            accepted = names.count(key) == 1 and key in MIXED.column_names and says(row[key], value)
            kept = [entry for name, entry in saved if name == key]
            assert accepted or whole_line or any(is_text_of(entry, value) for entry in kept), (text, key, row)
            if accepted:
                assert kept == [], (text, key, row)
        assert {name for name, _ in saved} <= {*names, "_line"}, (text, row)


def says(cell: Any, value: Any) -> bool:
    """True when a typed cell says exactly what the JSON value says."""
    if value is None or isinstance(cell, bool):
        return cell is value
    if isinstance(cell, str):
        return is_text_of(cell, value)
    if isinstance(cell, date):
        return isinstance(value, str) and cell.isoformat() == value
    if cell is None or isinstance(value, bool | list):
        return False
    return Decimal(cell) == (Decimal(value) if value == "1.5" or not isinstance(value, str) else None)


def is_text_of(entry: str | None, value: Any) -> bool:
    """True when a rescued text stands for the JSON value; nested values may have lost white space."""
    if value is None or isinstance(value, str):
        return entry == value
    try:
        return entry is not None and bool(json.loads(entry, object_pairs_hook=list, parse_float=Decimal) == value)
    except ValueError:
        return False
