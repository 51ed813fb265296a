"""Lines and records out of a delivery: the person's go, everybody else's keep their bytes."""

from __future__ import annotations

import re

import pytest
from medallion.bronze.withdrawal import _without_lines, _without_records

MINE, OTHER, SECOND_HALF, STRANGE = b"7,Ottilie\r\n", b"8,Maud\n", b"Quast,12 Weg\n", b"what is this\n"


def left(*lines: bytes, is_spanning: bool = True) -> tuple[bytes, tuple[str, ...]]:
    return _without_lines(
        b"".join(lines),
        {"7,Ottilie"},
        {"Quast,12 Weg", "what is this", '7,"Ott'},
        re.compile("(?iu)ottilie"),
        re.compile("(?<![0-9])7(?![0-9])"),
        is_spanning=is_spanning,
    )


def test_what_follows_a_record_of_the_person_and_says_nothing_goes_with_it() -> None:
    assert left(OTHER, MINE, SECOND_HALF, OTHER) == (OTHER + OTHER, ("Quast,12 Weg",))
    assert left(b'7,"Ott\n', b"\n", SECOND_HALF, OTHER) == (b"\n" + OTHER, ('7,"Ott', "Quast,12 Weg"))


def test_what_stands_before_or_after_somebody_else_stays() -> None:
    assert left(STRANGE, MINE, OTHER, STRANGE) == (STRANGE + OTHER + STRANGE, ())


def test_a_format_of_one_line_a_record_loses_only_lines_that_say_so() -> None:
    assert left(MINE, STRANGE, b'7,"Ott\n', SECOND_HALF, is_spanning=False) == (STRANGE + SECOND_HALF, ('7,"Ott',))


def test_text_of_others_is_redacted_and_bytes_that_are_no_text_stay() -> None:
    assert left(b"8,asked OTTILIE,\xff\xfe\n") == (b"8,asked [erased],\xff\xfe\n", ())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'[{"a":1}, {"a":2}, {"a":3}]', b'[{"a":1}, {"a":3}]'),
        (b'[{"a":2},{"a":3}]', b'[{"a":3}]'),
        (b'[{"a":2}]', b"[]"),
        (b'[{"a":2},{"a":2}]', b"[]"),
        (b"[]", None),
    ],
)
def test_records_leave_a_document_that_stays_one(data: bytes, expected: bytes | None) -> None:
    assert _without_records(data, {'{"a":2}'}) == expected
