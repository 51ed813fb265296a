"""Identifiers as one expression: each is found however it is written, and nobody else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from medallion.erasure.text_pattern import pattern_of
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

NAMES = ["Maud Ellison", "maud@example.com", "+1-555-0101", "Maud", "Zoë O'Neil", "a.b+c@x.io", "Maud Ellis"]
FOUND = [
    *("maud  ellison", "MAUD\tELLISON", "<Maud.Ellison> or Maud Ellison.", "mail MAUD@EXAMPLE.COM,", "(1) 555.0101"),
    *("+1 555 0101", "zoë o'neil", 'note: "Zo\\u00eb O\'Neil"', "Maud", "to a.b+c@x.io!", "maud ellis"),
]
NOT_FOUND = ["Maudlin", "xmaud@example.community", "1555-01012", "aXb+c@x.io", "Zoe ONeil", ""]


@pytest.mark.parametrize(("texts", "expected"), [(FOUND, True), (NOT_FOUND, False)])
def test_java_and_python_find_the_same(spark: SparkSession, texts: list[str], expected: bool) -> None:
    pattern = pattern_of(NAMES)
    assert pattern is not None
    assert [re.search(pattern, text) is not None for text in texts] == [expected] * len(texts)
    rows = [spark.range(1).select(F.lit(text).rlike(pattern)).head() for text in texts]
    assert [row is not None and row[0] for row in rows] == [expected] * len(texts)


@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda text: text.strip().isalnum()), min_size=1, max_size=30))
def test_every_identifier_is_found_between_other_words(identifiers: list[str]) -> None:
    pattern = pattern_of(identifiers)
    assert pattern is not None
    for identifier in identifiers:
        assert re.search(pattern, f", {identifier.strip()}. ")


def test_nothing_is_searched_for_nobody() -> None:
    assert pattern_of([]) is None
    assert pattern_of(["  "]) is None
