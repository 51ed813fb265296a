"""Casts text to a declared type, exactly or not at all.

Spark's own casts round decimals, truncate fractions of integers and accept incomplete dates. Here a text that is not
exactly a value of the type becomes NULL, and the caller keeps the text.
"""

from __future__ import annotations

from collections.abc import Callable

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
    StringType,
    TimestampType,
)

from medallion.errors import MedallionError

ISO_DATE = "yyyy-MM-dd"
ISO_TIMESTAMP = "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][XXX]"
ISO_SECONDS = "yyyy-MM-dd'T'HH:mm:ss"

# Texts that Spark's cast, which is ten times faster, reads like the pattern. The cast accepts other forms too.
_DATE = r"^\d{4}-\d\d-\d\d\z"
_TIMESTAMP = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\z"
_INTEGER = r"^[+-]?[0-9]+\z"
# No type has a value with more of them before or behind its digits: a text must not ask for a billion.
_MOST_ZEROS = 60
_NUMBER = r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,4})?\z"


def parse(text: SparkColumn, target: DataType, pattern: str | None) -> SparkColumn:
    """NULL for NULL and for a text that is not exactly a value of `target`.

    `pattern` is for dates and timestamps, default ISO 8601. Raises MedallionError `unsupported-type`.
    """
    match target:
        case StringType():
            value = text
        case DateType():
            value = F.to_date(text, pattern or ISO_DATE)
            if pattern in (None, ISO_DATE):
                value = F.when(text.rlike(_DATE), text.cast(target)).otherwise(value)
        case TimestampType():
            value = F.to_timestamp(text, pattern or ISO_TIMESTAMP)
            if pattern in (None, ISO_TIMESTAMP, ISO_SECONDS):
                value = F.when(text.rlike(_TIMESTAMP), text.cast(target)).otherwise(value)
        case BooleanType():
            value = F.when(F.lower(text).isin("true", "false"), text.cast("boolean"))
        case IntegralType():
            value = F.when(text.rlike(_INTEGER), text.cast(target)).otherwise(_by_value(text, _INTEGER, target))
        case DecimalType():
            exact = rf"^[+-]?[0-9]+([.][0-9]{{0,{target.scale}}}0*)?\z"
            value = F.when(text.rlike(exact), text.cast(target)).otherwise(_by_value(text, exact, target))
        case DoubleType() | FloatType():
            number = F.when(text.rlike(_NUMBER), text.cast(target))
            value = F.when(F.abs(number) != F.lit(float("inf")), number)
        case _:
            raise MedallionError(
                "unsupported-type",
                f"The engine cannot read the type '{target.simpleString()}' from text.",
                "Declare a string, boolean, integer, decimal, float, double, date or timestamp column.",
            )
    return value


def _by_value(text: SparkColumn, exact: str, target: DataType) -> SparkColumn:
    """`32.0` and `3.2e1` say 32. They are written out by their digits, so that nothing is rounded on the way."""
    whole = F.regexp_extract(text, "^[+-]?([0-9]*)", 1)
    behind = F.regexp_extract(text, "^[+-]?[0-9]*[.]([0-9]*)", 1)
    power = F.coalesce(F.regexp_extract(text, "[eE]([+-]?[0-9]+)$", 1).cast("int"), F.lit(0))
    digits = F.concat(whole, behind)
    kept = F.regexp_replace(digits, "0+$", "")
    shift = power - F.length(behind) + F.length(digits) - F.length(kept)
    sign = F.regexp_extract(text, "^([+-]?)", 1)
    plain = _let(F.struct(kept.alias("kept"), shift.alias("shift")), lambda it: _plain(it["kept"], it["shift"]))
    value = _let(F.concat(sign, plain), lambda signed: F.when(signed.rlike(exact), signed.cast(target)))
    return F.when(text.rlike(_NUMBER), value)


def _plain(kept: SparkColumn, shift: SparkColumn) -> SparkColumn:
    """The digits with `shift` zeros behind them, or the point so many places before their end."""
    filled = F.when(shift <= _MOST_ZEROS, F.concat(kept, _zeros(shift)))
    padded = F.call_function("lpad", kept, F.greatest(F.length(kept), 1 - shift), F.lit("0"))
    cut = _let(
        F.struct(padded.alias("digits"), (F.length(padded) + shift).alias("point")),
        lambda it: F.concat(
            it["digits"].substr(F.lit(1), it["point"]), F.lit("."), it["digits"].substr(it["point"] + 1, -shift)
        ),
    )
    return F.when(kept == "", "0").when(shift >= 0, filled).when(shift >= -_MOST_ZEROS, cut)


def _let(value: SparkColumn, body: Callable[[SparkColumn], SparkColumn]) -> SparkColumn:
    """The body over a name for the value: Spark copies an expression to each place that uses it, and they multiply."""
    return F.transform(F.array(value), body)[0]


def _zeros(count: SparkColumn) -> SparkColumn:
    return F.call_function("lpad", F.lit(""), count, F.lit("0"))
