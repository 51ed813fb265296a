"""Results of one step: a run brings one table up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from medallion.errors import MedallionError


@dataclass(frozen=True)
class CheckResult:
    """One check in one step. `passed` is false if the whole table fails; failing rows alone are only quarantined.

    `value` is the number that is compared with `expectation`; None for a row check without a tolerance, or if nothing
    was evaluated (`evaluated` is then 0).
    """

    check_id: str
    kind: str
    dimension: str
    severity: str
    evaluated: int
    failed: int
    passed: bool
    value: float | None = None
    expectation: str = ""


@dataclass(frozen=True)
class TableResult:
    """Counts are rows; `held` rows wait for a parent, `released` ones waited before and are included in `accepted`.

    `bytes_in` is the size of the landing files after decompression. `version` is the Delta version after the step.
    `inputs` has the version that was read of each input, `delivered_at` the time of the oldest delivery that was read.
    `judged_anew`: an unchanged table is recorded, because the ledger lacks its version or its present rules.

    `mode` of gold is `incremental`, or `full` with `mode_reason`. `status` is `succeeded`, `unchanged` (no new input,
    nothing written), `failed`, or `blocked` by a failed input.
    """

    table: str
    layer: str
    status: str
    version: int
    rows_in: int = 0
    accepted: int = 0
    quarantined: int = 0
    held: int = 0
    released: int = 0
    rescued: int = 0
    bytes_in: int = 0
    seconds: float = 0.0
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    checks: tuple[CheckResult, ...] = ()
    inputs: Mapping[str, int] = field(default_factory=dict)
    delivered_at: datetime | None = None
    judged_anew: bool = False
    mode: str = ""
    mode_reason: str = ""
    warnings: tuple[str, ...] = ()
    error: MedallionError | None = None

    @property
    def is_sound(self) -> bool:
        """True if tables that read this one may be processed."""
        return self.status in ("succeeded", "unchanged")

    def as_event(self) -> dict[str, Any]:
        return {
            "event": "table.finished",
            "table": self.table,
            "status": self.status,
            "rowsIn": self.rows_in,
            "accepted": self.accepted,
            "quarantined": self.quarantined,
            "held": self.held,
            "released": self.released,
            "rescued": self.rescued,
            "seconds": round(self.seconds, 3),
            "bytesIn": self.bytes_in,
            "version": self.version,
            "error": None if self.error is None else self.error.as_dict(),
        }


@dataclass(frozen=True)
class Run:
    """Identity of one run. `release_id` is set if it is not that of the lake: for a run whose results are completed."""

    id: str
    started_at: datetime
    release_id: str = ""


def added_up(parts: Sequence[TableResult]) -> TableResult:
    """One result of several commits of a step; the last one says what is not a count."""
    counts = {name: sum(getattr(part, name) for part in parts) for name in COUNTS}
    mode, reason = next(((part.mode, part.mode_reason) for part in parts if part.mode), ("", ""))
    checks: dict[str, list[CheckResult]] = {}
    for part in parts:
        for check in part.checks:
            checks.setdefault(check.check_id, []).append(check)
    together = tuple(added_up_check(results) for results in checks.values())
    return replace(parts[-1], checks=together, mode=mode, mode_reason=reason, **counts)


def added_up_check(parts: Sequence[CheckResult]) -> CheckResult:
    """One result of a check that was evaluated for several batches."""
    first = parts[0]
    return CheckResult(
        first.check_id,
        first.kind,
        first.dimension,
        first.severity,
        sum(part.evaluated for part in parts),
        sum(part.failed for part in parts),
        passed=all(part.passed for part in parts),
    )


COUNTS = ("rows_in", "accepted", "quarantined", "held", "released", "rescued", "bytes_in")
