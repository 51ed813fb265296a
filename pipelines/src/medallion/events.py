"""What a run says while it goes: one JSON object a line on stdout, prose on stderr."""

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
    """Every event to `emit`, and with its time to the run's log, a file of JSON lines. Progress is not kept."""

    def both(event: dict[str, Any]) -> None:
        emit(event)
        if event["event"] != "run.progress":
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as lines:
                stamped = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **event}
                lines.write(json.dumps(stamped, separators=(",", ":")) + "\n")

    return both


def silent(event: dict[str, Any]) -> None:
    """For notebooks and tests, which read the returned results."""


def log(message: str) -> None:
    """One line for a person. Never carries a value of a row."""
    print(message, file=sys.stderr, flush=True)
