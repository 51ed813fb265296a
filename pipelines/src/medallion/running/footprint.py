"""What a folder holds, told from a listing alone: no file is opened, and no JVM is needed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path


class UntellableError(Exception):
    """The listing does not tell what is there. The message says why, for people."""


@dataclass(frozen=True)
class Footprint:
    """`digest` differs if any file came, went, was written or replaced. `newest_ns` is the latest time of any file."""

    digest: str
    files: int
    newest_ns: int = 0


def footprint(root: Path, apart: Collection[str] = ()) -> Footprint:
    """Of all files below the root but those with a relative path in `apart`; of a missing root, that of no files.

    Raises UntellableError for what cannot be listed, and for links to folders, whose files may be anywhere.
    """
    seen = hashlib.sha256()
    files = newest = 0
    pending = [root] if root.exists() else []
    while pending:
        folder = pending.pop()
        for entry in _entries(folder):
            path = os.path.relpath(entry.path, root)
            if entry.is_dir(follow_symlinks=False):
                pending.append(Path(entry.path))
                seen.update(f"{path}/\0".encode("utf-8", "surrogateescape"))
                continue
            if path in apart:
                continue
            status = _status(entry)
            # A copy may keep size and time of the file it replaces, never its number and the time of its change.
            facts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            seen.update(f"{path}\0{facts}\0".encode("utf-8", "surrogateescape"))
            files += 1
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
    return Footprint(seen.hexdigest(), files, newest)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise UntellableError(f"{folder} cannot be listed ({error.strerror})") from error


def _status(entry: os.DirEntry[str]) -> os.stat_result:
    try:
        if entry.is_symlink() and entry.is_dir():
            raise UntellableError(f"{entry.path} is a link to a folder")
        return entry.stat()
    except OSError as error:
        raise UntellableError(f"{entry.path} cannot be looked at ({error.strerror})") from error
