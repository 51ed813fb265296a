"""Landing files before they are read: counted to the last byte, and never more than a piece of them in memory."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pytest
from medallion.errors import MedallionError
from medallion.reading.inspection import HEAD_LINES, inspect

ROW = b'{"id": 1, "text": "\xc3\xa4"}\n'
ROWS = 400_000


def packed(folder: Path, *members: bytes) -> Path:
    path = folder / "rows.jsonl.gz"
    path.write_bytes(b"".join(gzip.compress(member) for member in members))
    return path


def test_a_file_that_is_packed_a_thousandfold_is_inflated_by_pieces(tmp_path: Path) -> None:
    path = packed(tmp_path, ROW * ROWS)
    tracemalloc.start()
    try:
        found = inspect(path, path.name)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (found.stored_bytes, found.raw_bytes) == (path.stat().st_size, ROWS * len(ROW))
    assert found.head == (ROW.decode().rstrip(),) * HEAD_LINES
    assert found.is_utf8
    assert peak < ROWS * len(ROW) / 4


@pytest.mark.parametrize("size", [1, 1000, 300_000])
def test_members_follow_each_other(tmp_path: Path, size: int) -> None:
    found = inspect(packed(tmp_path, ROW * size, b"", ROW), "rows")
    assert found.raw_bytes == (size + 1) * len(ROW)


@pytest.mark.parametrize("missing", [1, 8, 9, 1000])
def test_one_that_ends_early_is_refused(tmp_path: Path, missing: int) -> None:
    path = packed(tmp_path, ROW * ROWS)
    path.write_bytes(path.read_bytes()[:-missing])
    with pytest.raises(MedallionError) as raised:
        inspect(path, "rows")
    assert raised.value.code == "gzip-broken"


def test_a_character_in_two_pieces_is_one(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("ä".encode() * 500_000 + b"a" + "ä".encode() * 500_000)
    assert inspect(path, path.name).is_utf8
    path.write_bytes("ä".encode() * 500_000 + "ä".encode()[:1])
    assert not inspect(path, path.name).is_utf8


@pytest.mark.parametrize("name", ["rows.csv", "rows.csv.gz"])
@pytest.mark.parametrize(("lines", "shown"), [(1, 1), (19, 19), (20, 20), (21, 20), (500, 20)])
def test_the_head_is_the_first_twenty_lines(tmp_path: Path, name: str, lines: int, shown: int) -> None:
    content = "".join(f"row {number}\n" for number in range(lines)).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert inspect(path, name).head == tuple(f"row {number}" for number in range(shown))


@pytest.mark.parametrize("name", ["rows.csv", "rows.csv.gz"])
def test_the_head_begins_after_one_byte_order_mark(tmp_path: Path, name: str) -> None:
    content = b"\xef\xbb\xbf\xef\xbb\xbfid,\xef\xbb\xbfname\n1,a\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    found = inspect(path, name)
    assert found.head == ("\ufeffid,\ufeffname", "1,a")
    assert found.is_utf8


def compressed_by_zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return bytes(sink.getvalue().to_pybytes())


@pytest.mark.parametrize("content", [b"", ROW, ROW * ROWS])
def test_zstd_is_counted_as_stored_and_as_inflated(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.jsonl.zst"
    path.write_bytes(compressed_by_zstd(content))
    found = inspect(path, path.name)
    assert (found.stored_bytes, found.raw_bytes) == (path.stat().st_size, len(content))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("rows.csv", b"", "file-empty"),
        ("rows.csv.gz", b"", "file-empty"),
        ("rows.csv.gz", b"id\n1\n", "gzip-broken"),
        ("rows.csv.zst", b"id\n1\n", "zstd-broken"),
        ("rows.csv.zst", compressed_by_zstd(ROW * ROWS)[:-10], "zstd-broken"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_code_and_its_file(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MedallionError, match=f"landing/{name}") as raised:
        inspect(path, f"landing/{name}")
    assert raised.value.code == code


def test_one_byte_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"1")
    assert inspect(path, path.name).head == ("1",)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(MedallionError) as raised:
        inspect(tmp_path, "landing/rows.csv")
    assert raised.value.code == "file-unreadable"


def test_a_byte_that_is_no_text_is_told_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    for content in (b"\xff" + ROW * ROWS, ROW * ROWS + b"\xff", ROW + b"\xff\n" + ROW):
        path.write_bytes(content)
        assert not inspect(path, path.name).is_utf8
