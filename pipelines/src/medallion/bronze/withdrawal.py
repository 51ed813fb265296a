"""Records of persons out of the landing files that brought them; everybody else's records stay as they were.

A file is rewritten where its format allows that, and deleted where it does not. Unreadable lines that follow a record
of the person without a readable one in between go too: the second half of a broken record says nobody's name.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from medallion.bronze.withdrawal_typed import rewrite_typed
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.suppression import THEIRS, Persons, marked
from medallion.reading import rewritten_files
from medallion.reading.batches import Batch
from medallion.reading.intents import Intent
from medallion.reading.landing import LandingFile, inspect_all
from medallion.reading.parsing import LINE, MALFORMED
from medallion.sources import splitting
from medallion.sources.registry import read
from medallion.spark.files import hadoop_path, local_path
from medallion.spark.folder import Folder

REDACTED = "[erased]"
_OF_LINES = ("jsonl", "csv")
_OF_RECORDS = ("json", "xml")
_OF_ROWS = ("parquet", "avro")
_MARK = "\ufeff"


@dataclass(frozen=True)
class Patterns:
    """Regular expressions: `text` finds identifiers in the text of anybody's record and is replaced there, `unreadable`
    finds the persons in lines that nobody can read. None finds nothing."""

    text: str | None = None
    unreadable: str | None = None


@dataclass(frozen=True)
class Rewrite:
    """What a landing file becomes. `content` is None for a file that stays as it is, or has to go (`is_lost`).

    `unreadable` are texts of lines that nobody could read and that go with a record of the person.
    """

    file: LandingFile
    content: bytes | None
    unreadable: tuple[str, ...]
    is_lost: bool = False
    is_typed: bool = False


def plan(lake: Lake, table: Table, path: str, persons: Sequence[Persons], patterns: Patterns) -> Rewrite | None:
    """None for a file that is gone already."""
    assert table.source is not None
    landing = Folder(lake.spark, lake.landing())
    if not landing.exists(path):
        return None
    file = LandingFile(path, "", landing.sizes(path).get(path, 0))
    kind = table.source.format
    if kind in _OF_ROWS:
        return Rewrite(file, None, (), is_typed=True)
    # A dialect may hide where a record ends, in an encoding that nobody writes back byte by byte: the file goes.
    if kind not in (*_OF_LINES, *_OF_RECORDS) or table.source.settings.get("csv"):
        return Rewrite(file, None, (), is_lost=True)
    batch = Batch(Intent(table.name, 0, 0, (file,)), tuple(inspect_all(lake, table, [file])), is_promised=True)
    rows = marked(lake, read(lake, table, batch), persons)
    found = rows.where(f"{THEIRS} OR {MALFORMED}").select(LINE, THEIRS).collect()
    theirs = {row[LINE] for row in found if row[THEIRS]}
    malformed = {row[LINE] for row in found if not row[THEIRS]}
    expression, broken = (None if one is None else re.compile(one) for one in (patterns.text, patterns.unreadable))
    data = splitting.inflate(path, landing.read(path))
    if kind in _OF_LINES:
        content, unreadable = _without_lines(data, theirs, malformed, expression, broken, is_spanning=kind == "csv")
    else:
        cut = _without_records(data, theirs)
        if cut is None:
            return Rewrite(file, None, (), is_lost=True)
        content, unreadable = _redacted(cut, expression), ()
    return Rewrite(file, None if content == data else content, unreadable)


def carry_out(lake: Lake, table: Table, rewrite: Rewrite, persons: Sequence[Persons], patterns: Patterns) -> bool:
    """Replaces or deletes the file. Returns whether it changed. Harmless to repeat."""
    assert table.source is not None
    landing, path = Folder(lake.spark, lake.landing()), rewrite.file.path
    if rewrite.is_lost:
        return landing.remove(path)
    content = rewrite.content
    if rewrite.is_typed:
        content = rewrite_typed(lake, table.source.format, path, persons, patterns.text, REDACTED)
    elif content is not None:
        content = _packed(path, content)
    if content is None:
        return False
    if not content.strip():
        # An empty file is refused when it is read; there is nothing left to read.
        return landing.remove(path)
    is_local = local_path(lake.landing()) is not None
    if is_local:
        rewritten_files.note(lake, path, hashlib.sha256(content).hexdigest())
    landing.write(path, content)
    if not is_local:
        rewritten_files.note(lake, path, _remote_identity(landing, path))
    return True


def _without_lines(
    data: bytes,
    theirs: set[str],
    malformed: set[str],
    expression: re.Pattern[str] | None,
    broken: re.Pattern[str] | None,
    *,
    is_spanning: bool,
) -> tuple[bytes, tuple[str, ...]]:
    """What is left, and the texts of unreadable lines that went. `is_spanning`: a record may span lines, so that what
    nobody can read after a line of the person is the rest of it."""
    kept: list[bytes] = []
    gone: list[str] = []
    goes_on = False
    for line in data.splitlines(keepends=True):
        text = _text(line)
        if text in theirs:
            goes_on = is_spanning
        elif text in malformed:
            if goes_on or (broken is not None and broken.search(text) is not None):
                gone.append(text)
                goes_on = is_spanning
            else:
                kept.append(line)
        elif not text.strip():
            kept.append(line)
        else:
            goes_on = False
            kept.append(_redacted(line, expression))
    return b"".join(kept), tuple(dict.fromkeys(gone))


def _text(line: bytes) -> str:
    """A line as the readers give it."""
    return line.rstrip(b"\r\n").decode("utf-8", "replace").removeprefix(_MARK)


def _redacted(data: bytes, expression: re.Pattern[str] | None) -> bytes:
    if expression is None:
        return data
    text = data.decode("utf-8", "surrogateescape")
    return expression.sub(REDACTED, text).encode("utf-8", "surrogateescape")


def _without_records(data: bytes, texts: set[str]) -> bytes | None:
    """None when a record does not stand in the file as it was read."""
    for text in sorted(texts, key=len, reverse=True):
        record = text.encode()
        start = data.find(record)
        if start < 0:
            return None
        while start >= 0:
            begin, end = start, start + len(record)
            before, after = data[:begin].rstrip(), data[end:].lstrip()
            if before.endswith(b","):
                begin = len(before) - 1
            elif after.startswith(b","):
                end = len(data) - len(after) + 1
            data = data[:begin] + data[end:]
            start = data.find(record)
    return data


def _packed(path: str, content: bytes) -> bytes:
    if path.endswith(".gz"):
        return gzip.compress(content, mtime=0)
    if path.endswith(".zst"):
        import pyarrow as pa

        return bytes(pa.compress(content, codec="zstd", asbytes=True))
    return content


def _remote_identity(landing: Folder, path: str) -> str:
    system, place = hadoop_path(landing.spark, f"{landing.root}/{path}")
    status = system.getFileStatus(place)
    return f"{int(status.getLen())}:{int(status.getModificationTime())}"
