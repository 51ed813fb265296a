"""One key of a JSON line: how it is parsed, and what of the line it accounts for."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, DateType, DecimalType, StringType, StructField, TimestampType

from medallion import casting
from medallion.parsing import LINE, occurrences

# Digits read beyond the declared scale, so that a value which would be rounded is seen.
_GUARD_DIGITS = 8


@dataclass(frozen=True)
class Field:
    """`place` numbers the working columns `r<place>` (as parsed) and `v<place>` (as declared), so any name is possible.

    A field that is not declared was seen in the first lines of a file: it is parsed along, and rescued.
    """

    place: int
    name: str
    target: DataType
    pattern: str | None = None
    declared: bool = True

    @property
    def is_text(self) -> bool:
        return isinstance(self.target, StringType | DateType | TimestampType)

    @property
    def guard(self) -> int:
        """How many digits beyond its scale a decimal is parsed with."""
        return min(_GUARD_DIGITS, 38 - self.target.precision) if isinstance(self.target, DecimalType) else 0

    @property
    def parsed(self) -> StructField:
        if self.is_text:
            return StructField(self.name, StringType())
        if isinstance(self.target, DecimalType):
            return StructField(
                self.name, DecimalType(self.target.precision + self.guard, self.target.scale + self.guard)
            )
        return StructField(self.name, self.target)

    @property
    def raw(self) -> SparkColumn:
        return F.col(f"r{self.place}")

    @property
    def value(self) -> SparkColumn:
        return F.col(f"v{self.place}")

    def convert(self, raw: SparkColumn) -> SparkColumn:
        """The declared value, NULL when the parsed one is no exact one."""
        if isinstance(self.target, DecimalType):
            narrow = raw.cast(self.target)
            return F.when(narrow == raw, narrow)
        return casting.parse(raw, self.target, self.pattern) if self.is_text else raw

    def keys(self) -> SparkColumn:
        """One when the line has the key: with a value, or with an explicit null."""
        return F.when(self.raw.isNotNull() | self.named(), 1).otherwise(0)

    def named(self) -> SparkColumn:
        return F.contains(F.col(LINE), F.lit(f'"{self.name}":'))

    def colons_inside(self) -> SparkColumn:
        return F.coalesce(occurrences(self.raw, ":"), F.lit(0)) if self.is_text else F.lit(0)

    def strings(self) -> SparkColumn:
        return F.when(self.raw.isNotNull(), 1).otherwise(0) if self.is_text else F.lit(0)

    def is_exact(self) -> SparkColumn:
        """False when the parsed value is not the value of the line, or may have been no string."""
        if isinstance(self.target, StringType):
            # An array holds quotes; a number may have been shortened, and its missing quotes outweighed elsewhere.
            return self.raw.isNull() | ~(F.contains(self.raw, F.lit('"')) | self.raw.rlike("^-?[0-9]+([.eE]|$)"))
        if self.is_text or isinstance(self.target, DecimalType):
            return self.raw.isNull() | self.value.isNotNull()
        return F.lit(True)
