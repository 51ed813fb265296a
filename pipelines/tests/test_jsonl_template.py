"""The first look at a JSON line: it reads what machines write, and nothing otherwise than the parser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from medallion import jsonl_template, parsing_jsonl
from medallion.jsonl_field import REST, Field
from medallion.jsonl_template import first_look, template_of
from medallion.parsing import FILE, LINE, OFFSET, RESCUED
from medallion.sources import files
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import DataType, LongType, StringType

from tests.generated import cases
from tests.source_lakes import TABLE, order_lake
from tests.tables import table

WIDE = table(
    "bronze.wide",
    {
        "id": "bigint",
        "small": "int",
        "price": "decimal(10,2)",
        "tax": "decimal(18,0)",
        "ratio": "double",
        "flag": "boolean",
        "day": "date",
        "at": "timestamp",
        "note": "string",
    },
)
SEEN: list[tuple[str, DataType]] = [("x", StringType()), ("y", LongType())]
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


@pytest.fixture(scope="module")
def fields(spark: SparkSession) -> list[Field]:
    return parsing_jsonl.fields_of(WIDE, SEEN)


def frame(spark: SparkSession, lines: list[str]) -> DataFrame:
    rows = [(text, "f", None) for text in lines]
    return spark.createDataFrame(rows, f"{LINE} string, {FILE} string, {OFFSET} bigint").coalesce(1)


def read_at_first(spark: SparkSession, fields: list[Field], lines: list[str], head: list[str]) -> list[bool]:
    template = template_of(head, fields)
    assert template is not None
    return [row[REST] is None for row in first_look(frame(spark, lines), template, fields).collect()]


@pytest.mark.parametrize(
    ("head", "others"),
    [
        # Cut at commas: a NULL may stand in any declared column.
        (ROW, [{**ROW, **{key: None}} for key in ROW]),
        # Cut at quotes: a text may have commas in it.
        ({**ROW, "note": "a, b"}, [{**ROW, "note": "a"}, {**ROW, "note": ",,"}, {**ROW, "small": None}]),
        ({"x": "new", **ROW, "y": 5}, [{"x": "", **ROW, "y": -1}]),
    ],
)
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_lines_as_machines_write_them_need_no_parser(
    spark: SparkSession,
    fields: list[Field],
    head: dict[str, Any],
    others: list[dict[str, Any]],
    separators: tuple[str, str],
) -> None:
    lines = [json.dumps(row, ensure_ascii=False, separators=separators) for row in (head, *others)]
    assert read_at_first(spark, fields, lines, lines[:1]) == [True] * len(lines)


def test_a_line_that_says_something_else_is_parsed(spark: SparkSession, fields: list[Field]) -> None:
    head = json.dumps(ROW, ensure_ascii=False)
    changed = [{**ROW, "price": 4.405}, {**ROW, "day": "2017-02-30"}, {**ROW, "note": 'a "b"'}, {**ROW, "extra": 1}]
    others = [
        head.replace("-7", "-07"),
        f"{head} ",
        head.replace('"id"', '"ID"'),
        head.replace("0.25", "-0"),
        head[:-1],
        f"{head}}}",
    ]
    lines = [*[json.dumps(row, ensure_ascii=False) for row in changed], *others]
    assert read_at_first(spark, fields, [head, *lines], [head]) == [True, *[False] * len(lines)]


@pytest.mark.parametrize(
    "line",
    [
        '{"id":1,"id":2}',
        '{"id":1,"unknown":2}',
        '{"id":"1"}',
        '{"note":1}',
        '{"note":{"id":1}}',
        '{"note":"\\u00fc"}',
        '{"i\\u0064":1}',
        "[1]",
        "{",
    ],
)
def test_what_no_template_can_have_gives_none(fields: list[Field], line: str) -> None:
    assert template_of([line], fields) is None


def test_files_without_a_common_template_have_none(fields: list[Field]) -> None:
    lines = [json.dumps({key: ROW[key]}) for key in ("id", "small", "price")]
    assert template_of(lines, fields) is None
    assert template_of([*lines, lines[0], lines[0]], fields) is not None


def test_landing_files_are_looked_at_first(tmp_path: Path, spark: SparkSession) -> None:
    house = order_lake(tmp_path, spark, {"format": "jsonl"})
    house.deliver("orders/a.jsonl", [json.dumps({"id": number, "amount": 1.5}) for number in range(3)])
    orders = house.lake.manifest.find(TABLE)
    (batch,) = files.due(house.lake, orders, [], None).batches
    plan = files.read(house.lake, orders, batch)
    assert jsonl_template._PIECES in str(plan._jdf.queryExecution().analyzed())


# --- the property: with a template or without one, each line gives the same ---

TOKENS = r"""
    0 1 -1 -0 01 +1 .5 1. 1.0 1.5 1.50 1.500 -0.00 1.005 99999999.99 100000000 1e2 1E+2 1.0E10 1e-7 0.1 3.0 1e400
    2147483648 9223372036854775807 9223372036854775808 999999999999999999 1000000000000000000 0.30000000000000004
    NaN -Infinity INF null true false True TRUE t {} [] [1,2] 1,2 1} 1:2 {"id":1}
    "" "1" "1.50" "true" "null" "ul" "a,b" "," "]" "{" "[1]" "a:b" "a\"b" "\\" "\u0022" "ü€😀" 'a' "a
    "2017-01-31" "2017-02-30" "0000-01-01" "9999-12-31" "2017-1-31" "2017-01-31T10:00:00" "2017-01-31T25:00:00"
    "2017-01-31T10:00:00.5" "2017-01-31T10:00:00Z" "2017-01-31T10:00:00+01:00"
    """.split()
SPACED = ['" 2017-01-31"', '"a\tb"', '" a "', "1 "]


@st.composite
def lines_like(draw: st.DrawFn, row: dict[str, Any], separators: tuple[str, str]) -> str:
    """A line of the row's shape with a few values, keys or signs changed."""
    comma, colon = separators
    pairs = [(json.dumps(key), json.dumps(value, ensure_ascii=False)) for key, value in row.items()]
    for place in draw(st.lists(st.integers(0, len(pairs) - 1), max_size=3)):
        pairs[place] = (pairs[place][0], draw(st.sampled_from([*TOKENS, *SPACED])))
    change = draw(st.sampled_from(["none"] * 6 + ["drop", "double", "swap", "new", "colon"]))
    place = draw(st.integers(0, len(pairs) - 1))
    if change == "drop":
        del pairs[place]
    elif change == "double":
        pairs.append((pairs[place][0], draw(st.sampled_from(TOKENS))))
    elif change == "swap":
        pairs[0], pairs[place] = pairs[place], pairs[0]
    elif change == "new":
        pairs.insert(
            place, (draw(st.sampled_from(['"x"', '"z"', '"no te"', '"i\\u0064"'])), draw(st.sampled_from(TOKENS)))
        )
    colon = f" {colon}" if change == "colon" else colon
    end = draw(st.sampled_from(["}"] * 8 + ["", "} ", "}}", ",}", "} x"]))
    return "{" + comma.join(f"{key}{colon}{value}" for key, value in pairs) + end


