"""The value of an expression as the declared type of its column: exactly, or as the contract allows, or not at all.

Spark's own cast wraps integers around, rounds decimals, cuts texts off after their digits, and gives NULL for the rest.
A value that this module gives up is NULL, and its row is quarantined with `<column>.cast` as the reason.
"""

from __future__ import annotations

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F
from pyspark.sql.types import (
    BooleanType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegralType,
    NumericType,
    StringType,
    TimestampType,
)

from medallion.lake.manifest import Column
from medallion.reading import casting
from medallion.sources import typed

# ISO 8601 with T or a space, minutes at least, and at most microseconds: nothing that a cast would fill in or cut off.
_MOMENT = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.]\d{1,6})?)?(Z|[+-]\d\d(:?\d\d)?)?)?\z"
_FRACTIONAL = (FloatType, DoubleType, DecimalType)
# The widest that holds a fraction and any bigint.
_WIDE = "decimal(38,18)"


def is_certain(source: DataType, target: DataType) -> bool:
    """True where every value of one type is one of the other, and no row needs to be looked at."""
    if source == target or isinstance(target, StringType) or source.simpleString() == "void":
        return True
    if isinstance(source, IntegralType | BooleanType) and isinstance(target, IntegralType):
        return isinstance(source, BooleanType) or _bytes(source) <= _bytes(target)
    if isinstance(source, IntegralType) and isinstance(target, DecimalType):
        return target.precision - target.scale >= len(str(1 << (8 * _bytes(source) - 1)))
    return typed.widens(source, target) or (isinstance(source, DateType) and isinstance(target, TimestampType))


def exact(value: SparkColumn, source: DataType, target: DataType, column: Column) -> SparkColumn:
    """NULL for a NULL, and for a value that is none of the type and that the contract gives no other for."""
    if is_certain(source, target):
        return value.cast(target)
    if not (isinstance(target, IntegralType | DecimalType) and isinstance(source, NumericType | StringType)):
        return _other(value, source, target)
    if column.rounding is None and column.on_overflow is None:
        return typed.exact(value, source, target)
    number = typed.exact(value, source, DecimalType(38, 18)) if isinstance(source, StringType) else value.cast(_WIDE)
    places = target.scale if isinstance(target, DecimalType) else 0
    rounded = number if column.rounding is None else _rounded(number, places, column.rounding)
    fits = typed.exact(rounded, DecimalType(38, 18), target)
    if column.on_overflow is None:
        return fits
    least, most = _bounds(target)
    beyond = F.when(rounded < F.lit(least).cast(_WIDE), F.lit(least)).when(
        rounded > F.lit(most).cast(_WIDE), F.lit(most)
    )
    return F.coalesce(fits, beyond.cast(target)) if column.on_overflow == "saturate" else fits


def is_given_up(value: SparkColumn, source: DataType, target: DataType, column: Column) -> SparkColumn:
    """True for a value that is lost without the contract allowing it. `onOverflow: null` allows what is too large."""
    lost = value.isNotNull() & exact(value, source, target, column).isNull()
    if column.on_overflow != "null" or not isinstance(target, IntegralType | DecimalType):
        return lost
    number = typed.exact(value, source, DecimalType(38, 18)) if isinstance(source, StringType) else value.cast(_WIDE)
    places = target.scale if isinstance(target, DecimalType) else 0
    rounded = number if column.rounding is None else _rounded(number, places, column.rounding)
    least, most = _bounds(target)
    too_large = (rounded < F.lit(least).cast(_WIDE)) | (rounded > F.lit(most).cast(_WIDE))
    return lost & ~F.coalesce(too_large, F.lit(False))


def _other(value: SparkColumn, source: DataType, target: DataType) -> SparkColumn:
    match source, target:
        case StringType(), TimestampType():
            return F.when(value.rlike(_MOMENT), value.cast(target))
        case TimestampType(), DateType():
            return F.when(value == value.cast("date").cast("timestamp"), value.cast("date"))
        case NumericType(), FloatType() | DoubleType():
            near = value.cast(target)
            return F.when(near.cast(source) == value, near)
        case NumericType(), BooleanType():
            return F.when(value.isin(0, 1), value.cast(target))
        case StringType(), DateType() | BooleanType() | FloatType() | DoubleType():
            return casting.parse(value, target, None)
    return value.cast(target)


def _rounded(number: SparkColumn, places: int, how: str) -> SparkColumn:
    match how:
        case "half-up":
            return F.round(number, places).cast(_WIDE)
        case "half-even":
            return F.bround(number, places).cast(_WIDE)
    text = F.regexp_extract(number.cast("string"), rf"^-?[0-9]+([.][0-9]{{0,{places}}})?" if places else "^-?[0-9]+", 0)
    return text.cast(_WIDE)


def _bounds(target: DataType) -> tuple[str, str]:
    """Least and greatest value, as texts."""
    if isinstance(target, DecimalType):
        most = "9" * (target.precision - target.scale) or "0"
        whole = f"{most}.{'9' * target.scale}" if target.scale else most
        return f"-{whole}", whole
    power = 1 << (8 * _bytes(target) - 1)
    return str(-power), str(power - 1)


def _bytes(kind: DataType) -> int:
    return {"tinyint": 1, "smallint": 2, "int": 4, "bigint": 8}[kind.simpleString()]
