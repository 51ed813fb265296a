"""Stores API responses as files of the landing container; a fetch becomes visible completely or not at all.

Pages are first written to a folder that no reader lists. When the last page is there, a record of the fetch is written,
which makes it final. Only then are the pages moved to the source's folder, named by the hash of their content. If a run
stops in between, the next one moves them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from medallion.lake.lake import Lake
from medallion.spark.files import hadoop_path, local_path, read_json

_INCOMING, _FETCHES = "_incoming", "_fetches"


class Fetches:
    """The fetches of one source. `folder` is the location of its files."""

    def __init__(self, lake: Lake, folder: str, suffix: str) -> None:
        self.lake, self.folder, self.suffix = lake, folder, suffix
        self.store = _LocalStore() if local_path(folder) is not None else _RemoteStore(lake)
        self.pages: list[str] = []

    def begin(self) -> str | None:
        """Moves the pages of the last recorded fetch, deletes unrecorded pages and returns the next watermark."""
        last = self._last()
        for name in last.get("pages", []):
            self.store.move(f"{self.folder}/{_INCOMING}/{name}", f"{self.folder}/{name}")
        for name in self.store.names(f"{self.folder}/{_INCOMING}"):
            self.store.delete(f"{self.folder}/{_INCOMING}/{name}")
        self.pages = []
        until = last.get("until")
        return None if until is None else str(until)

    def add(self, content: bytes) -> None:
        name = f"{hashlib.sha256(content).hexdigest()}.{self.suffix}"
        if name not in self.pages:
            self.store.write(f"{self.folder}/{_INCOMING}/{name}", content)
            self.pages.append(name)

    def finish(self, since: str | None, until: str | None) -> None:
        """Records the fetch and moves its pages; does nothing for a fetch without pages."""
        if not self.pages:
            return
        number = self._last().get("number", 0) + 1
        record = {"number": number, "since": since, "until": until, "pages": self.pages}
        place = f"{self.folder}/{_INCOMING}/fetch.json"
        self.store.write(place, json.dumps(record, indent=1).encode())
        self.store.move(place, f"{self.folder}/{_FETCHES}/{number:08d}.json")
        self.begin()

    def has_any(self) -> bool:
        return bool(self._last())

    def _last(self) -> dict[str, Any]:
        names = sorted(self.store.names(f"{self.folder}/{_FETCHES}"))
        if not names:
            return {}
        found: dict[str, Any] = read_json(self.lake.spark, f"{self.folder}/{_FETCHES}/{names[-1]}", "record of a fetch")
        return found


class _LocalStore:
    def write(self, location: str, content: bytes) -> None:
        path = _path(location)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def move(self, location: str, target: str) -> None:
        """Does nothing if the file was moved before."""
        source, path = _path(location), _path(target)
        path.parent.mkdir(parents=True, exist_ok=True)
        if source.exists():
            source.replace(path)

    def delete(self, location: str) -> None:
        _path(location).unlink(missing_ok=True)

    def names(self, location: str) -> Iterator[str]:
        path = _path(location)
        return iter([file.name for file in path.iterdir()] if path.is_dir() else [])


class _RemoteStore:
    def __init__(self, lake: Lake) -> None:
        self.spark = lake.spark

    def write(self, location: str, content: bytes) -> None:
        system, path = hadoop_path(self.spark, location)
        stream = system.create(path, True)
        stream.write(bytearray(content))
        stream.close()

    def move(self, location: str, target: str) -> None:
        system, source = hadoop_path(self.spark, location)
        _, path = hadoop_path(self.spark, target)
        if not system.exists(source):
            return
        system.mkdirs(path.getParent())
        if system.exists(path):
            # Named by content: the existing file is the same.
            system.delete(source, False)
        else:
            system.rename(source, path)

    def delete(self, location: str) -> None:
        system, path = hadoop_path(self.spark, location)
        system.delete(path, False)

    def names(self, location: str) -> Iterator[str]:
        system, path = hadoop_path(self.spark, location)
        found = system.listStatus(path) if system.exists(path) else []
        return iter([str(status.getPath().getName()) for status in found])


def _path(location: str) -> Path:
    path = local_path(location)
    assert path is not None
    return path
