"""Files that appear whole or not at all, with the same bytes on every run."""

import fcntl
import gzip
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path

# Nearly the size of level 9 at a third of the time.
_LEVEL = 5


class DeliveryError(Exception):
    """The landing zone cannot take the sample."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


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


def deliver(landing: Path, write: Callable[[Path], None]) -> dict[str, int]:
    """Lets ``write`` fill a folder beside ``landing`` and moves in what is missing; all in one step where nothing is.

    Returns the size in bytes of every delivered file by its path below ``landing``. A file that is there already is
    never touched. Raises DeliveryError, with nothing moved, when one differs or when another process delivers.
    """
    with _workshop(landing.parent / f".{landing.name}-partial") as folder:
        write(folder)
        sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in _files(folder)}
        for name in sizes:
            there = landing / name
            if there.exists() and not (there.is_file() and cmp(there, folder / name, shallow=False)):
                raise DeliveryError(
                    f"{there} is there and is not the file of the sample",
                    "Move it away, or choose another landing zone.",
                )
        _move(folder, landing)
    return sizes


def holds(landing: Path, sizes: dict[str, int]) -> bool:
    """Whether ``landing`` has every file of ``sizes``, by size alone."""
    paths = ((landing / name, size) for name, size in sizes.items())
    return all(path.is_file() and path.stat().st_size == size for path, size in paths)


def replace_text(path: Path, text: str) -> None:
    """Writes ``text`` so that a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text)
    partial.replace(path)


@contextmanager
def _workshop(partial: Path) -> Iterator[Path]:
    """An empty folder inside ``partial``, for this process alone; both go at the end, or with the next delivery."""
    partial.mkdir(parents=True, exist_ok=True)
    lock = os.open(partial, os.O_RDONLY)
    try:
        try:
            # Held by the open folder itself, so that a killed process frees it.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DeliveryError(
                f"another process is writing the sample in {partial}", "Wait until it has ended."
            ) from error
        folder = partial / "landing"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(partial)
    finally:
        os.close(lock)


def _move(source: Path, target: Path) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        source.rename(target)
    elif source.is_dir():
        for child in sorted(source.iterdir()):
            _move(child, target / child.name)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
