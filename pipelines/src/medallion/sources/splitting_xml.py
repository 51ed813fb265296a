"""Cuts XML documents into records, with Python's own parser: Spark 3.5 has none.

Runs in Python workers and is pickled by value, like `splitting`. Attributes and child elements of a record are its
fields; a field that has children of its own is their XML text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from xml.parsers import expat

# Text of the record, whether it is broken, its declared fields in order, the other fields as a list of JSON pairs.
Record = tuple[str, bool, list[str | None], list[str]]


def xml_records(data: bytes, tag: str, names: Sequence[str]) -> Iterator[Record]:
    """Every outermost `tag` element, wherever it is in the document.

    The rest of a document that is not well-formed, after its last complete record, is one broken record. A document
    type is refused, because entities could make a small file arbitrarily large: the document is one broken record.
    """
    reader = _Reader(tag, data)
    failed = False
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, _DocumentTypeError):
        failed = True
    for begin, end, fields in reader.found:
        yield _record(data[begin:end].decode("utf-8", errors="backslashreplace"), fields, names)
    rest = data[reader.found[-1][1] if reader.found else 0 :]
    if failed and rest.strip():
        yield rest.decode("utf-8", errors="backslashreplace"), True, [None] * len(names), []


class _DocumentTypeError(Exception):
    pass


class _Reader:
    def __init__(self, tag: str, data: bytes) -> None:
        self.tag, self.data, self.begin, self.inside = tag, data, 0, 0
        self.found: list[tuple[int, int, list[tuple[str, str | None]]]] = []
        self.fields: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.closing = re.compile(b"</" + re.escape(tag.encode()) + rb"\s*>")
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: object) -> None:
        raise _DocumentTypeError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.inside == 0:
            if name != self.tag:
                return
            self.begin, self.fields = self.parser.CurrentByteIndex, list(attributes.items())
        elif self.inside > 1:
            shown = "".join(f" {key}={json.dumps(value, ensure_ascii=False)}" for key, value in attributes.items())
            self.text.append(f"<{name}{shown}>")
        else:
            self.text = []
            self.fields += [(f"{name}.{key}", value) for key, value in attributes.items()]
        self.inside += 1

    def characters(self, text: str) -> None:
        if self.inside > 1:
            self.text.append(text)
        elif self.inside == 1 and text.strip():
            self.fields.append(("", text))

    def end(self, name: str) -> None:
        if self.inside == 0:
            return
        self.inside -= 1
        if self.inside == 0:
            self.found.append((self.begin, self._behind(), self.fields))
        elif self.inside == 1:
            text = "".join(self.text)
            self.fields.append((name, text if text else None))
        else:
            self.text.append(f"</{name}>")

    def _behind(self) -> int:
        """The position after the record; for an empty element the parser is there already."""
        place = self.parser.CurrentByteIndex
        closing = self.closing.match(self.data, place)
        return place if closing is None else closing.end()


def _record(text: str, fields: list[tuple[str, str | None]], names: Sequence[str]) -> Record:
    """A field is of the column with its name; else of one whose name differs only in its case."""
    values: dict[str, str | None] = {}
    others: list[str] = []
    present = {name for name, _ in fields}
    folded = {name.lower(): name for name in names if name not in present}
    for name, value in fields:
        column = name if name in names else folded.get(name.lower())
        if column is not None and column not in values:
            values[column] = value
        else:
            others.append(f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(value, ensure_ascii=False)}")
    return text, False, [values.get(name) for name in names], others
