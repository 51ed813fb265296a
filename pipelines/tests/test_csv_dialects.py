"""CSV as people have it: every setting of `source.csv`, and records that go on across lines without any."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from medallion.lake.lake import Release
from medallion.ledger.results import TableResult
from medallion.replay.command import replay
from medallion.replay.outcome import Window
from medallion.running.runner import new_run
from pyspark.sql import SparkSession

from tests.evolving import required
from tests.lakes import HouseLake
from tests.tables import document, manifest

COLUMNS = {"id": "int", "v": "string", "a": "decimal(10,2)", "d": "date"}
NAMES = list(COLUMNS)

# Of each kind of file: its dialect, its bytes, and the rows that it says; None for a row that is quarantined.
CASES: dict[str, tuple[dict[str, Any], bytes, list[tuple[Any, ...] | None]]] = {
    "records_across_lines": (
        {},
        b'id,v,a,d\r\n1,"line one\r\nline ""two"", end",1.50,2024-01-02\r\n2,b,,\r\n',
        [(1, 'line one\r\nline "two", end', "1.50", "2024-01-02"), (2, "b", None, None)],
    ),
    "a_quote_that_nothing_closes": (
        {},
        b'id,v,a,d\n1,"never closed,1,2024-01-02\n2,b,2,2024-01-02\n',
        [None, (2, "b", "2.00", "2024-01-02")],
    ),
    "a_quote_inside": (
        {},
        b'id,v,a,d\n1,5" pipe,1,\n2,"x"y,2,\n',
        [(1, '5" pipe', "1.00", None), (2, '"x"y', "2.00", None)],
    ),
    "semicolons_and_decimal_commas": (
        {"delimiter": ";", "decimal": ",", "thousands": "."},
        b"id;v;a;d\n1;x;1.234,50;\n2;y;-0,5;\n3;z;1.5;\n",
        [(1, "x", "1234.50", None), (2, "y", "-0.50", None), (3, "z", None, None)],
    ),
    "latin_1": ({"encoding": "iso-8859-1"}, "id,v,a,d\n1,Zoë,1,\n".encode("latin-1"), [(1, "Zoë", "1.00", None)]),
    "utf_16": ({"encoding": "utf-16"}, "id,v,a,d\n1,Zoë,1,\n".encode("utf-16"), [(1, "Zoë", "1.00", None)]),
    "backslash_escapes": (
        {"escape": "\\"},
        b'id,v,a,d\n1,"say \\"no\\", \\\\",1,\n',
        [(1, 'say "no", \\', "1.00", None)],
    ),
    "single_quotes": (
        {"quote": "'"},
        b"id,v,a,d\n1,'a,b',1,\n2,\"c\",2,\n",
        [(1, "a,b", "1.00", None), (2, '"c"', "2.00", None)],
    ),
    "no_quotes": ({"quote": False, "delimiter": "\t"}, b'id\tv\ta\td\n1\t"a\t1\t\n', [(1, '"a', "1.00", None)]),
    "comments": ({"comment": "#"}, b"# made by hand\nid,v,a,d\n#1,x,1,\n2,y#z,2,\n", [(2, "y#z", "2.00", None)]),
    "header_on_line_3": ({"header": 3}, b"Report\n\nid,v,a,d\n1,x,1,\n", [(1, "x", "1.00", None)]),
    "no_header": ({"header": False}, b"1,x,1,2024-01-02\n2,y,2\n", [(1, "x", "1.00", "2024-01-02"), None]),
    "null_markers": (
        {"nulls": ["NA", "\\N"], "nullsOf": {"a": ["-1"]}},
        b"id,v,a,d\n1,NA,-1,\\N\n2,-1,2,NA\n",
        [(1, None, None, None), (2, "-1", "2.00", None)],
    ),
    "totals_at_the_end": (
        {"skipLast": 2},
        b"id,v,a,d\n1,x,1,\n\n,Total,1,\n,Grand total,1,\n",
        [(1, "x", "1.00", None)],
    ),
    "fixed_width": (
        {"widths": {"id": [1, 4], "v": [5, 6], "a": [11, 8], "d": [19, 10]}},
        b"   1alpha    12.502024-01-02\n   2be        2\n",
        [(1, "alpha", "12.50", "2024-01-02"), (2, "be", "2.00", None)],
    ),
    # Two quotes on each line, and yet one of them opens a field that the next line closes.
    "quotes_in_pairs": (
        {},
        b'note,id,v,a,d,end\n5" pipe,1,"line one\nline two",1,,6" pipe\n7" pipe,2,x,2,,8" pipe\n',
        [(1, "line one\nline two", "1.00", None), (2, "x", "2.00", None)],
    ),
    "gzip": ({"delimiter": "|"}, gzip.compress(b"id|v|a|d\n1|x|1|\n"), [(1, "x", "1.00", None)]),
    "another_case": ({}, b"ID,V,a,D\n1,x,1,\n", [(1, "x", "1.00", None)]),
    "another_case_in_a_dialect": ({"delimiter": ";"}, b"ID;V;a;D\n1;x;1;\n", [(1, "x", "1.00", None)]),
}


def contracts() -> list[dict[str, Any]]:
    return [
        document(
            f"bronze.{name}",
            COLUMNS,
            source={"kind": "files", "system": "s", "format": "csv", "path": name, **({"csv": csv} if csv else {})},
            keys=["id"],
            rowChecks=[required("id")],
        )
        for name, (csv, _, _) in CASES.items()
    ]


@dataclass(frozen=True)
class Read:
    lake: HouseLake
    results: dict[str, TableResult]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession) -> Read:
    made = HouseLake(tmp_path_factory.mktemp("csv"), spark, Release("csv", "", manifest(contracts())))
    for name, (_, content, _) in CASES.items():
        made.deliver_bytes(f"{name}/data.csv{'.gz' if name == 'gzip' else ''}", content)
    return Read(made, {result.table: result for result in made.run()})


@pytest.mark.parametrize("name", CASES)
def test_a_file_says_what_its_dialect_says(read: Read, name: str) -> None:
    result = read.results[f"bronze.{name}"]
    assert result.error is None
    expected = CASES[name][2]
    good = [
        (row["id"], row["v"], None if row["a"] is None else str(row["a"]), None if row["d"] is None else str(row["d"]))
        for row in read.lake.rows(f"bronze.{name}")
        if not row["_quarantined"]
    ]
    assert sorted(good, key=str) == sorted((row for row in expected if row is not None), key=str)
    assert (result.rows_in, result.quarantined) == (len(expected), expected.count(None))


def test_what_is_no_value_is_kept_as_it_stood(read: Read) -> None:
    rows = read.lake.rows("bronze.semicolons_and_decimal_commas")
    assert [json.loads(row["_rescued_data"]) for row in rows if row["_rescued_data"]] == [{"a": "1.5"}]
    open_quote = [row for row in read.lake.rows("bronze.a_quote_that_nothing_closes") if row["_quarantined"]]
    assert [(row["_raw"], row["_errors"]) for row in open_quote] == [('1,"never closed,1,2024-01-02', ["malformed"])]


def test_quarantined_records_are_replayed_in_their_dialect(tmp_path: Path, spark: SparkSession) -> None:
    source = {"kind": "files", "system": "s", "format": "csv", "path": "x", "csv": {"delimiter": ";", "decimal": ","}}

    def release(rules: list[dict[str, Any]]) -> Release:
        table = document("bronze.x", COLUMNS, source=source, keys=["id"], rowChecks=rules)
        return Release("csv", "", manifest([table]))

    lake = HouseLake(tmp_path, spark, release([required("id"), required("d")]))
    lake.deliver_bytes("x/1.csv", b'd;a;id;v\n;1,5;1;"a;b\nc"\n')
    lake.run()
    assert [row["_errors"] for row in lake.rows("bronze.x")] == [["d.required"]]
    fixed = HouseLake(tmp_path, spark, release([required("id")]))
    (outcome,) = replay(fixed.lake, new_run(), None, Window(None, None))
    assert outcome.accepted == 1
    good = [row for row in fixed.rows("bronze.x") if not row["_quarantined"]]
    assert [(row["id"], row["v"], row["a"]) for row in good] == [(1, "a;b\nc", Decimal("1.50"))]
