"""What a run says while it goes: one JSON object a line on stdout, prose on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

Emit = Callable[[dict[str, Any]], None]


def to_stdout(event: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(event, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def silent(event: dict[str, Any]) -> None:
    """For notebooks and tests, which read the returned results."""


def log(message: str) -> None:
    """One line for a person. Never carries a value of a row."""
    print(message, file=sys.stderr, flush=True)
