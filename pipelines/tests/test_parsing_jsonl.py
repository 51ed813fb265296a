"""JSON lines: what is accepted, what is rescued, and that nothing is ever lost."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from math import isclose
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from medallion.lake.manifest import Table
from medallion.reading import parsing_jsonl
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED
from pyspark.sql import SparkSession

from tests.generated import cases
from tests.lakes import line
from tests.tables import table

Parsed = dict[str, Any]


def parse(spark: SparkSession, declared: Table, lines: list[str]) -> list[Parsed]:
    frame = spark.createDataFrame(
        [(text, "f", None) for text in lines], f"{LINE} string, {FILE} string, {OFFSET} bigint"
    ).coalesce(1)
    return [row.asDict() for row in parsing_jsonl.parse(frame, declared).collect()]


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
        ({"extra": {"a": [1, {"b": "c"}]}}, {"extra": '{"a": [1, {"b": "c"}]}'}),
        ({"quantity": "three"}, {"quantity": "three"}),
        ({"quantity": 1.5}, {"quantity": "1.5"}),
        ({"quantity": 99999999999}, {"quantity": "99999999999"}),
        ({"sales_value": 1.005}, {"sales_value": "1.005"}),
        ({"sales_value": "1,50"}, {"sales_value": "1,50"}),
        ({"sales_value": 123456789.5}, {"sales_value": "123456789.5"}),
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


def test_bytes_are_written_in_base64(spark: SparkSession) -> None:
    blobs = table("bronze.blobs", {"sketch": "binary"})
    read, broken, number = parse(spark, blobs, ['{"sketch":"AQL/"}', '{"sketch":"A*"}', '{"sketch":7}'])
    assert (bytes(read["sketch"]), read[RESCUED]) == (b"\x01\x02\xff", None)
    assert [(row["sketch"], rescued(row)) for row in (broken, number)] == [
        (None, {"sketch": "A*"}),
        (None, {"sketch": "7"}),
    ]


def test_a_repeated_key_keeps_all_of_its_values(spark: SparkSession, transactions: Table) -> None:
    (row,) = parse(spark, transactions, ['{"week":1,"week":"a","x":1,"x":2}'])
    pairs = json.loads(row[RESCUED], object_pairs_hook=list)
    assert sorted(pairs) == [("week", "1"), ("week", "a"), ("x", "1"), ("x", "2")]


def test_counts_that_cancel_out_by_escapes_do_not_hide_a_key(spark: SparkSession, transactions: Table) -> None:
    (row,) = parse(spark, transactions, ['{"x":1,"transaction_timestamp":"\\u0022\\u0022\\u003a"}'])
    assert rescued(row) == {"x": "1", "transaction_timestamp": '"":'}


@pytest.mark.parametrize("number", ["0.1234567890123456789", "1E400", "1e-999999999", "-0", "1.50"])
def test_a_number_is_rescued_as_its_text_in_the_line(spark: SparkSession, transactions: Table, number: str) -> None:
    (row,) = parse(spark, transactions, [f'{{"week":1,"x":{number}}}'])
    assert rescued(row) == {"x": number}


def test_half_of_a_surrogate_pair_is_kept_as_it_is_escaped(spark: SparkSession, transactions: Table) -> None:
    text, key = parse(spark, transactions, ['{"week":1,"channel":"a\\ud83d"}', '{"\\ud83d":1}'])
    assert rescued(text) == {"channel": '"a\\ud83d"'}
    assert key[MALFORMED] is True


def test_numbers_as_long_as_their_columns_are_accepted(spark: SparkSession) -> None:
    money = table("bronze.money", {"price": "decimal(18,2)", "count": "int"})
    longest = '{"price":-1234567890123456.78,"count":1}'
    read, rounded = parse(spark, money, [longest, '{"price":1.005,"count":1}'])
    assert (read["price"], read["count"], read[RESCUED]) == (Decimal("-1234567890123456.78"), 1, None)
    assert (rounded["price"], rounded["count"], rescued(rounded)) == (None, 1, {"price": "1.005"})


# --- the property: against plain Python, nothing is lost and nothing is rescued without need ---

MIXED = table(
    "bronze.mixed",
    {
        "id": "bigint",
        "small": "int",
        "price": "decimal(10,2)",
        "tax": "decimal(38,20)",
        "ratio": "double",
        "note": "string",
        "day": "date",
        "at": "timestamp",
        "flag": "boolean",
    },
)
KEYS = st.sampled_from([*MIXED.column_names, "x", "y:z", "ID", "no te", "ü"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x85\u2028\u2029"), max_size=12)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**7), 10**7, places=2).map(float),
    st.floats(-1e6, 1e6, allow_nan=False, width=32),
    st.sampled_from([2**31, 2**63 - 1, 2**63, 1e-11, 0.1 + 0.2, 1.0000000001, 0.99999999999]),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    TEXTS,
    st.sampled_from(
        ["2017-01-31", "2017-02-30", "2017-01-31T10:00:00", "1,5", "1.5", "4", "+.5e1", "1e-3", '":', "null"]
    ),
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(KEYS, SCALARS, max_size=2))
DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
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
        columns = [column_of(key, names) for key in names]
        whole_line = ("_line", text) in saved
        for key, value in pairs:
            column = column_of(key, names)
            accepted = column is not None and columns.count(column) == 1 and says(row[column], value)
            kept = [entry for name, entry in saved if name == key]
            assert accepted or whole_line or any(is_text_of(entry, value) for entry in kept), (text, key, row)
            if accepted:
                assert kept == [], (text, key, row)
        assert {name for name, _ in saved} <= {*names, "_line"}, (text, row)


def column_of(key: str, keys: list[str]) -> str | None:
    """The column of that name; in another case only where no key has the very name."""
    if key in MIXED.column_names:
        return key
    return next((name for name in MIXED.column_names if name.lower() == key.lower() and name not in keys), None)


def says(cell: Any, value: Any) -> bool:
    """True when a typed cell says exactly what the JSON value says."""
    if isinstance(cell, str):
        return is_text_of(cell, value)
    if isinstance(value, str) and cell is not None:
        return text_says(cell, value)
    if cell is None or isinstance(cell, bool) or isinstance(value, bool | list | type(None)):
        return cell is value
    return isclose(cell, value, rel_tol=1e-6) if isinstance(cell, float) else Decimal(cell) == Decimal(value)


def text_says(cell: Any, value: str) -> bool:
    """Many write numbers as texts, so that nobody makes floating-point numbers of them."""
    if isinstance(cell, bool):
        return value.lower() == str(cell).lower()
    if isinstance(cell, date | datetime):
        return cell.isoformat() == value
    if not DECIMAL.fullmatch(value):
        return False
    return isclose(cell, float(value)) if isinstance(cell, float) else Decimal(cell) == Decimal(value)


def is_text_of(entry: str | None, value: Any) -> bool:
    """True when a rescued text stands for the JSON value; nested values may have lost white space."""
    if value is None or isinstance(value, str):
        return entry == value
    try:
        return entry is not None and bool(json.loads(entry, object_pairs_hook=list, parse_float=Decimal) == value)
    except ValueError:
        return False


# --- the property: a line is read alike where it stands and by the parser ---

ROW = {
    "id": 1234567890123,
    "small": -7,
    "price": 4.4,
    "tax": 12,
    "ratio": 0.25,
    "flag": True,
    "day": "2017-01-31",
    "at": "2017-01-31T10:00:00",
    "note": "an ordinary ü text",
}
TOKENS = r"""
    0 1 -1 -0 01 +1 .5 1. 1.0 1.5 1.50 1.500 -0.00 -0.0 1.005 99999999.99 100000000 1e2 1E+2 1.0E10 1e-7 0.1 3.0 1e400
    2147483648 9223372036854775807 9223372036854775808 -9223372036854775808 999999999999999999 1000000000000000000
    12345678901234567890123 0.30000000000000004 123456789012345678.12345678901234567890 - -.
    NaN -Infinity Infinity INF nul null nulls true false True TRUE t {} [] [1,2] 1,2 1} 1:2 {"id":1}
    "" "1" "+1" "1.50" "1e2" "-" "." "true" "null" "NaN" "-INF" "a,b" "]" "{" "[1]" "a:b" "ü€😀" 'a' "a
    "2017-01-31" "2017-02-30" "2016-02-29" "1900-02-29" "0000-01-01" "9999-12-31" "2017-1-31" "2017-01-31T10:00:00"
    "2017-01-31T25:00:00" "2017-01-31T10:00:00.5" "2017-01-31T10:00:00.123456" "2017-01-31T10:00:00Z"
    "2017-01-31T10:00:00+01:00" "2017-01-31 10:00:00"
    """.split()
SPACED = ['" 2017-01-31"', '"a\tb"', '" a "', "1 ", "1\t"]
# A key that is escaped has to go through the parser, and the whole line with it.
ESCAPED = r'"\u005f":"x"'


@st.composite
def lines_like_a_row(draw: st.DrawFn) -> str:
    """The inside of a line with a few values, keys or signs changed."""
    comma, colon = draw(SEPARATORS)
    pairs = [(json.dumps(key), json.dumps(value, ensure_ascii=False)) for key, value in ROW.items()]
    for place in draw(st.lists(st.integers(0, len(pairs) - 1), max_size=3)):
        pairs[place] = (pairs[place][0], draw(st.sampled_from([*TOKENS, *SPACED])))
    change = draw(st.sampled_from(["none"] * 6 + ["drop", "double", "swap", "new"]))
    place = draw(st.integers(0, len(pairs) - 1))
    if change == "drop":
        del pairs[place]
    elif change == "double":
        pairs.append((pairs[place][0], draw(st.sampled_from(TOKENS))))
    elif change == "swap":
        pairs[0], pairs[place] = pairs[place], pairs[0]
    elif change == "new":
        pairs.insert(place, (draw(st.sampled_from(['"x"', '"z"', '"no te"'])), draw(st.sampled_from(TOKENS))))
    end = draw(st.sampled_from(["}"] * 8 + ["", "} ", "}}", ",}", "} x"]))
    return comma.join(f"{key}{colon}{value}" for key, value in pairs) + end


@pytest.mark.parametrize(
    ("row", "is_plain"),
    [
        (ROW, True),
        ({key: ROW[key] for key in reversed(ROW)}, True),
        ({**ROW, "note": "a, b", "small": None, "new": "x"}, True),
        ({**ROW, "note": 'a "b"'}, False),
        ({**ROW, "new": [1]}, False),
        ({**ROW, "ratio": 1e-7}, False),
    ],
)
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_lines_as_machines_write_them_need_no_parser(
    spark: SparkSession, row: dict[str, Any], is_plain: bool, separators: tuple[str, str]
) -> None:
    jvm: Any = spark._jvm
    text = json.dumps(row, ensure_ascii=False, separators=separators)
    given = jvm.org.apache.spark.unsafe.types.UTF8String.fromString(text)
    assert (parsing_jsonl.reader_of(spark, MIXED).plain(given) is not None) == is_plain


def test_property_a_plain_line_and_an_escaped_one_are_read_alike(spark: SparkSession) -> None:
    lines = cases(lines_like_a_row(), 400)
    plain = parse(spark, MIXED, ["{" + text for text in lines])
    parsed = parse(spark, MIXED, ["{" + ESCAPED + "," + text for text in lines])
    for text, where_it_stands, by_parser in zip(lines, plain, parsed, strict=True):
        assert told(where_it_stands, ()) == told(by_parser, ("_", "x")), text
    assert sum(row[MALFORMED] is False for row in plain) > len(lines) / 2


def told(row: Parsed, added: tuple[str, ...]) -> str:
    """A row as a text, in which NaN equals itself, without the key that was added to the line."""
    kept = [] if row[RESCUED] is None else json.loads(row[RESCUED], object_pairs_hook=list)
    return repr({**row, LINE: None, RESCUED: [pair for pair in kept if pair != added]})
