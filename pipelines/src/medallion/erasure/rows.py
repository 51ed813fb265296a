"""Deletes rows of persons from one Delta table, in one commit whose condition contains no person's value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delta.tables import DeltaTable
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.erasure.subjects import PATTERN, VALUE, Subject, matching, mentions
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.folder import Folder
from medallion.spark.transactions import commit_info, state

_MENTIONED = f"rlike(concat_ws(' ', t._raw, t._rescued_data), s.{PATTERN})"


@dataclass(frozen=True)
class Place:
    """A Delta table with rows of persons: the table itself, its quarantine or its held rows. `name` is for display."""

    table: Table
    name: str
    location: str


def places(lake: Lake, table: Table) -> list[Place]:
    """The existing places of a table: the table itself, its quarantine and its held rows."""
    aside = [f"{kind}/{table.name}" for kind in ("quarantine", "held")] if table.layer == "silver" else []
    all_of_it = [(table.name, lake.location(table)), *((name, lake.system(name)) for name in aside)]
    found = [Place(table, name, location) for name, location in all_of_it]
    return [place for place in found if state(lake.spark, place.location).exists]


def read(lake: Lake, place: Place) -> DataFrame:
    return lake.spark.read.format("delta").load(place.location)


def count_rows(lake: Lake, place: Place, subject: Subject) -> int:
    """Number of rows of the persons, without unreadable rows."""
    return _theirs(lake, place, subject).count()


def delete(lake: Lake, place: Place, subject: Subject) -> int:
    """Deletes the rows of the persons and returns their number. Without such rows the version does not change."""
    persons = matching(lake, read(lake, place), place.table, subject)
    if persons.isEmpty():
        return 0
    return _merge(lake, place, persons, f"t.{place.table.subjects[subject.kind]} = s.{VALUE}")


def count_unreadable(lake: Lake, place: Place, kind: str, values: Sequence[str]) -> int:
    """Number of bronze rows without a value in the subject column whose text contains a person's value.

    It cannot be decided whether they concern the person, but a row that no contract can read is not needed.
    """
    if place.table.layer != "bronze" or not values:
        return 0
    unread = read(lake, place).where(F.col(place.table.subjects[kind]).isNull()).alias("t")
    patterns = mentions(lake, place.table, kind, values).alias("s")
    return unread.join(F.broadcast(patterns), F.expr(_MENTIONED), "left_semi").count()


def delete_unreadable(lake: Lake, place: Place, kind: str, values: Sequence[str]) -> int:
    """Deletes the rows that `unreadable` counts and returns their number."""
    if count_unreadable(lake, place, kind, values) == 0:
        return 0
    patterns = mentions(lake, place.table, kind, values)
    return _merge(lake, place, patterns, f"t.{place.table.subjects[kind]} IS NULL AND {_MENTIONED}")


def remove_deliveries(lake: Lake, place: Place, subject: Subject) -> int:
    """Deletes the landing files with rows of the persons; all rows of these files are in bronze.

    Returns the number of deleted files.
    """
    theirs = _theirs(lake, place, subject)
    files = [row[0] for row in theirs.select("_source_file").where("_source_file IS NOT NULL").distinct().collect()]
    landing = Folder(lake.spark, lake.landing())
    return sum(landing.remove(file) for file in files if "://" not in file and not file.startswith("/"))


def _theirs(lake: Lake, place: Place, subject: Subject) -> DataFrame:
    rows = read(lake, place)
    persons = matching(lake, rows, place.table, subject)
    return rows.join(persons, F.col(place.table.subjects[subject.kind]) == F.col(VALUE), "left_semi")


def _merge(lake: Lake, place: Place, source: DataFrame, condition: str) -> int:
    crash_points.reached(f"{place.name}:before-erasure")
    target = DeltaTable.forPath(lake.spark, place.location).alias("t")
    target.merge(source.alias("s"), condition).whenMatchedDelete().execute()
    crash_points.reached(f"{place.name}:after-erasure")
    told = commit_info(lake.spark, place.location, state(lake.spark, place.location).version) or {}
    return int(told.get("operationMetrics", {}).get("numTargetRowsDeleted", 0))
