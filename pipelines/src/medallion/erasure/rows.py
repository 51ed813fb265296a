"""Deletes rows of persons from one Delta table, in commits whose conditions name only columns, never persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delta.tables import DeltaTable
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.bronze.withdrawal import REDACTED, Patterns
from medallion.erasure.subjects import VALUE, Subject, matching
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading.parsing import RESCUED
from medallion.spark.dataframes import of_secrets
from medallion.spark.transactions import commit_info, state

_PATTERN, _TEXT = "_pattern", "_text"
_RAW = "_raw"
_UNREADABLE = f"rlike(concat_ws(' ', t.{_RAW}, t.{RESCUED}), s.{_PATTERN})"
# Texts that are put into one row of secrets.
_AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """A Delta table with rows of persons: the table itself, its quarantine, or its held rows. `name` is shown to
    people."""

    table: Table
    name: str
    location: str


def places(lake: Lake, table: Table) -> list[Place]:
    """Those that exist: the table, its quarantine and its held rows."""
    aside = [f"{kind}/{table.name}" for kind in ("quarantine", "held")] if table.layer == "silver" else []
    all_of_it = [(table.name, lake.location(table)), *((name, lake.system(name)) for name in aside)]
    found = [Place(table, name, location) for name, location in all_of_it]
    return [place for place in found if state(lake.spark, place.location).exists]


def read(lake: Lake, place: Place) -> DataFrame:
    return lake.spark.read.format("delta").load(place.location)


def text_columns(table: Table) -> list[str]:
    """Where anybody may have written about anybody: text that is not declared personal and decides nothing."""
    decides = {*table.keys, *table.order_by, *table.partition_by, *table.subjects.values()}
    decides |= {key.column for key in table.foreign_keys}
    free = [
        column.name
        for column in table.columns
        if column.type == "string" and not column.is_personal and column.name not in decides
    ]
    return [*free, _RAW, RESCUED] if table.layer == "bronze" else free


def count_rows(lake: Lake, place: Place, subject: Subject) -> int:
    """Counts the rows of the persons, except unreadable ones."""
    return _theirs(lake, place, subject).count()


def count_unreadable(lake: Lake, place: Place, kind: str, patterns: Patterns) -> int:
    """Rows of bronze that do not say whose they are, and whose text mentions a person.

    Nobody can tell whether they mean the person; data that no contract can read is no loss.
    """
    if patterns.unreadable is None or place.table.layer != "bronze":
        return 0
    rows, pattern = read(lake, place).where(_says_nobody(place, kind)).alias("t"), _secret(lake, patterns.unreadable)
    return rows.join(F.broadcast(pattern.alias("s")), F.expr(_UNREADABLE), "left_semi").count()


def delete(lake: Lake, place: Place, subject: Subject) -> int:
    """Returns how many rows were deleted. A table without any keeps its version."""
    persons = matching(lake, read(lake, place), place.table, subject)
    if persons.isEmpty():
        return 0
    return _merge(lake, place, persons, f"t.{place.table.subjects[subject.kind]} = s.{VALUE}")


def delete_unreadable(lake: Lake, place: Place, kind: str, patterns: Patterns) -> int:
    if patterns.unreadable is None or count_unreadable(lake, place, kind, patterns) == 0:
        return 0
    condition = f"({_says_nobody(place, kind, 't.')}) AND {_UNREADABLE}"
    return _merge(lake, place, _secret(lake, patterns.unreadable), condition)


def delete_lines(lake: Lake, place: Place, kind: str, lines: Sequence[str]) -> int:
    """Unreadable rows by their text: what follows a record of the person and is the rest of it."""
    gone = 0
    for start in range(0, len(lines), _AT_ONCE):
        some = lines[start : start + _AT_ONCE]
        secret = of_secrets(lake.spark, {f"v{at}": line.encode() for at, line in enumerate(some)})
        texts = secret.select(
            F.explode(F.array(*[F.col(f"v{at}").cast("string") for at in range(len(some))])).alias(_TEXT)
        )
        rows = read(lake, place).where(_says_nobody(place, kind))
        if rows.join(F.broadcast(texts), F.col(_RAW) == F.col(_TEXT), "left_semi").isEmpty():
            continue
        gone += _merge(lake, place, texts, f"({_says_nobody(place, kind, 't.')}) AND t.{_RAW} = s.{_TEXT}")
    return gone


def mentioning(lake: Lake, place: Place, pattern: str) -> DataFrame:
    """Rows whose text holds an identifier."""
    columns = [name for name in text_columns(place.table) if name in read(lake, place).columns]
    if not columns:
        return read(lake, place).where(F.lit(False))
    told = F.expr(f"rlike(concat_ws('\\n', {', '.join(f't.`{name}`' for name in columns)}), s.{_PATTERN})")
    secret = F.broadcast(_secret(lake, pattern).alias("s"))
    return read(lake, place).alias("t").join(secret, told, "left_semi")


def redact(lake: Lake, place: Place, pattern: str) -> int:
    """Puts a mark in the place of identifiers in the text of rows. Returns how many changed."""
    if mentioning(lake, place, pattern).isEmpty():
        return 0
    columns = [name for name in text_columns(place.table) if name in read(lake, place).columns]
    told = f"rlike(concat_ws('\\n', {', '.join(f't.`{name}`' for name in columns)}), s.{_PATTERN})"
    changed: dict[str, str | SparkColumn] = {
        f"`{name}`": F.expr(f"regexp_replace(t.`{name}`, s.{_PATTERN}, '{REDACTED}')") for name in columns
    }
    crash_points.reached(f"{place.name}:before-redaction")
    target = DeltaTable.forPath(lake.spark, place.location).alias("t")
    target.merge(_secret(lake, pattern).alias("s"), told).whenMatchedUpdate(set=changed).execute()
    crash_points.reached(f"{place.name}:after-redaction")
    return _metric(lake, place, "numTargetRowsUpdated")


def source_files(lake: Lake, place: Place, subject: Subject, patterns: Patterns) -> list[str]:
    """Landing files that brought rows of the persons, or text that mentions them."""
    found = [] if subject.kind not in place.table.subjects else [_theirs(lake, place, subject)]
    if patterns.text is not None:
        found.append(mentioning(lake, place, patterns.text))
    if patterns.unreadable is not None:
        unread = read(lake, place).where(_says_nobody(place, subject.kind)).alias("t")
        secret = F.broadcast(_secret(lake, patterns.unreadable).alias("s"))
        found.append(unread.join(secret, F.expr(_UNREADABLE), "left_semi"))
    files = {
        row[0]
        for rows in found
        for row in rows.select("_source_file").where("_source_file IS NOT NULL").distinct().collect()
    }
    return sorted(file for file in files if "://" not in file and not file.startswith("/"))


def _says_nobody(place: Place, kind: str, prefix: str = "") -> str:
    column = place.table.subjects.get(kind)
    return f"{prefix}_quarantined" if column is None else f"{prefix}{column} IS NULL"


def _theirs(lake: Lake, place: Place, subject: Subject) -> DataFrame:
    rows = read(lake, place)
    persons = matching(lake, rows, place.table, subject)
    return rows.join(persons, F.col(place.table.subjects[subject.kind]) == F.col(VALUE), "left_semi")


def _secret(lake: Lake, pattern: str) -> DataFrame:
    return of_secrets(lake.spark, {_PATTERN: pattern.encode()}).select(F.col(_PATTERN).cast("string").alias(_PATTERN))


def _merge(lake: Lake, place: Place, source: DataFrame, condition: str) -> int:
    crash_points.reached(f"{place.name}:before-erasure")
    target = DeltaTable.forPath(lake.spark, place.location).alias("t")
    target.merge(source.alias("s"), condition).whenMatchedDelete().execute()
    crash_points.reached(f"{place.name}:after-erasure")
    return _metric(lake, place, "numTargetRowsDeleted")


def _metric(lake: Lake, place: Place, name: str) -> int:
    told = commit_info(lake.spark, place.location, state(lake.spark, place.location).version) or {}
    return int(told.get("operationMetrics", {}).get(name, 0))
