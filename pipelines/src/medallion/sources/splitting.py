"""Cuts documents into records, byte by byte, so that no data between two records is lost.

Runs in Python workers, which need not have this package: the module is pickled by value and imports nothing of the
package. A `Piece` is the record's text, and whether it is broken: not UTF-8, or the rest of a truncated document.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Generator, Iterator

Piece = tuple[str, bool]

_OPEN, _CLOSE = b"[{", b"]}"
# Matches a string in one step, without backtracking; a single quote is an unterminated string.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|"|[\[\]{},]', re.DOTALL)
_BLANK = re.compile(rb"[ \t\r\n]*+")
_MARK = b"\xef\xbb\xbf"
_GZIP_WINDOW = 31
_SPACES = re.compile(r"[ \t\r\n]*+")


def inflate(name: str, content: bytes) -> bytes:
    """Decompresses `.gz` and `.zst`. Inspection has already refused truncated files."""
    if name.endswith(".zst"):
        import pyarrow as pa

        return bytes(pa.CompressedInputStream(pa.BufferReader(content), "zstd").read())
    if not name.endswith(".gz"):
        return content
    parts = []
    while content:
        member = zlib.decompressobj(_GZIP_WINDOW)
        parts.append(member.decompress(content))
        content = member.unused_data
    return b"".join(parts)


def lines(data: bytes) -> Iterator[Piece]:
    """Lines that are not blank, split like Spark's own reader does."""
    for line in data.splitlines():
        if line.strip(b" "):
            yield _text(line.removeprefix(_MARK))


def json_records(data: bytes, records: str | None) -> Iterator[Piece]:
    """Elements of the document's array, or of the array under the dotted keys `records`; an object is one record.

    Everything after the start of an unterminated element is one broken record, as is a document without the array.
    """
    start = len(_MARK) if data.startswith(_MARK) else 0
    place = _skip(data, start)
    for key in records.split(".") if records else ():
        place = _member(data, place, key)
    if place == len(data):
        if data.strip():
            yield (_text(data[start:])[0], True)
        return
    quick = _quick(data, place, bool(records))
    if quick is not None:
        for text in quick:
            yield text, False
        return
    while place < len(data):
        if data[place : place + 1] == b"[":
            place = yield from _elements(data, place)
        else:
            end = _end(data, place)
            text, broken = _text(data[place : len(data) if end is None else end])
            yield text, broken or end is None
            place = len(data) if end is None else end
        if records:
            return
        place = _skip(data, place)


def _quick(data: bytes, place: int, may_go_on: bool) -> list[str] | None:
    """The elements of a valid array, ten times as fast; None for anything else."""
    if data[place : place + 1] != b"[":
        return None
    found: list[str] = []
    # Only the end of each value is needed, so that even a number of a million digits stays text.
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    try:
        text = data.decode("utf-8")
        at = _behind(text, len(data[:place].decode("utf-8")) + 1)
        while not (text[at] == "]" and not found):
            _, end = decoder.raw_decode(text, at)
            found.append(text[at:end])
            at = _behind(text, end)
            if text[at] == "]":
                break
            if text[at] != ",":
                return None
            at = _behind(text, at + 1)
    except (ValueError, RecursionError, IndexError):
        return None
    return found if may_go_on or _behind(text, at + 1) == len(text) else None


def _behind(text: str, place: int) -> int:
    found = _SPACES.match(text, place)
    return place if found is None else found.end()


def _elements(data: bytes, place: int) -> Generator[Piece, None, int]:
    depth, begin, seen = 0, place + 1, False
    for token in _TOKEN.finditer(data, place):
        mark = token.group()[:1]
        if token.group() == b'"':
            break
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth -= 1
            if depth == 0:
                last = data[begin : token.start()]
                if seen or last.strip():
                    yield _text(last.strip())
                return token.end()
        elif mark == b"," and depth == 1:
            yield _text(data[begin : token.start()].strip())
            begin, seen = token.end(), True
    yield _text(data[begin:])[0], True
    return len(data)


def _end(data: bytes, place: int) -> int | None:
    """The position after the value that begins at `place`; None if the value is unterminated."""
    if data[place : place + 1] == b'"':
        text = _TOKEN.match(data, place)
        return None if text is None or text.group() == b'"' else text.end()
    if data[place : place + 1] not in (b"[", b"{"):
        token = re.compile(rb"[\s\[{]").search(data, place + 1)
        return len(data) if token is None else token.start()
    depth = 0
    for token in _TOKEN.finditer(data, place):
        mark = token.group()[:1]
        if token.group() == b'"':
            return None
        depth += (mark in _OPEN) - (mark in _CLOSE)
        if depth == 0:
            return token.end()
    return None


def _member(data: bytes, place: int, key: str) -> int:
    """The position of the value of `key` in the object at `place`; the end of the document if it has none."""
    if data[place : place + 1] != b"{":
        return len(data)
    depth, wanted = 0, key.encode()
    for token in _TOKEN.finditer(data, place):
        text = token.group()
        depth += (text[:1] in _OPEN) - (text[:1] in _CLOSE)
        if depth == 0 or text == b'"':
            break
        behind = _skip(data, token.end())
        if depth == 1 and text[1:-1] == wanted and text[:1] == b'"' and data[behind : behind + 1] == b":":
            return _skip(data, behind + 1)
    return len(data)


def _skip(data: bytes, place: int) -> int:
    found = _BLANK.match(data, place)
    return place if found is None else found.end()


def _text(data: bytes) -> Piece:
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="backslashreplace"), True
