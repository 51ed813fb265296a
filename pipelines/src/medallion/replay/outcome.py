"""Selection and result of a replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from medallion.errors import MedallionError


@dataclass(frozen=True)
class Window:
    """Rows quarantined at or after `since` and before `until`; None means no limit."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, column: str) -> SparkColumn:
        inside = F.lit(True)
        if self.since is not None:
            inside = inside & (F.col(column) >= F.lit(self.since))
        if self.until is not None:
            inside = inside & (F.col(column) < F.lit(self.until))
        return inside


@dataclass(frozen=True)
class Outcome:
    """Counts of rows of one table's quarantine. `reasons` has the number of rows that still fail, by check.

    `unreadable` rows cannot pass any contract, because the text itself is broken or the value is gone.
    """

    table: str
    looked_at: int = 0
    accepted: int = 0
    still_failing: int = 0
    unreadable: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


def moment(text: str | None, option: str) -> datetime | None:
    """Parses ISO 8601: a date means its start, no offset means UTC. Raises MedallionError `bad-moment`."""
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise MedallionError(
            "bad-moment",
            f"{option} is '{text}', which is not a date or a time.",
            "Write a date or a time in ISO 8601, for example 2024-05-31.",
        ) from error
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)
