"""Finds a person in each table by keyed tokens, so that no plan, log or record contains the person's value.

A table with the person's own value is searched by the token of each distinct value; a table with a token of the value
is searched for that token, computed by the same expressions as in silver.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Column, Table
from medallion.silver.rows import standardised
from medallion.silver.tokens import load_key, token, with_key
from medallion.spark.dataframes import of_secrets

# Formats whose text has keys; rows of databases and streams are stored as JSON, too.
_WITH_KEYS = ("jsonl", "json", "")
VALUE, _TOKEN, PATTERN = "_subject", "_subject_token", "_pattern"


@dataclass(frozen=True)
class Subject:
    """Persons of one kind. `tokens` has, by table name, their tokens in each table with a column of the kind."""

    kind: str
    tokens: Mapping[str, tuple[str, ...]]


def identify(lake: Lake, kind: str, values: Sequence[str]) -> Subject:
    """Raises MedallionError `subject-unknown` for a kind that no contract names, `subject-invalid` for a value that is
    not of the column's type; errors never name a person."""
    tables = holders(lake, kind)
    return Subject(kind, {table.name: _tokens(lake, table, kind, values) for table in tables})


def holders(lake: Lake, kind: str) -> list[Table]:
    """Tables whose rows are about one person of the kind. Raises MedallionError `subject-unknown`."""
    found = [table for table in lake.manifest.tables if kind in table.subjects]
    if not found:
        kinds = sorted({known for table in lake.manifest.tables for known in table.subjects})
        raise MedallionError(
            "subject-unknown",
            f"No table has a subject column of the kind '{kind}'.",
            f"Use one of: {', '.join(kinds)}." if kinds else "Declare the custom property subject on a column.",
        )
    return found


def subject_column(table: Table, kind: str) -> Column:
    """The column that identifies the subject of a row."""
    return table.column(table.subjects[kind])


def matching(lake: Lake, rows: DataFrame, table: Table, subject: Subject) -> DataFrame:
    """The distinct values of the table's subject column that belong to the persons, as `_subject`."""
    column = subject_column(table, subject.kind)
    distinct = rows.select(F.col(column.name).alias(VALUE)).where(F.col(VALUE).isNotNull()).distinct()
    tokens = list(subject.tokens[table.name])
    if column.protection is not None:
        return distinct.where(F.col(VALUE).isin(tokens))
    keyed = with_key(distinct, load_key(lake.spark, lake.binding)).withColumn(_TOKEN, token(_plain(F.col(VALUE))))
    return keyed.where(F.col(_TOKEN).isin(tokens)).select(VALUE)


def mentions(lake: Lake, table: Table, kind: str, values: Sequence[str]) -> DataFrame:
    """One pattern per person that finds the value in the text of a bronze row: as the value of the column's key if the
    format has keys, else (CSV) as a separate word."""
    assert table.source is not None
    key = f'"{table.subjects[kind]}"\\s*:\\s*"?\\s*' if table.source.format in _WITH_KEYS else "(?<![0-9a-z])"
    words = [{PATTERN: f"(?i){key}{re.escape(value)}(?![0-9a-z])".encode()} for value in values]
    frame = of_secrets(lake.spark, words[0])
    for word in words[1:]:
        frame = frame.unionByName(of_secrets(lake.spark, word))
    return frame.select(F.col(PATTERN).cast("string"))


def _tokens(lake: Lake, table: Table, kind: str, values: Sequence[str]) -> tuple[str, ...]:
    column = subject_column(table, kind)
    found = []
    for value in values:
        named = of_secrets(lake.spark, {VALUE: value.encode()}).select(F.col(VALUE).cast("string"))
        result = _token_of(lake, table, kind, named).head()
        if result is None or result[0] is None:
            raise MedallionError(
                "subject-invalid",
                f"A value given for '{kind}' is not a value of {table.name}.{column.name} ({column.type}).",
                f"Write values as in the column {column.name}.",
            )
        found.append(str(result[0]))
    return tuple(found)


def _token_of(lake: Lake, table: Table, kind: str, named: DataFrame) -> DataFrame:
    """One row per person with the token that is searched in the table's column."""
    column = subject_column(table, kind)
    if column.protection is not None:
        source = lake.manifest.find(table.inputs[0])
        origin = source.subjects[kind]
        given = [
            (F.col(VALUE) if item.name == origin else F.lit(None)).cast(item.type).alias(item.name)
            for item in source.columns
        ]
        return standardised(lake, table, named.select(*given)).select(column.name)
    value = F.col(VALUE).cast(column.type)
    keyed = with_key(named.select(value.alias(VALUE)), load_key(lake.spark, lake.binding))
    return keyed.select(token(_plain(F.col(VALUE))))


def _plain(value: SparkColumn) -> SparkColumn:
    """Normalises a value: case and surrounding blanks do not distinguish persons."""
    return F.lower(F.trim(value.cast("string")))