SHAPES: list[tuple[dict[str, Any], tuple[str, str]]] = [
    (ROW, (",", ":")),
    ({**ROW, "note": "a, b"}, (", ", ": ")),
    ({key: ROW[key] for key in ("note", "at", "price", "id")}, (",", ":")),
    ({"y": 5, **ROW, "x": "new"}, (" , ", " : ")),
]


@pytest.mark.parametrize(("row", "separators"), SHAPES)
def test_property_the_template_changes_nothing(
    spark: SparkSession, fields: list[Field], row: dict[str, Any], separators: tuple[str, str]
) -> None:
    head = json.dumps(row, ensure_ascii=False, separators=separators)
    lines = [head, *cases(lines_like(row, separators), 150)]
    is_read = read_at_first(spark, fields, lines, [head])
    assert sum(is_read) > len(lines) / 10
    looked_at = parsing_jsonl.parse(frame(spark, lines), WIDE, SEEN, [head]).collect()
    parsed = parsing_jsonl.parse(frame(spark, lines), WIDE, SEEN).collect()
    for text, ours, plain, is_proven in zip(lines, looked_at, parsed, is_read, strict=True):
        assert says(ours.asDict(), is_proven) == says(plain.asDict(), is_proven), text


def says(row: dict[str, Any], is_proven: bool) -> str:
    """A row as a text, in which NaN equals itself and a zero is no negative one.

    The parser keeps the line of a long number to be safe; a line that is proven needs none.
    """
    rescued = {} if row[RESCUED] is None else json.loads(row[RESCUED], object_pairs_hook=list)
    kept = sorted((pair for pair in rescued if not (is_proven and pair[0] == LINE)), key=repr)
    return repr({**row, RESCUED: kept})
