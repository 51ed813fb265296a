"""Row checks as one bit mask per row: cheap to evaluate; names are built only for the few rows that fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.manifest import RowCheck

MASK = "_mask"
# A bigint has 64 bits, of which one is the sign.
MAX_CHECKS = 63
# Does not occur in ids of checks.
_BETWEEN = "\n"


@dataclass(frozen=True)
class CheckSet:
    """Checks in a fixed order; the position of a check is its bit. A set bit means that the row failed."""

    checks: tuple[RowCheck, ...]

    def __post_init__(self) -> None:
        if len(self.checks) > MAX_CHECKS:
            raise MedallionError(
                "too-many-checks",
                f"A table has {len(self.checks)} row checks; at most {MAX_CHECKS} are possible.",
                "Join related conditions with AND into one rule.",
            )

    def mask(self) -> SparkColumn:
        """The mask over the frame's columns. A check whose result is NULL has passed."""
        parts = [
            F.when(F.expr(f"coalesce(({check.expression}), true)"), 0).otherwise(1 << bit)
            for bit, check in enumerate(self.checks)
        ]
        return _sum([part.cast("bigint") for part in parts])

    @property
    def error_bits(self) -> int:
        return sum(1 << bit for bit, check in enumerate(self.checks) if check.severity == "error")

    def failed(self) -> SparkColumn:
        """True for a row that fails a check of severity `error`."""
        return F.col(MASK).bitwiseAND(F.lit(self.error_bits).cast("bigint")) != 0

    def names(self) -> SparkColumn:
        """Ids of failed checks of severity `error`; NULL if there are none."""
        ids = [
            F.when(self._is_set(bit), F.lit(check.id))
            for bit, check in enumerate(self.checks)
            if check.severity == "error"
        ]
        if not ids:
            return F.lit(None).cast("array<string>")
        # Not with `filter` on an array, for which Spark generates no code.
        return F.when(self.failed(), F.split(F.concat_ws(_BETWEEN, *ids), _BETWEEN)).cast("array<string>")

    def counters(self) -> list[SparkColumn]:
        """One aggregate per check: how many rows failed it. Named `check_<bit>`."""
        return [F.count(F.when(self._is_set(bit), 1)).alias(f"check_{bit}") for bit in range(len(self.checks))]

    def _is_set(self, bit: int) -> SparkColumn:
        return F.col(MASK).bitwiseAND(F.lit(1 << bit).cast("bigint")) != 0


def _sum(parts: Sequence[SparkColumn]) -> SparkColumn:
    total = F.lit(0).cast("bigint")
    for part in parts:
        total = total + part
    return total
