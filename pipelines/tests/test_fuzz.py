"""Whatever lands, every record comes out: accepted, rescued, or set aside with a reason. Rows in are rows out.

Hypothesis writes many files a format; they are read in one batch, because a Spark job costs more than a thousand rows.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from tests import truth
from tests.lakes import HouseLake
from tests.source_lakes import TABLE, order_lake

SOURCES: dict[str, dict[str, Any]] = {
    "jsonl": {"format": "jsonl"},
    "csv": {"format": "csv"},
    "json": {"format": "json"},
    "xml": {"format": "xml", "records": "row"},
}
CASES = 120
HEADER = b"id,name,amount,at,day,flag"

NASTY = [
    "",
    "é",
    "\x00",
    "\ufeff",
    'a"b',
    "a,b",
    "\\",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "<a>&",
    "9" * 400,
    "1e400",
    "-0",
    "0000-01-01",
    "0000-00-00T00:00:00",
    "9999-12-31T23:59:59",
    "10000-01-01",
    "NaN",
    "null",
    "true",
]
NUMBERS = ["0", "-1", "9223372036854775807", "9223372036854775808", "99999999.99", "1.005", "1e400", "NaN", "0123", "-"]
FIELDS = ["id", "name", "amount", "at", "day", "flag", "extra", "ID"]

text = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


value = st.one_of(
    text.map(lambda found: json.dumps(found, ensure_ascii=False)),
    st.sampled_from(NUMBERS),
    st.sampled_from(["null", "true", "{}", "[]", '{"a":{"b":[1]}}', nested(60)]),
)


@st.composite
def json_record(draw: st.DrawFn) -> bytes:
    """An object whose keys may repeat, now and then no object."""
    if draw(st.integers(0, 9)) == 0:
        return draw(value).encode("utf-8", "surrogatepass")
    pairs = draw(st.lists(st.tuples(st.sampled_from(FIELDS), value), max_size=8))
    if draw(st.booleans()):
        pairs = [("id", "7"), *(pair for pair in pairs if pair[0] != "id")]
    record = "{" + ",".join(f'"{key}":{found}' for key, found in pairs) + "}"
    return record.encode("utf-8", "surrogatepass")


@st.composite
def csv_record(draw: st.DrawFn) -> bytes:
    """Fields with quotes where they belong, and where they do not."""

    def field(found: str) -> str:
        quoted = '"' + found.replace('"', '""') + '"'
        return draw(st.sampled_from([found, quoted, f'"{found}', f'{found}"']))

    if draw(st.booleans()):
        plain = text.map(lambda piece: '"' + piece.replace('"', '""') + '"')
        found = [
            draw(st.sampled_from(NUMBERS)),
            draw(plain),
            draw(st.sampled_from(NUMBERS)),
            *(draw(plain) for _ in "123"),
        ]
    else:
        found = [field(piece) for piece in draw(st.lists(text, max_size=8))]
    return ",".join(found).encode("utf-8", "surrogatepass").replace(b"\n", b" ").replace(b"\r", b" ")


@st.composite
def xml_record(draw: st.DrawFn) -> bytes:
    def escaped(found: str) -> str:
        kept = "".join(character for character in found if character >= " " and character not in "\ufffe\uffff")
        return kept.replace("&", "&amp;").replace("<", "&lt;")

    pairs = draw(st.lists(st.tuples(st.sampled_from(FIELDS), text), max_size=6))
    if draw(st.booleans()):
        pairs = [("id", "7"), *(pair for pair in pairs if pair[0] != "id")]
    inner = "".join(f"<{key}>{escaped(found)}</{key}>" for key, found in pairs)
    return f"<row>{inner}</row>".encode("utf-8", "ignore")


@st.composite
def landing_file(draw: st.DrawFn, kind: str) -> bytes:
    """Records as a file, and then what happens to files: cut off, another encoding, a mark, other line ends."""
    record = {"jsonl": json_record, "json": json_record, "csv": csv_record, "xml": xml_record}[kind]()
    found = draw(st.lists(record, min_size=1, max_size=6))
    end = draw(st.sampled_from([b"\n", b"\r\n"]))
    match kind:
        case "jsonl":
            data = end.join(line.replace(b"\n", b" ").replace(b"\r", b" ") for line in found) + end
        case "csv":
            data = end.join([HEADER, *found]) + end
        case "json":
            data = b"[" + b",\n ".join(found) + b"]"
        case _:
            data = b"<?xml version='1.0'?>\n<rows>" + b"\n".join(found) + b"</rows>"
    if draw(st.booleans()) and kind != "xml":
        data = b"\xef\xbb\xbf" + data
    what = draw(st.sampled_from(["nothing", "nothing", "cut", "latin", "nul"]))
    place = draw(st.integers(len(HEADER) + 4, max(len(HEADER) + 4, len(data) - 1)))
    if what == "cut" and place > 3:
        data = data[:place]
    elif what == "latin" and kind != "xml":
        data = data[:place] + b"\xe9" + data[place:]
    elif what == "nul" and kind != "xml":
        data = data[:place] + b"\x00" + data[place:]
    return data


FIXED: dict[str, dict[str, bytes]] = {
    "jsonl": {
        "fates": b'{"id":1}\n{"id":2,"extra":"x"}\n{"name":"x"}\n',
        "long-line": b'{"id":1,"name":"' + b"x" * 50_000_000 + b'"}\n{"id":2}\n',
        "deep": b'{"id":1,"name":' + b"[" * 5000 + b"]" * 5000 + b"}\n" + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"\n",
        "joined": b'{"id":1}{"id":2}\n{"id":3},{"id":4}\n',
        "utf-16": '{"id":1}\n{"id":2}\n'.encode("utf-16"),
        "no-end": b'{"id":1}\n{"id":2}',
        "old-mac": b'{"id":1}\r{"id":2}\r',
    },
    "csv": {
        "fates": b"id,extra\n1,\n2,x\n,y\n",
        "long-line": HEADER + b"\n1," + b"y" * 5_000_000 + b",,,,\n2,,,,,\n",
        "open-quote": HEADER + b'\n1,"never closed,,,,\n2,x,,,,\n',
        "joined": HEADER + b"\n1,a,,,,\n" + HEADER + b"\n2,b,,,,\n",
        "header-only": HEADER + b"\r\n",
        "wide": HEADER + b"\n" + b"," * 5000 + b"\n",
    },
    "json": {
        "fates": b'[{"id":1}, {"id":2,"extra":"x"}, {"name":"x"}]',
        "long": b'[{"id":1,"name":"' + b"z" * 30_000_000 + b'"},{"id":2}]',
        "deep": b'[{"id":1,"name":' + b"[" * 100_000 + b"]" * 100_000 + b'},{"id":2}]',
        "half-a-string": b'[{"id":1},{"id":2,"name":"never]},{',
        "empty": b"[]",
        "holes": b"[1,,2,]",
        "object": b'{"id":1}',
    },
    "xml": {
        "fates": b"<rows><row id='1'/><row id='2' extra='x'/><row/></rows>",
        "bomb": b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rows><row><id>&b;</id></row></rows>',
        "deep": b"<rows><row><id>1</id>" + b"<n>" * 2000 + b"</n>" * 2000 + b"</row><row/></rows>",
        "latin": "<?xml version='1.0' encoding='iso-8859-1'?><rows><row><name>é</name></row></rows>".encode("latin-1"),
        "nested": b"<rows><row><row><id>1</id></row></row></rows>",
        "nothing": b"<rows/>",
    },
}


def written(kind: str) -> dict[str, bytes]:
    """The same files on every machine: Hypothesis draws them from a fixed seed."""
    files: dict[str, bytes] = {}

    @seed(20240229)
    @settings(
        max_examples=CASES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(landing_file(kind))
    def draw(data: bytes) -> None:
        number = len(files)
        name = f"fuzz{number:04d}"
        files[name + (".gz" if number % 5 == 0 else "")] = gzip.compress(data, 1) if number % 5 == 0 else data

    draw()
    return {**files, **FIXED[kind]}


def judge(lake: HouseLake, kind: str, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        lake.deliver_bytes(f"orders/{name}", data)
    result = lake.one(TABLE)
    assert result.error is None
    spark = lake.lake.spark
    rows = spark.read.format("delta").load(lake.location(TABLE))
    columns = [
        "_source_file",
        "_quarantined",
        "_errors",
        "_raw IS NOT NULL AS raw",
        "_rescued_data IS NOT NULL AS rescued",
    ]
    found = rows.selectExpr(*columns).collect()
    counted = Counter(Path(row["_source_file"]).name for row in found)
    expected = {name: truth.records(kind, name, data) for name, data in files.items()}
    assert {name: counted.get(name, 0) for name in files} == expected
    assert (result.rows_in, result.accepted + result.quarantined) == (sum(expected.values()), sum(expected.values()))
    for row in found:
        assert bool(row["_errors"]) == row["_quarantined"] == row["raw"]
    # The corpus is worth its name: it has rows of every fate.
    assert {(row["_quarantined"], row["rescued"]) for row in found} >= {(False, False), (False, True), (True, False)}


@pytest.mark.parametrize("kind", SOURCES)
def test_rows_in_are_rows_out(tmp_path: Path, spark: SparkSession, kind: str) -> None:
    judge(order_lake(tmp_path, spark, SOURCES[kind]), kind, written(kind))
