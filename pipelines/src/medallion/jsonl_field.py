"""One key of a JSON line: how it is parsed, and what of the line it accounts for."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F
from pyspark.sql.types import (
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    StringType,
    StructField,
    TimestampType,
)

from medallion import casting
from medallion.parsing import any_of, occurrences

# The line, where it is to be parsed.
REST = "_rest"

_WIDEST = 38
# A decimal of so many digits is a long to Spark.
_WIDEST_FAST = 18
# With fewer, ordinary numbers have as many zeros or nines in a row, and are read again.
_FEWEST_GUARDS = 6
_NUMBER = "^-?[0-9]+([.eE]|$)"


@dataclass(frozen=True)
class Field:
    """`place` numbers the working column `v<place>`, the value as declared, so that any name is possible.

    `digits` is the longest number, in digits, that the parser lets pass. A field that is not declared was seen in the
    first lines of a file: it is parsed along, and rescued.
    """

    place: int
    name: str
    target: DataType
    pattern: str | None = None
    declared: bool = True
    digits: int = 19

    @property
    def is_string(self) -> bool:
        return isinstance(self.target, StringType)

    @property
    def is_text(self) -> bool:
        return isinstance(self.target, StringType | DateType | TimestampType)

    @property
    def may_be_quoted(self) -> bool:
        """True for numbers that Spark also takes from a string."""
        return isinstance(self.target, DecimalType | DoubleType | FloatType)

    @property
    def guard(self) -> int:
        """Digits that a decimal is parsed with beyond its scale, so that a value which would be rounded is seen.

        As many as make it no wider than Spark computes with fast. A wider one has one less than a number may be long:
        then no number without an exponent can be rounded unseen.
        """
        if not isinstance(self.target, DecimalType):
            return 0
        fast = _WIDEST_FAST - self.target.precision
        return fast if fast >= _FEWEST_GUARDS else min(self.digits - 1, _WIDEST - self.target.precision)

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
    def value(self) -> SparkColumn:
        return F.col(f"v{self.place}")

    def raw(self, parsed: SparkColumn) -> SparkColumn:
        return parsed.getField(self.name)

    def convert(self, parsed: SparkColumn) -> SparkColumn:
        """The declared value, NULL when the parsed one is no exact one."""
        raw = self.raw(parsed)
        if isinstance(self.target, DecimalType):
            narrow = raw.cast(self.target)
            return F.when(narrow == raw, narrow)
        return casting.parse(raw, self.target, self.pattern) if self.is_text else raw

    def named(self) -> SparkColumn:
        return F.contains(F.col(REST), F.lit(f'"{self.name}":'))

    def keys(self, parsed: SparkColumn) -> SparkColumn:
        """One when the line has the key: with a value, or with an explicit null."""
        return F.when(self.raw(parsed).isNotNull() | self.named(), 1).otherwise(0)

    def colons_inside(self, parsed: SparkColumn) -> SparkColumn:
        return F.coalesce(occurrences(self.raw(parsed), ":"), F.lit(0))

    def strings(self, parsed: SparkColumn) -> SparkColumn:
        return F.when(self.raw(parsed).isNotNull(), 1).otherwise(0)

    def is_read(self, parsed: SparkColumn) -> SparkColumn:
        """False when there is a value that is not exact."""
        return self.raw(parsed).isNull() | self.convert(parsed).isNotNull()

    def is_nested(self, parsed: SparkColumn) -> SparkColumn:
        """True for the text of an array or an object; a string may begin so, too."""
        raw = self.raw(parsed)
        return any_of([F.startswith(raw, F.lit(bracket)) for bracket in ("[", "{")])

    def may_be_bare(self, parsed: SparkColumn) -> SparkColumn:
        """True when the text may have stood without quotes: it begins as a number or is a truth value."""
        raw = self.raw(parsed)
        if self.is_string:
            return ((raw >= "-") & (raw < ":")) | raw.isin("true", "false")
        # A number has none of these; a pattern without them may be met by a number.
        is_set_apart = any(sign in (self.pattern or casting.ISO_DATE) for sign in "-/: ")
        return F.lit(False) if is_set_apart else F.lit(True)

    def may_be_number(self, parsed: SparkColumn) -> SparkColumn:
        return self.raw(parsed).rlike(_NUMBER) if self.is_string else F.lit(False)
