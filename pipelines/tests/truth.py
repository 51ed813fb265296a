"""How many records a delivery holds, counted in plain Python by other means than the readers use."""

from __future__ import annotations

import gzip
import json
import re
import xml.etree.ElementTree as ET


def records(kind: str, name: str, data: bytes) -> int:
    """Records of a landing file; a rest that is cut off counts as one."""
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    if kind == "jsonl":
        return len(_lines(data))
    if kind == "csv":
        found = _csv(data)
        # A header may occur again in the middle of concatenated files.
        return sum(line != found[0] for line in found) if found else 0
    return _json(data) if kind == "json" else _xml(data)


def _lines(data: bytes) -> list[bytes]:
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return [line.removeprefix(b"\xef\xbb\xbf") for line in lines if line.strip(b" ")]


# A field in quotes goes on across lines; what follows the closing quote belongs to it. None begins with a quote that
# nothing closes.
_FIELD = rb'(?:"(?:""|[^"])*+"[^,\r\n]*|(?!")[^,\r\n]*)'
_RECORD = re.compile(_FIELD + rb"(?:," + _FIELD + rb")*+(?=[\r\n]|\Z)")
_LINE = re.compile(rb"[^\r\n]*")


def _csv(data: bytes) -> list[bytes]:
    data, found, place = data.removeprefix(b"\xef\xbb\xbf"), [], 0
    while place < len(data):
        line = _LINE.match(data, place)
        assert line is not None
        # A quote that nothing closes ends with its line.
        record = (_RECORD.match(data, place) if line[0].strip(b" ") else None) or line
        if record[0].strip(b" "):
            found.append(record[0])
        place = record.end() + (2 if data[record.end() : record.end() + 2] == b"\r\n" else 1)
    return found


def _json(data: bytes) -> int:
    """Of a document that is an array: whole elements, and one for what does not end."""
    text = data.decode("latin-1").removeprefix("ï»¿").strip(" \t\r\n")
    try:
        parsed = json.loads(text, parse_int=str)
        return len(parsed) if isinstance(parsed, list) else 1
    except (ValueError, RecursionError):
        pass
    depth, inside, escaped, found = 0, False, False, 0
    assert text.startswith("[")
    for place, character in enumerate(text):
        if inside:
            inside, escaped = escaped or character != '"', character == "\\" and not escaped
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth == 0:
                # Data after the array is not an element, and is not dropped.
                return _elements(text[: place + 1], found) + bool(text[place + 1 :].strip(" \t\r\n"))
        elif character == "," and depth == 1:
            found += 1
    return found + 1


def _elements(array: str, commas: int) -> int:
    return commas + 1 if commas or array[1:-1].strip() else 0


def _xml(data: bytes) -> int:
    parser = ET.XMLPullParser(["start", "end"])
    found, depth, broken = 0, 0, False
    try:
        for place in range(0, len(data), 7):
            parser.feed(data[place : place + 7])
        parser.close()
    except ET.ParseError:
        broken = True
    try:
        for what, element in parser.read_events():
            if element.tag == "row":
                depth += 1 if what == "start" else -1
                found += what == "end" and depth == 0
    except ET.ParseError:
        broken = True
    # Cut off right behind a record, a document has lost nothing but its end.
    return found + (broken and not data.rstrip().endswith((b"</row>", b"<row/>")))
