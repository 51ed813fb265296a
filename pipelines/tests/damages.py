"""Ways to damage a file, and the files of a lake's home that the engine keeps beside the tables of its layers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.lakes import HouseLake

# Tables of the layers have a test of their own; logs are only written.
_NOT_BESIDE = ("lake/landing/", "lake/bronze/", "lake/silver/", "lake/gold/", "logs/")


def _empty(content: bytes) -> bytes:
    return b""


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _garbage(content: bytes) -> bytes:
    return b"\x00\xff garbage"


def _missing(content: bytes) -> None:
    return None


def _newer(content: bytes) -> bytes:
    """As an engine of the future would write it. Raises ValueError for a file without a version."""
    document = json.loads(content.splitlines()[0])
    if "schemaVersion" in document:
        return json.dumps({**json.loads(content), "schemaVersion": 99}).encode()
    if "commitInfo" in document:
        return content + b'{"protocol":{"minReaderVersion":99,"minWriterVersion":99}}\n'
    raise ValueError("no version")


DAMAGES: tuple[Callable[[bytes], bytes | None], ...] = (_empty, _truncated, _garbage, _missing, _newer)


@dataclass(frozen=True)
class Damage:
    """One damage of one file, by its path below the home."""

    path: str
    how: Callable[[bytes], bytes | None]

    @property
    def name(self) -> str:
        return f"{self.path} {self.how.__name__.lstrip('_')}"

    def strike(self, home: Path) -> Callable[[], None]:
        """Damages the file. Returns what undoes it, unless somebody has written the file since."""
        file = home / self.path
        before = file.read_bytes()
        after = self.how(before)
        # Hadoop's checksum would tell more than a plain file system or ADLS does.
        file.with_name(f".{file.name}.crc").unlink(missing_ok=True)
        if after is None:
            file.unlink()
        else:
            file.write_bytes(after)

        def undo() -> None:
            found = file.read_bytes() if file.exists() else None
            if found == after:
                file.write_bytes(before)

        return undo


def damages_of(home: Path) -> Iterator[Damage]:
    """Every file beside the layers; of a Delta table the newest file of each kind."""
    newest: dict[tuple[str, str], str] = {}
    for file in sorted(file for file in home.rglob("*") if file.is_file()):
        path = file.relative_to(home).as_posix()
        if path.startswith(_NOT_BESIDE) or file.name.endswith(".crc"):
            continue
        log = next((parent for parent in (file.parent, *file.parents) if (parent / "_delta_log").is_dir()), None)
        in_table = log is not None or file.parent.name == "_delta_log"
        table = str(file.parent) if in_table else path
        key = (table, file.suffix)
        if key not in newest or file.stat().st_mtime_ns >= (home / newest[key]).stat().st_mtime_ns:
            newest[key] = path
    for path in newest.values():
        content = (home / path).read_bytes()
        for how in DAMAGES:
            try:
                how(content)
            except ValueError:
                continue
            yield Damage(path, how)


def forget(house: HouseLake) -> None:
    """As a new process would see it."""
    jvm: Any = house.lake.spark._jvm
    jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()
