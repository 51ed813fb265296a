"""By what else persons are known: what the request names, and what their own rows say of them.

An e-mail address that only one person's rows hold finds that person in the notes of everybody else. A value that others
share too finds nobody, and is counted instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.bronze.withdrawal import Patterns
from medallion.erasure.rows import Place, read
from medallion.erasure.subjects import VALUE, Subject, matching
from medallion.erasure.text_pattern import alternatives, pattern_of
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table

# Shorter ones, and those of one word without a digit or an @, stand in texts that mean somebody else.
_SHORTEST = 5
# Dates and places are of many.
_OF_MANY = ("birth-date", "city", "coordinates")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
# Formats whose text names the column before its value; a database or a stream of records is told as JSON too.
_WITH_KEYS = ("jsonl", "json", "")


@dataclass(frozen=True)
class Identifiers:
    """`texts` are searched for in text; `shared` counts values that others have as well and that are not."""

    texts: tuple[str, ...] = ()
    shared: int = 0


def harvest(lake: Lake, places: Sequence[Place], subject: Subject, given: Iterable[str]) -> Identifiers:
    """What the request gives, and what only the rows of the persons hold in personal columns of bronze."""
    found: set[str] = set()
    shared = 0
    for place in places:
        columns = [
            column.name
            for column in place.table.columns
            if column.is_personal and column.type == "string" and column.category not in _OF_MANY
        ]
        if place.table.layer != "bronze" or not columns or subject.kind not in place.table.subjects:
            continue
        rows = read(lake, place)
        persons = matching(lake, rows, place.table, subject)
        on = F.col(place.table.subjects[subject.kind]) == F.col(VALUE)
        theirs = _values(rows.join(persons, on, "left_semi"), columns).distinct()
        others = _values(rows.join(persons, on, "left_anti"), columns).distinct()
        both = others.withColumnRenamed("value", "other")
        for value, is_shared in (
            theirs.join(both, F.col("value") == F.col("other"), "left")
            .select("value", F.col("other").isNotNull())
            .collect()
        ):
            if not _tells(value):
                continue
            if is_shared:
                shared += 1
            else:
                found.add(value)
    return Identifiers(tuple(sorted(found | {text.strip() for text in given if text.strip()})), shared)


def patterns_of(table: Table, kind: str, values: Sequence[str], texts: Sequence[str]) -> Patterns:
    """`values` are the persons as the subject column of `table` has them."""
    unreadable = [] if kind not in table.subjects or not values else [_own(table, kind, values)]
    text = pattern_of(texts)
    if text is not None:
        unreadable.append(text.removeprefix("(?iu)"))
    return Patterns(text, f"(?iu)(?:{'|'.join(unreadable)})" if unreadable else None)


def _own(table: Table, kind: str, values: Sequence[str]) -> str:
    """As the value of the column's own key if the format has keys, else as a separate word, as in CSV."""
    assert table.source is not None
    key = f'"{table.subjects[kind]}"\\s*:\\s*"?\\s*' if table.source.format in _WITH_KEYS else "(?<![0-9a-z])"
    return f"{key}{alternatives(values)}(?![0-9a-z])"


def _values(rows: DataFrame, columns: Sequence[str]) -> DataFrame:
    parts = [rows.select(F.trim(F.col(f"`{name}`")).alias("value")) for name in columns]
    return reduce(DataFrame.unionByName, parts).where("value IS NOT NULL AND value != ''")


def _tells(value: str) -> bool:
    return (
        len(value) >= _SHORTEST
        and _DATE.fullmatch(value) is None
        and (" " in value or "@" in value or any(character.isdigit() for character in value))
    )
