"""Computes increments of a gold table: measures are merged if the result is certain, else groups are recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.gold import deltas, groups, inputs
from medallion.gold.deltas import UNCERTAIN
from medallion.gold.groups import Changed, Keys
from medallion.gold.notes import Note
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table

# True for a row of an increment whose group has to be deleted.
GONE = "_gone"
# Above this share of all groups, one pass over all rows costs less than finding the rows of each group.
_MOST_GROUPS = 0.5
# Delta's errors for missing files of the change feed and for changed columns.
_UNREADABLE = ("FileNotFound", "DELTA_FILE_NOT_FOUND", "VERSION", "DELTA_CHANGE", "DELTA_MISSING", "SCHEMA")


class UnreadableError(Exception):
    """The changes since the last refresh can no longer be read."""


@dataclass(frozen=True)
class Increment:
    """`touched` groups. `rows` has the declared columns and GONE, one row per group; None if there are none."""

    number: int
    rows: DataFrame | None = None
    touched: int = 0


def increment(lake: Lake, table: Table, note: Note, versions: Mapping[str, int]) -> tuple[Increment | None, str]:
    """The increment from the noted to the given versions, or the reason for a full recompute."""
    number = note.increments + 1
    if set(note.inputs) != set(versions) or any(versions[name] < since for name, since in note.inputs.items()):
        return None, "an input was replaced or set back"
    with _changes_read():
        moved = {
            name: inputs.changes(lake, name, since, versions[name])
            for name, since in note.inputs.items()
            if versions[name] > since
        }
        changed = Changed(versions, moved)
        if len(moved) > 1 or groups.unmapped(table, changed):
            # A version may have changed without rows; with one input that is seen when its rows are read.
            changed = Changed(versions, {name: frame for name, frame in moved.items() if not frame.isEmpty()})
        unmapped = groups.unmapped(table, changed)
        if unmapped:
            return None, f"its contract does not say which rows a change of {', '.join(unmapped)} reaches"
        if not changed.rows:
            return Increment(number), ""
        if deltas.applies(table, changed):
            return _by_measures(lake, table, changed, number), ""
        return _by_groups(lake, table, changed, number)


def _by_measures(lake: Lake, table: Table, changed: Changed, number: int) -> Increment:
    current = lake.spark.read.format("delta").load(lake.location(table))
    merged = _once(deltas.merged(lake, table, current, changed))
    found = merged.agg(F.count(F.lit(1)).alias("touched"), *_ends(table, F.col(UNCERTAIN))).head()
    assert found is not None
    if not found["touched"]:
        return Increment(number)
    certain = merged.where(f"NOT {UNCERTAIN}").select(*table.column_names, F.lit(False).alias(GONE))
    if not found["keys"]:
        return Increment(number, certain, found["touched"])
    doubtful = merged.where(UNCERTAIN).select(*table.keys)
    recomputed = _recomputed(lake, table, Keys(doubtful, found["keys"], found.asDict()), changed.versions)
    return Increment(number, _once(certain.unionByName(recomputed)), found["touched"])


def _by_groups(lake: Lake, table: Table, changed: Changed, number: int) -> tuple[Increment | None, str]:
    keys = _once(groups.touched(lake, table, changed))
    found = keys.agg(*_ends(table, F.lit(True))).head()
    assert found is not None
    touched = found["keys"]
    if not touched:
        return Increment(number), ""
    known = lake.spark.read.format("delta").load(lake.location(table)).count()
    if touched > _MOST_GROUPS * known:
        return None, f"the change reaches {touched} of {known} rows"
    rows = _once(_recomputed(lake, table, Keys(keys, touched, found.asDict()), changed.versions))
    return Increment(number, rows, touched), ""


def _once(frame: DataFrame) -> DataFrame:
    """Computes the rows with the first action and keeps them for the next ones.

    A checkpoint instead of `persist`: after a write Delta plans every persisted frame of the table again.
    """
    return frame.localCheckpoint(eager=False)


def _ends(table: Table, chosen: SparkColumn) -> list[SparkColumn]:
    """Aggregates: `keys`, the number of chosen groups, and the minimum and maximum of each of their keys."""
    ends = [f(F.when(chosen, F.col(name))).alias(f"{f.__name__}_{name}") for name in table.keys for f in (F.min, F.max)]
    return [F.count(F.when(chosen, 1)).alias("keys"), *ends]


def _recomputed(lake: Lake, table: Table, keys: Keys, versions: Mapping[str, int]) -> DataFrame:
    """The recomputed groups; GONE for a group without rows."""
    found = groups.recomputed(lake, table, keys, versions).withColumn("_found", F.lit(True))
    wanted = keys.rows.select(*[F.col(key).alias(f"_g_{key}") for key in table.keys])
    same = F.lit(True)
    for key in table.keys:
        same = same & F.col(key).eqNullSafe(F.col(f"_g_{key}"))
    joined = wanted.join(found, same, "left")
    return joined.select(
        *[F.col(f"_g_{name}" if name in table.keys else name).alias(name) for name in table.column_names],
        F.col("_found").isNull().alias(GONE),
    )


@contextmanager
def _changes_read() -> Iterator[None]:
    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        if any(word in str(error) for word in _UNREADABLE):
            raise UnreadableError("changes of an input can no longer be read") from error
        raise
