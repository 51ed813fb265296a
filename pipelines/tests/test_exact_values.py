"""One rule for what a text says, in every format and every type; and no value that silver changes without a word."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from medallion.reading import parsing_csv, parsing_jsonl
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED
from medallion.silver.exact_casts import exact, is_given_up
from medallion.sources import typed
from medallion.sources.documents import BROKEN, OTHERS, TEXTS
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from tests.tables import table

TYPES = {"i": "int", "b": "bigint", "d": "decimal(10,2)", "f": "double", "t": "boolean"}
TABLE = table("bronze.spelled", TYPES)

# What each spelling says in each type; None: nothing, so that the text is rescued.
BIG = 3000000000
SPELLINGS: dict[str, tuple[Any, ...]] = {
    "32": (32, 32, Decimal("32.00"), 32.0, None),
    "-7": (-7, -7, Decimal("-7.00"), -7.0, None),
    "+5": (5, 5, Decimal("5.00"), 5.0, None),
    "007": (7, 7, Decimal("7.00"), 7.0, None),
    "32.0": (32, 32, Decimal("32.00"), 32.0, None),
    "3.3e1": (33, 33, Decimal("33.00"), 33.0, None),
    "3.3E+1": (33, 33, Decimal("33.00"), 33.0, None),
    "330e-1": (33, 33, Decimal("33.00"), 33.0, None),
    "1.5": (None, None, Decimal("1.50"), 1.5, None),
    "1.500": (None, None, Decimal("1.50"), 1.5, None),
    "1.005": (None, None, None, 1.005, None),
    "3.3e-1": (None, None, Decimal("0.33"), 0.33, None),
    "32.00000000000000000000001": (None, None, None, 32.0, None),
    "1e-40": (None, None, None, 1e-40, None),
    "0e999": (0, 0, Decimal("0.00"), 0.0, None),
    ".5": (None, None, Decimal("0.50"), 0.5, None),
    "5.": (5, 5, Decimal("5.00"), 5.0, None),
    "3000000000": (None, BIG, None, 3e9, None),
    "9223372036854775808": (None, None, None, 9223372036854775808.0, None),
    "-9223372036854775808": (None, -9223372036854775808, None, -9223372036854775808.0, None),
    "1e400": (None,) * 5,
    "1e99999": (None,) * 5,
    "NaN": (None,) * 5,
    "Infinity": (None,) * 5,
    "-INF": (None,) * 5,
    "12abc": (None,) * 5,
    "1,5": (None,) * 5,
    "1 2": (None,) * 5,
    "٣": (None,) * 5,
    "-": (None,) * 5,
    "true": (None, None, None, None, True),
    "False": (None, None, None, None, False),
    "yes": (None,) * 5,
}
BARE = [
    text
    for text in SPELLINGS
    if text.isascii() and text[0].isdigit() and text not in ("007", "5.", "12abc", "1,5", "1 2")
]


def lines(spark: SparkSession, texts: list[str]) -> DataFrame:
    rows = [(text, "file", place) for place, text in enumerate(texts)]
    return spark.createDataFrame(rows, f"{LINE} string, {FILE} string, {OFFSET} bigint").coalesce(1)


def of_csv(spark: SparkSession, texts: list[str]) -> DataFrame:
    records = [",".join('"' + text + '"' for _ in TYPES) for text in texts]
    return parsing_csv.parse(lines(spark, records), TABLE, ",".join(TYPES))


def of_json(spark: SparkSession, texts: list[str]) -> DataFrame:
    return parsing_jsonl.parse(lines(spark, [json.dumps(dict.fromkeys(TYPES, text)) for text in texts]), TABLE)


def of_bare_json(spark: SparkSession, texts: list[str]) -> DataFrame:
    records = ["{" + ",".join(f'"{name}":{text}' for name in TYPES) + "}" for text in texts]
    return parsing_jsonl.parse(lines(spark, records), TABLE)


def of_xml(spark: SparkSession, texts: list[str]) -> DataFrame:
    rows = lines(spark, texts).select(
        "*",
        F.lit(False).alias(BROKEN),
        F.array(*[F.col(LINE) for _ in TYPES]).alias(TEXTS),
        F.array().cast("array<string>").alias(OTHERS),
    )
    return typed.parse_texts(rows, TABLE)


def of_parquet(spark: SparkSession, texts: list[str]) -> DataFrame:
    named = lines(spark, texts).select(
        F.struct(*[F.col(LINE).alias(n) for n in TYPES]).alias(typed.RECORD), FILE, OFFSET
    )
    return typed.parse(named, TABLE)


@pytest.mark.parametrize(
    ("read", "texts"),
    [
        (of_csv, list(SPELLINGS)),
        (of_json, list(SPELLINGS)),
        (of_bare_json, BARE),
        (of_xml, list(SPELLINGS)),
        (of_parquet, list(SPELLINGS)),
    ],
)
def test_a_spelling_says_the_same_in_every_format(spark: SparkSession, read: Any, texts: list[str]) -> None:
    rows = sorted(read(spark, texts).collect(), key=lambda row: row[OFFSET])
    assert len(rows) == len(texts)
    for text, row in zip(texts, rows, strict=True):
        assert not row[MALFORMED], text
        assert tuple(row[name] for name in TYPES) == SPELLINGS[text], text
        lost = [name for name in TYPES if row[name] is None]
        assert (json.loads(row[RESCUED]) if row[RESCUED] else {}) == dict.fromkeys(lost, text), text


def test_what_is_no_number_is_none_in_typed_files_either(spark: SparkSession) -> None:
    doubles = spark.createDataFrame([(float("nan"),), (float("-inf"),), (2.5,)], "f double")
    record = doubles.select(F.struct("f").alias(typed.RECORD), F.lit("x").alias(FILE), F.lit(0).alias(OFFSET))
    rows = typed.parse(record, table("bronze.t", {"f": "double"})).collect()
    assert [(row["f"], row[RESCUED]) for row in rows] == [
        (None, '{"f":"NaN"}'),
        (None, '{"f":"-Infinity"}'),
        (2.5, None),
    ]


LOST = object()
# Value as SQL, declared type, what the contract allows, what comes of it.
NARROWED = [
    ("3000000000L", "int", {}, LOST),
    ("2147483647L", "int", {}, 2147483647),
    ("CAST(12345.6789 AS decimal(12,4))", "decimal(6,2)", {}, LOST),
    ("CAST(1234.5600 AS decimal(12,4))", "decimal(6,2)", {}, Decimal("1234.56")),
    ("'12abc'", "int", {}, LOST),
    ("'12.7'", "int", {}, LOST),
    ("'12.0'", "int", {}, 12),
    ("CAST(1.005 AS decimal(6,3))", "decimal(6,2)", {}, LOST),
    ("CAST(1.005 AS decimal(6,3))", "decimal(6,2)", {"rounding": "half-up"}, Decimal("1.01")),
    ("CAST(1.005 AS decimal(6,3))", "decimal(6,2)", {"rounding": "half-even"}, Decimal("1.00")),
    ("CAST(-1.009 AS decimal(6,3))", "decimal(6,2)", {"rounding": "down"}, Decimal("-1.00")),
    ("'12.7'", "int", {"rounding": "down"}, 12),
    ("'12abc'", "int", {"rounding": "down", "onOverflow": "null"}, LOST),
    ("3000000000L", "int", {"onOverflow": "null"}, None),
    ("3000000000L", "int", {"onOverflow": "saturate"}, 2147483647),
    ("-3000000000L", "int", {"onOverflow": "saturate"}, -2147483648),
    ("CAST(12345.6789 AS decimal(12,4))", "decimal(6,2)", {"onOverflow": "saturate"}, Decimal("9999.99")),
    ("double('NaN')", "int", {}, LOST),
    ("double(2.5)", "decimal(4,1)", {}, Decimal("2.5")),
    ("9007199254740993L", "double", {}, LOST),
    ("TIMESTAMP '2024-01-01 10:00:00'", "date", {}, LOST),
    ("TIMESTAMP '2024-01-01 00:00:00'", "date", {}, "2024-01-01"),
    ("'2024-01-01 10:00:00'", "timestamp", {}, "2024-01-01 10:00:00"),
    ("'2024'", "timestamp", {}, LOST),
    ("'2024-02-30'", "date", {}, LOST),
    ("2", "boolean", {}, LOST),
    ("3", "string", {}, "3"),
    ("CAST(NULL AS bigint)", "int", {}, None),
]


@pytest.mark.parametrize(("sql", "kind", "allowed", "expected"), NARROWED)
def test_a_cast_is_exact_or_allowed_or_the_row_is_lost(
    spark: SparkSession, sql: str, kind: str, allowed: dict[str, str], expected: Any
) -> None:
    frame = spark.range(1)
    declared = table("silver.s", {"x": kind}).columns[0]
    declared = type(declared)(
        **{**vars(declared), "rounding": allowed.get("rounding"), "on_overflow": allowed.get("onOverflow")}
    )
    value = F.expr(sql)
    source = frame.select(value).schema[0].dataType
    target = table("silver.s", {"x": kind}).schema()[0].dataType
    judged = frame.select(
        exact(value, source, target, declared).alias("value"),
        is_given_up(value, source, target, declared).alias("lost"),
    )
    # What is copied to each place that uses it multiplies: a table of two thousand columns could not be planned.
    assert len(judged._jdf.queryExecution().analyzed().toString()) < 20_000
    row = judged.head()
    assert row is not None
    found = LOST if row["lost"] else row["value"]
    assert (str(found) if isinstance(expected, str) else found) == expected
