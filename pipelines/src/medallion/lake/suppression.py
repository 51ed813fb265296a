"""Persons who were erased stay out: rows that bring them again are not taken, by whatever way they come.

The list is the erasures on record. It names nobody: persons are tokens under the lake's key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.records import parse_record
from medallion.lake.tokens import load_key, token, with_key
from medallion.spark.folder import Folder

# Below `evidence`.
ERASURES = "erasures"
REQUEST_SUFFIX = ".request.json"
# True for a row of one of the persons.
THEIRS = "_theirs"


@dataclass(frozen=True)
class Persons:
    """Persons of one kind in a table that holds their own value: the column that says so, and their tokens."""

    column: str
    type: str
    tokens: Sequence[str]


def suppressed(lake: Lake, table: Table) -> list[Persons]:
    """Everybody who was erased and may come again in the table, a bronze one; empty for most lakes."""
    if not table.subjects:
        return []
    folder = Folder(lake.spark, f"{lake.binding.evidence}/{ERASURES}")
    tokens: dict[str, set[str]] = {}
    for path in folder.sizes():
        if path.endswith(REQUEST_SUFFIX):
            subject = parse_record(folder.read(path), path, "request of an erasure")["subject"]
            tokens.setdefault(subject["kind"], set()).update(subject["tokens"].get(table.name, ()))
    return [
        Persons(table.subjects[kind], table.column(table.subjects[kind]).type, sorted(found))
        for kind, found in sorted(tokens.items())
        if kind in table.subjects and found
    ]


def marked(lake: Lake, rows: DataFrame, persons: Sequence[Persons]) -> DataFrame:
    """Adds THEIRS, never NULL."""
    if not persons:
        return rows.withColumn(THEIRS, F.lit(False))
    theirs = F.lit(False)
    for one in persons:
        of_one = token(plain(F.col(f"`{one.column}`").cast(one.type))).isin(list(one.tokens))
        theirs = theirs | F.coalesce(of_one, F.lit(False))
    return with_key(rows, load_key(lake.spark, lake.binding)).select(*rows.columns, theirs.alias(THEIRS))


def plain(value: SparkColumn) -> SparkColumn:
    """Text of a value for its token: case and blanks around it do not make two persons."""
    return F.lower(F.trim(value.cast("string")))
