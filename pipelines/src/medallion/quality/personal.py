"""Detects undeclared personal columns in a sample of the rows while they are appended.

A contract declares which columns are personal; this scan finds text columns that it misses. The sample has the first
rows of each partition of a batch and every 997th row after them, and needs no second read. The ledger records the
column, never a value.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from medallion.lake.manifest import Table
from medallion.ledger.results import CheckResult

KIND = "scan"
DIMENSION = "privacy"

FIRST_ROWS = 100
EVERY = 997
# Inspected characters per value: the cost of an unanchored pattern grows with the square of the length.
LONGEST = 256
# Minimum share of matching values for patterns that a number can match by chance.
LEAST_SHARE = 0.2

PLACE = "_place"
# Row number within its partition: the upper bits of the id are the partition.
_PLACE_BITS = (1 << 33) - 1
# Finding for one column of a row.
_NOTHING, _SEEN, _LIKELY, _CERTAIN = "0", "1", "2", "3"

_EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
# ISO 13616: country, two check digits, 11 to 30 characters.
_IBAN = r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$"
# International form, or digits in groups; digits alone may be any number.
_PHONE = r"^(\+\d[\d ().\-/]{5,18}\d|(\(\d{2,5}\) ?|0\d{1,4}[ /\-]|\d{3}[ .\-])\d{3,4}[ .\-]?\d{3,4})$"
# Issuer ranges of ISO/IEC 7812 in use: Visa, Mastercard, American Express, Discover.
_CARD = r"^(4\d{12}(\d{3}){0,2}|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(011|5\d{2})\d{12})$"
# Social security number (United States) and national insurance number (United Kingdom).
_NATIONAL_ID = r"^((?!000|666|9\d{2})\d{3}-(?!00)\d{2}-(?!0000)\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])$"


def place() -> SparkColumn:
    """Number of a row within its partition, as PLACE."""
    return F.monotonically_increasing_id().bitwiseAND(F.lit(_PLACE_BITS)).alias(PLACE)


def findings(table: Table) -> SparkColumn:
    """Findings of a row with a PLACE, one digit per text column; NULL for a row that is not in the sample."""
    names = _text_columns(table)
    if not names:
        return F.lit(None).cast("string")
    is_sampled = (F.col(PLACE) < FIRST_ROWS) | (F.col(PLACE) % EVERY == 0)
    digits = F.array_join(F.transform(F.array(*[F.col(f"`{name}`") for name in names]), _finding), "")
    return F.when(is_sampled, digits)


def results(table: Table, rows: Sequence[str]) -> list[CheckResult]:
    """One result per text column, in their order, from the findings of the `rows`.

    `evaluated` is 1 for a column that was found personal, `failed` too if the contract does not declare it. Only a
    warning, because a text that looks like a telephone number need not be one.
    """
    declared = {column.name for column in table.columns if column.is_personal}
    found = []
    for at, name in enumerate(_text_columns(table)):
        is_found = _is_personal([row[at] for row in rows])
        is_missed = is_found and name not in declared
        found.append(
            CheckResult(
                f"{name}.personal", KIND, DIMENSION, "warning", int(is_found), int(is_missed), passed=not is_missed
            )
        )
    return found


def _text_columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.type == "string"]


def _is_personal(findings: Sequence[str]) -> bool:
    seen = len(findings) - findings.count(_NOTHING)
    return _CERTAIN in findings or (seen > 0 and findings.count(_LIKELY) / seen >= LEAST_SHARE)


def _finding(value: SparkColumn) -> SparkColumn:
    text = F.trim(F.substring(value, 1, LONGEST))
    return (
        F.when(value.isNull(), _NOTHING)
        .when(_is_certain(text), _CERTAIN)
        .when(_is_likely(text), _LIKELY)
        .otherwise(_SEEN)
    )


def _is_certain(text: SparkColumn) -> SparkColumn:
    """An e-mail address anywhere in the text, or an IBAN with correct check digits: one value is enough."""
    bare = F.replace(text, F.lit(" "), F.lit(""))
    return text.rlike(_EMAIL) | (bare.rlike(_IBAN) & (_mod97(bare) == 1))


def _is_likely(text: SparkColumn) -> SparkColumn:
    digits = F.translate(text, " -", "")
    return text.rlike(_PHONE) | text.rlike(_NATIONAL_ID) | (digits.rlike(_CARD) & F.call_function("luhn_check", digits))


def _mod97(iban: SparkColumn) -> SparkColumn:
    """ISO 7064 MOD 97-10 over the number with its first four characters last, letters as 10 to 35."""
    turned = F.concat(F.substring(iban, 5, 30), F.substring(iban, 1, 4))

    def step(rest: SparkColumn, character: SparkColumn) -> SparkColumn:
        code = F.ascii(character)
        return F.when(code < ord("A"), (rest * 10 + code - ord("0")) % 97).otherwise((rest * 100 + code - 55) % 97)

    return F.aggregate(F.split(turned, ""), F.lit(0), step)
