"""How a person is found in each table: by keyed tokens, so that no plan, log or record contains a name.

A table that holds the person's own value is searched by the token of each distinct value; one that holds a token of the
value is searched for that token, made with the same expressions as in silver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Column, Table
from medallion.lake.suppression import Persons, plain
from medallion.lake.tokens import load_key, token, with_key
from medallion.silver.rows import standardised
from medallion.spark.dataframes import of_secrets

VALUE, _TOKEN, _PLACE = "_subject", "_subject_token", "_place"
# Rows of persons that are put together for one question to Spark.
_AT_ONCE = 200


@dataclass(frozen=True)
class Subject:
    """Persons of one kind. `tokens` has those of each table with a column for the kind, by table name."""

    kind: str
    tokens: Mapping[str, tuple[str, ...]]


def identify(lake: Lake, kind: str, values: Sequence[str]) -> Subject:
    """Raises MedallionError `subject-unknown` for a kind that no contract names, `subject-invalid` for a value that no
    table can hold; errors never name a person."""
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
    """The column that says whose row it is."""
    return table.column(table.subjects[kind])


def persons_of(table: Table, subject: Subject) -> list[Persons]:
    """The persons as a bronze table is searched for them; empty where no column says whose a row is."""
    if subject.kind not in table.subjects:
        return []
    column = subject_column(table, subject.kind)
    return [Persons(column.name, column.type, subject.tokens[table.name])]


def matching(lake: Lake, rows: DataFrame, table: Table, subject: Subject) -> DataFrame:
    """The distinct values of the table's subject column, as `_subject`, that are the persons."""
    column = subject_column(table, subject.kind)
    distinct = rows.select(F.col(column.name).alias(VALUE)).where(F.col(VALUE).isNotNull()).distinct()
    tokens = list(subject.tokens[table.name])
    if column.protection is not None:
        return distinct.where(F.col(VALUE).isin(tokens))
    keyed = with_key(distinct, load_key(lake.spark, lake.binding)).withColumn(_TOKEN, token(plain(F.col(VALUE))))
    return keyed.where(F.col(_TOKEN).isin(tokens)).select(VALUE)


def _tokens(lake: Lake, table: Table, kind: str, values: Sequence[str]) -> tuple[str, ...]:
    """All persons in few questions: each to Spark costs a tenth of a second, and a request may have thousands."""
    column = subject_column(table, kind)
    found: list[str] = []
    for start in range(0, len(values), _AT_ONCE):
        some = values[start : start + _AT_ONCE]
        secret = of_secrets(lake.spark, {f"v{place}": value.encode() for place, value in enumerate(some)})
        pairs = [
            F.struct(F.lit(place).alias(_PLACE), F.col(f"v{place}").cast("string").alias(VALUE))
            for place in range(len(some))
        ]
        named = secret.select(F.explode(F.array(*pairs)).alias("p")).select(f"p.{_PLACE}", f"p.{VALUE}")
        told = {row[_PLACE]: row[1] for row in _token_of(lake, table, kind, named).collect()}
        if any(told.get(place) is None for place in range(len(some))):
            raise MedallionError(
                "subject-invalid",
                f"A value given for '{kind}' is not a value of {table.name}.{column.name} ({column.type}).",
                f"Write values as in the column {column.name}.",
            )
        found += [str(told[place]) for place in range(len(some))]
    return tuple(found)


def _token_of(lake: Lake, table: Table, kind: str, named: DataFrame) -> DataFrame:
    """The place of each person in the request, and the token by which the table's column is searched."""
    column = subject_column(table, kind)
    if column.protection is None:
        value = F.col(VALUE).cast(column.type)
        keyed = with_key(named.select(_PLACE, value.alias(VALUE)), load_key(lake.spark, lake.binding))
        return keyed.select(_PLACE, token(plain(F.col(VALUE))))
    source = lake.manifest.find(table.inputs[0])
    origin = source.subjects[kind]
    given = [
        (F.col(VALUE) if item.name == origin else F.lit(None)).cast(item.type).alias(item.name)
        for item in source.columns
    ]
    # A pass for each place: what silver makes of a row does not keep where it came from.
    found = [
        standardised(lake, table, named.where(F.col(_PLACE) == place).select(*given)).select(
            F.lit(place).alias(_PLACE), column.name
        )
        for place in range(named.count())
    ]
    whole = found[0]
    for one in found[1:]:
        whole = whole.unionByName(one)
    return whole
