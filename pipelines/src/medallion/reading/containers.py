"""Checks from its framing that a Parquet or Avro file is complete, before Spark fails on it during a run."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from medallion.errors import MedallionError
from medallion.reading.inspection import Inspection

CONTAINER_FORMATS = ("parquet", "avro")
_SYNC = 16


def inspect_container(path: Path, shown: str, kind: str) -> Inspection:
    """Raises MedallionError `file-empty`, `container-broken`, `file-unreadable`."""
    try:
        with path.open("rb") as handle:
            size = path.stat().st_size
            wrong = _parquet(handle, size) if kind == "parquet" else _avro(handle, size)
    except OSError as error:
        raise MedallionError(
            "file-unreadable",
            f"The landing file {shown} cannot be read: {error.strerror}.",
            "Restore the file or its permissions.",
        ) from error
    if size == 0:
        raise MedallionError(
            "file-empty", f"The landing file {shown} is empty (0 bytes).", "Deliver it again, or remove it."
        )
    if wrong is not None:
        raise MedallionError(
            "container-broken",
            f"The landing file {shown} is not a complete {kind.capitalize()} file: {wrong}.",
            "Deliver the file again, complete.",
        )
    return Inspection(size, size, ())


def _parquet(handle: BinaryIO, size: int) -> str | None:
    """Layout: `PAR1`, data, footer, footer length, `PAR1`."""
    ends = 12
    if handle.read(4) != b"PAR1":
        return "it does not begin with PAR1"
    if size < ends:
        return f"it has {size} bytes"
    handle.seek(size - 8)
    length = int.from_bytes(handle.read(4), "little")
    if handle.read(4) != b"PAR1":
        return "it does not end with PAR1"
    return None if length <= size - ends else f"its footer of {length} bytes is longer than the file"


def _avro(handle: BinaryIO, size: int) -> str | None:
    """Layout: `Obj`, 1, a metadata map, a sync marker of 16 bytes; then blocks of rows, bytes, data and the marker."""
    if handle.read(4) != b"Obj\x01":
        return "it does not begin with Obj and version 1"
    try:
        while (count := _number(handle)) != 0:
            if count < 0:
                _number(handle)
            for _ in range(abs(count) * 2):
                _take(handle, _number(handle))
        marker = _take(handle, _SYNC)
        while (place := handle.tell()) < size:
            _number(handle)
            handle.seek(_number(handle), 1)
            if _take(handle, _SYNC) != marker:
                return f"the block at byte {place} does not end with the file's marker"
    except (EOFError, ValueError, OverflowError):
        return f"it ends in the middle of a block, at byte {size}"
    return None


def _number(handle: BinaryIO) -> int:
    """Reads a zigzag-encoded number of at most ten bytes."""
    value = shift = 0
    while True:
        byte = _take(handle, 1)[0]
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return (value >> 1) ^ -(value & 1)


def _take(handle: BinaryIO, length: int) -> bytes:
    if length < 0:
        raise ValueError(length)
    data = handle.read(length)
    if len(data) < length:
        raise EOFError
    return data
