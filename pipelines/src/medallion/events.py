"""Output of a running process: events as JSON lines on stdout, messages for people on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Emit = Callable[[dict[str, Any]], None]


def to_stdout(event: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(event, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def also_to_file(emit: Emit, path: Path) -> Emit:
    """Passes every event to `emit` and appends it, with its time, to the JSON lines of `path`; progress is left out.

    A file that cannot be written is reported once: a run does not fail for its log.
    """
    is_written = True

    def both(event: dict[str, Any]) -> None:
        nonlocal is_written
        emit(event)
        if not is_written or event["event"] == "run.progress":
            return
        stamped = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **event}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(stamped, separators=(",", ":")) + "\n")
        except OSError as error:
            is_written = False
            log(f"warning: {path} cannot be written ({error.strerror}): the events of this run are not kept")

    return both


def silent(event: dict[str, Any]) -> None:
    """Drops the event, for notebooks and tests, which read the returned results."""


def log(message: str) -> None:
    """Writes one line for a person. Callers never pass a value of a row."""
    print(message, file=sys.stderr, flush=True)
