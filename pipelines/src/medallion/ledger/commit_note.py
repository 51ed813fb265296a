"""What a commit says about the step that made it: enough to complete the ledger of a run that died before it could.

The note is the commit's own metadata, so it exists exactly if the rows do. Counts that only the write itself finds are
not in it; they are counted again from what was read, or from the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from medallion.ledger.results import COUNTS, CheckResult, Run, TableResult

_KEY = "run"


@dataclass(frozen=True)
class CommitNote:
    """`is_counted` is false if the counts and checks are not in the note. `batch_id` is that of a bronze append."""

    run_id: str
    run_started_at: str
    release_id: str
    started_at: str
    is_counted: bool = True
    batch_id: str = ""
    rows_in: int = 0
    accepted: int = 0
    quarantined: int = 0
    held: int = 0
    released: int = 0
    bytes_in: int = 0
    mode: str = ""
    mode_reason: str = ""
    inputs: Mapping[str, int] | None = None
    checks: tuple[CheckResult, ...] = ()


@dataclass(frozen=True)
class _Step:
    run: Run
    release_id: str
    started_at: datetime
    inputs: Mapping[str, int]


_STEP: ContextVar[_Step | None] = ContextVar("step", default=None)


@contextmanager
def step(run: Run, release_id: str, started_at: datetime, inputs: Mapping[str, int]) -> Iterator[None]:
    """Commits of the block, in this thread, are of this step."""
    token = _STEP.set(_Step(run, release_id, started_at, inputs))
    try:
        yield
    finally:
        _STEP.reset(token)


def note(more: Mapping[str, Any] | None = None, checks: Sequence[CheckResult] = (), **fields: Any) -> str | None:
    """The text for a commit's metadata; `more` has other keys of it. None outside of a step if there are none."""
    current = _STEP.get()
    document = dict(more or {})
    if current is not None:
        found = CommitNote(
            current.run.id,
            current.run.started_at.isoformat(),
            current.release_id,
            current.started_at.isoformat(),
            inputs=dict(current.inputs),
            checks=tuple(checks),
            **fields,
        )
        document[_KEY] = {name: value for name, value in asdict(found).items() if value not in ("", 0, None, ())}
        document[_KEY]["is_counted"] = found.is_counted
    return json.dumps(document, separators=(",", ":"), sort_keys=True) if document else None


def of_result(result: TableResult, mode: str = "", mode_reason: str = "") -> str | None:
    """The note of a commit that is a whole step, whose result is known before."""
    return note(
        checks=result.checks,
        mode=mode,
        mode_reason=mode_reason,
        **{name: getattr(result, name) for name in COUNTS if name != "rescued"},
    )


def read(commit_info: Mapping[str, Any]) -> CommitNote | None:
    """None for a commit that no step made, or whose note has other fields."""
    text = commit_info.get("userMetadata")
    if not isinstance(text, str):
        return None
    try:
        found = json.loads(text)[_KEY]
        return CommitNote(**{**found, "checks": tuple(CheckResult(**check) for check in found.get("checks", ()))})
    except (ValueError, KeyError, TypeError):
        return None
