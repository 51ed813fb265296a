"""Which text columns hold personal data, found in a sample of the rows while they are appended.

A contract says which columns are personal; this is what stands against it when it forgets one. Looked at are the first
rows of each part of a batch and every 997th after them: in the read that appends them, without a second one. The
ledger gets the column, never a value.
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
# Characters of a value that are looked at: a pattern that begins anywhere costs the square of the length.
LONGEST = 256
# Of the values that a number may look like by chance, as many must look so.
LEAST_SHARE = 0.2

PLACE = "_place"
# Row number within its part: the upper bits of the id say which part.
_PLACE_BITS = (1 << 33) - 1
# What a row says of one column.
_NOTHING, _SEEN, _LIKELY, _CERTAIN = "0", "1", "2", "3"

_EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
# ISO 13616: country, two check digits, 11 to 30 characters.
_IBAN = r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$"
# International, or in groups as people write it; a row of digits alone may be any number.
_PHONE = r"^(\+\d[\d ().\-/]{5,18}\d|(\(\d{2,5}\) ?|0\d{1,4}[ /\-]|\d{3}[ .\-])\d{3,4}[ .\-]?\d{3,4})$"
# Issuer ranges of ISO/IEC 7812 in use: Visa, Mastercard, American Express, Discover.
_CARD = r"^(4\d{12}(\d{3}){0,2}|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(011|5\d{2})\d{12})$"
# Social security number (United States) and national insurance number (United Kingdom).
_NATIONAL_ID = r"^((?!000|666|9\d{2})\d{3}-(?!00)\d{2}-(?!0000)\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])$"


def place() -> SparkColumn:
    """Number of a row within its part of the batch, as PLACE."""
    return F.monotonically_increasing_id().bitwiseAND(F.lit(_PLACE_BITS)).alias(PLACE)


def said(table: Table) -> SparkColumn:
    """What a row with a PLACE says of the text columns, a figure a column; NULL for a row that is not looked at."""
    names = _looked_at(table)
    if not names:
        return F.lit(None).cast("string")
    is_sampled = (F.col(PLACE) < FIRST_ROWS) | (F.col(PLACE) % EVERY == 0)
    figures = F.array_join(F.transform(F.array(*[F.col(f"`{name}`") for name in names]), _says), "")
    return F.when(is_sampled, figures)


def results(table: Table, rows: Sequence[str]) -> list[CheckResult]:
    """Of what rows `said`, one result a text column, in their order.

    `evaluated` is 1 where it was found personal, `failed` too where the contract does not say so. A warning, because
    what looks like a telephone number need not be one.
    """
    declared = {column.name for column in table.columns if column.is_personal}
    found = []
    for at, name in enumerate(_looked_at(table)):
        is_found = _is_personal([row[at] for row in rows])
        is_missed = is_found and name not in declared
        found.append(
            CheckResult(
                f"{name}.personal", KIND, DIMENSION, "warning", int(is_found), int(is_missed), passed=not is_missed
            )
        )
    return found


def _looked_at(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.type == "string"]


def _is_personal(said: Sequence[str]) -> bool:
    seen = len(said) - said.count(_NOTHING)
    return _CERTAIN in said or (seen > 0 and said.count(_LIKELY) / seen >= LEAST_SHARE)


def _says(value: SparkColumn) -> SparkColumn:
    text = F.trim(F.substring(value, 1, LONGEST))
    return (
        F.when(value.isNull(), _NOTHING)
        .when(_is_certain(text), _CERTAIN)
        .when(_is_likely(text), _LIKELY)
        .otherwise(_SEEN)
    )


def _is_certain(text: SparkColumn) -> SparkColumn:
    """An e-mail address anywhere in the text, or an account number whose check digits are right: one is enough."""
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
