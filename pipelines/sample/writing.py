"""Files that appear whole or not at all, with the same bytes on every run."""

import gzip
import io
import shutil
from collections.abc import Callable
from pathlib import Path

# Nearly the size of level 9 at a third of the time.
_LEVEL = 5


def write_gzip(path: Path, text: str) -> None:
    """Writes ``text`` compressed, without a name or time in the header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=_LEVEL, mtime=0) as stream:
        stream.write(text.encode())
    path.write_bytes(buffer.getvalue())


def write_text(path: Path, text: str) -> None:
    """Writes ``text`` as UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def deliver(landing: Path, name: str, write: Callable[[Path], None]) -> bool:
    """Lets ``write`` fill a folder beside ``landing`` and moves it to ``landing/name`` when it is complete.

    Returns False, and touches nothing, when the folder is there already.
    """
    target = landing / name
    if target.exists():
        return False
    partial = landing.parent / f".{landing.name}-{name}-partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    write(partial)
    landing.mkdir(parents=True, exist_ok=True)
    partial.rename(target)
    return True


def replace_text(path: Path, text: str) -> None:
    """Writes ``text`` so that a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text)
    partial.replace(path)
