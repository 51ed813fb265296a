"""Only one writer per lake at a time (file lock)."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medallion.errors import MedallionError


class LakeBusyError(MedallionError):
    """Another run holds the lock of the lake."""


@contextmanager
def exclusive(home: Path | None) -> Iterator[None]:
    """Holds `<home>/run.lock` during the block; the kernel releases it when the process ends for any reason.

    Does nothing for a lake without a home (Azure), where Delta's conflict detection applies. Raises LakeBusyError
    without waiting.
    """
    if home is None:
        yield
        return
    home.mkdir(parents=True, exist_ok=True)
    # Python hands no file to the programs that it starts, so the lock ends with this process, and not with Spark.
    with (home / "run.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LakeBusyError(
                "lake-busy",
                f"Another run is using the lake in {home}.",
                "Wait until it has ended, or end it, and run again.",
            ) from error
        yield
