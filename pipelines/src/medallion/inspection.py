"""One streaming pass over a landing file: its content hash, whether Spark can read it, what it looks like."""

from __future__ import annotations

import codecs
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medallion.errors import MedallionError

_CHUNK = 1 << 20
_GZIP_WINDOW = 31
HEAD_LINES = 20


@dataclass(frozen=True)
class Inspection:
    """`sha256` of the stored bytes, `raw_bytes` after decompression, `head` the first lines."""

    sha256: str
    stored_bytes: int
    raw_bytes: int
    head: tuple[str, ...]


def content_hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def inspect(path: Path, shown: str) -> Inspection:
    """`shown` names the file in errors.

    Raises MedallionError `file-empty`, `gzip-broken`, `encoding-invalid`, `file-unreadable`.
    """
    digest = hashlib.sha256()
    stored = raw = 0
    head = bytearray()
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk, size in _chunks(path, shown, digest):
        stored += size
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise _not_utf8(shown, _offset(raw, error)) from error
        raw += len(chunk)
        if head.count(b"\n") < HEAD_LINES:
            head += chunk
    pending = decoder.getstate()[0]
    if pending:
        raise _not_utf8(shown, raw - len(pending))
    if stored == 0:
        raise MedallionError(
            "file-empty",
            f"The landing file {shown} is empty (0 bytes).",
            "Deliver it again, or remove it; a delivery without rows is a .gz of nothing or a CSV header.",
        )
    lines = bytes(head).decode("utf-8", errors="ignore").removeprefix("\ufeff").splitlines()
    return Inspection(digest.hexdigest(), stored, raw, tuple(lines[:HEAD_LINES]))


def _offset(before: int, error: UnicodeDecodeError) -> int:
    """Byte offset in the file. The decoder's own buffer begins with bytes that it kept from the chunk before."""
    return max(0, before + error.start)


def _not_utf8(shown: str, offset: int) -> MedallionError:
    return MedallionError(
        "encoding-invalid",
        f"The landing file {shown} is not UTF-8: byte {offset} does not begin or continue a character.",
        "Have the source system export UTF-8 and deliver the file again.",
    )


def _chunks(path: Path, shown: str, digest: hashlib._Hash) -> Iterator[tuple[bytes, int]]:
    """Decompressed chunks with the stored bytes each came from; the digest takes the stored bytes."""
    try:
        with path.open("rb") as handle:
            if path.suffix != ".gz":
                while chunk := handle.read(_CHUNK):
                    digest.update(chunk)
                    yield chunk, len(chunk)
                return
            gzip = zlib.decompressobj(_GZIP_WINDOW)
            finished = True
            while chunk := handle.read(_CHUNK):
                digest.update(chunk)
                size, rest = len(chunk), chunk
                while rest:
                    if gzip.eof:
                        gzip = zlib.decompressobj(_GZIP_WINDOW)
                    yield gzip.decompress(rest), size
                    size, rest = 0, gzip.unused_data
                finished = gzip.eof
            if not finished:
                raise zlib.error("the stream ends before its end marker")
    except zlib.error as error:
        raise MedallionError(
            "gzip-broken",
            f"The landing file {shown} is no complete gzip file: {error}.",
            "Deliver the file again, complete.",
        ) from error
    except OSError as error:
        raise MedallionError(
            "file-unreadable",
            f"The landing file {shown} cannot be read: {error.strerror}.",
            "Restore the file or its permissions.",
        ) from error


def undeclared_keys(heads: list[tuple[str, ...]], declared: set[str]) -> list[tuple[str, str]]:
    """Keys of the first lines that no contract knows, with the Spark type of their values, when that is always one."""
    kinds: dict[str, set[str]] = {}
    for line in (line for head in heads for line in head):
        try:
            parsed = json.loads(line)
        except ValueError:
            continue
        if isinstance(parsed, dict):
            for key, value in parsed.items():
                if key not in declared and value is not None:
                    kinds.setdefault(key, set()).add(_KINDS.get(type(value), "other"))
    return sorted((key, seen.pop()) for key, seen in kinds.items() if len(seen) == 1 and "other" not in seen)


_KINDS = {str: "string", int: "bigint", bool: "boolean"}
