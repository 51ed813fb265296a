"""Inspects a landing file before it is read: content hash, sizes, first lines, and whether it is complete and UTF-8."""

from __future__ import annotations

import codecs
import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from medallion.errors import MedallionError

# Bounds the memory per file; inflating a file in one piece also takes twice as long.
_CHUNK = 1 << 18
_GZIP_WINDOW = 31
HEAD_LINES = 20


@dataclass(frozen=True)
class Inspection:
    """`raw_bytes` is the size after decompression, `head` the first lines without a byte-order mark.

    `is_utf8` is false when some bytes are not UTF-8: only the lines with such bytes are lost. `has_quotes` is
    false when no byte is a double quote.
    """

    stored_bytes: int
    raw_bytes: int
    head: tuple[str, ...]
    is_utf8: bool = True
    has_quotes: bool = True


def content_hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def inspect(path: Path, shown: str) -> Inspection:
    """`shown` names the file in errors.

    Raises MedallionError `file-empty`, `gzip-broken`, `zstd-broken`, `file-unreadable`: a truncated container is
    refused completely, because the source has to deliver it again.
    """
    stored = raw = newlines = 0
    head = bytearray()
    decoder, is_utf8, has_quotes = codecs.getincrementaldecoder("utf-8")(), True, False
    for chunk, size in _chunks(path, shown):
        stored += size
        is_utf8 = is_utf8 and _is_text(decoder, chunk)
        has_quotes = has_quotes or b'"' in chunk
        raw += len(chunk)
        if newlines < HEAD_LINES:
            head += chunk
            newlines += chunk.count(b"\n")
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    if stored == 0:
        raise MedallionError(
            "file-empty",
            f"The landing file {shown} is empty (0 bytes).",
            "Deliver it again, or remove it; deliver no rows as an empty .gz or as a CSV header.",
        )
    lines = bytes(head).decode("utf-8", errors="backslashreplace").removeprefix("\ufeff").splitlines()
    return Inspection(stored, raw, tuple(lines[:HEAD_LINES]), is_utf8, has_quotes)


def _is_text(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    # Most chunks are ASCII, which is checked ten times faster.
    if chunk.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path, shown: str) -> Iterator[tuple[bytes, int]]:
    """Decompressed chunks, each with the number of stored bytes it was read from."""
    try:
        with path.open("rb") as handle:
            if path.suffix == ".zst":
                yield from _inflated_zstd(handle)
                return
            if path.suffix != ".gz":
                while chunk := handle.read(_CHUNK):
                    yield chunk, len(chunk)
                return
            yield from _inflated_gzip(handle)
    except ZstdError as error:
        raise MedallionError(
            "zstd-broken",
            f"The landing file {shown} is not a complete zstd file: {error}.",
            "Deliver the file again, complete.",
        ) from error
    except zlib.error as error:
        raise MedallionError(
            "gzip-broken",
            f"The landing file {shown} is not a complete gzip file: {error}.",
            "Deliver the file again, complete.",
        ) from error
    except OSError as error:
        raise MedallionError(
            "file-unreadable",
            f"The landing file {shown} cannot be read: {error.strerror}.",
            "Restore the file or its permissions.",
        ) from error


def _inflated_gzip(handle: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Yields at most one chunk at a time, whatever the compression ratio; members are concatenated."""
    gzip = zlib.decompressobj(_GZIP_WINDOW)
    is_whole = True
    while chunk := handle.read(_CHUNK):
        size, rest = len(chunk), chunk
        while rest:
            if gzip.eof:
                gzip = zlib.decompressobj(_GZIP_WINDOW)
            yield gzip.decompress(rest, _CHUNK), size
            size, rest = 0, gzip.unused_data if gzip.eof else gzip.unconsumed_tail
        is_whole = gzip.eof
    if not is_whole:
        raise zlib.error("the stream ends before its end marker")


class ZstdError(Exception):
    """Replaces the OSError that the library raises for broken data."""


def _inflated_zstd(handle: BinaryIO) -> Iterator[tuple[bytes, int]]:
    # Imported here, so that a lake without zstd files need not load the library.
    import pyarrow as pa

    size = handle.seek(0, os.SEEK_END)
    handle.seek(0)
    try:
        stream = pa.CompressedInputStream(pa.PythonFile(handle, "r"), "zstd")
        while chunk := stream.read(_CHUNK):
            yield chunk, size
            size = 0
    except OSError as error:
        raise ZstdError(str(error).rstrip(".")) from error
    if size:
        yield b"", size
