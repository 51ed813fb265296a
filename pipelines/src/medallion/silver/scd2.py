"""History of a key as versions from one instant to the next, built from rows that arrive in any order.

The history is a function of all rows of a key that ever arrived, the *observations*, and of nothing else:

- Of several rows at one instant (the first order column) the greatest is used: by the other order columns, then
  deletions first, then by all columns.
- A row with the same values as the one before it starts no version. Its instant is added to `_observed` of the version
  that it confirms: when a late correction arrives in between, the version starts again there.
- A deletion closes the version before it. It is stored as a version of no length (`valid_to = valid_from`), which no
  query at an instant returns, so that rows arriving late before or after it are still compared with it.

Equality is null-safe throughout.
"""

from __future__ import annotations

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from medallion.lake.manifest import Table
from medallion.silver.rows import DELETED

FROM, TO, CURRENT, OBSERVED = "valid_from", "valid_to", "is_current", "_observed"
COLUMNS = (FROM, TO, CURRENT, OBSERVED)
# True for a version that is in the table and has to be deleted.
GONE = "_gone"

_AT, _STOOD, _WAS_TO, _WAS_OBSERVED = "_at", "_stood", "_was_to", "_was_observed"
_OPENS, _RUN, _LATER = "_opens", "_run", "_later"


def spliced(table: Table, rows: DataFrame, existing: DataFrame | None) -> DataFrame:
    """Versions to insert or update by key and `valid_from`, and versions to delete (GONE), of the keys in `rows`.

    `existing` holds at least all versions of these keys. Unchanged versions are left out.
    """
    observations = _incoming(table, rows)
    if existing is not None:
        touched = existing.join(rows.select(*table.keys).distinct(), list(table.keys), "left_semi")
        observations = observations.unionByName(_remembered(table, touched))
    return _as_versions(table, _runs(table, _winners(table, observations)))


def _incoming(table: Table, rows: DataFrame) -> DataFrame:
    deleted = F.col(DELETED) if table.delete_when else F.lit(False)
    kind = rows.schema[table.order_by[0]].dataType
    return rows.select(
        *table.column_names,
        deleted.alias(DELETED),
        F.lit(False).alias(_STOOD),
        F.lit(None).cast(kind).alias(_WAS_TO),
        _order(table).alias(_AT),
        F.array().cast(_array(table, rows)).alias(_WAS_OBSERVED),
    )


def _remembered(table: Table, versions: DataFrame) -> DataFrame:
    """Splits versions into their observations: the row that started each, and the instants that confirmed it."""
    opened = F.struct(_order(table).alias(_AT), F.lit(True).alias(_STOOD))
    confirmed = F.transform(F.col(OBSERVED), lambda at: F.struct(at.alias(_AT), F.lit(False).alias(_STOOD)))
    exploded = versions.select("*", F.inline(F.concat(F.array(opened), confirmed)))
    order = {name: F.col(f"{_AT}.{name}").alias(name) for name in table.order_by}
    return exploded.select(
        *[order.get(name, F.col(name)) for name in table.column_names],
        F.col(TO).eqNullSafe(F.col(FROM)).alias(DELETED),
        _STOOD,
        F.col(TO).alias(_WAS_TO),
        _AT,
        F.col(OBSERVED).alias(_WAS_OBSERVED),
    )


def _winners(table: Table, observations: DataFrame) -> DataFrame:
    """The observation that is used at each instant. `_STOOD` is true if any version started there."""
    instant = table.order_by[0]
    rest = [*table.order_by[1:], DELETED, *_tracked(table), _STOOD]
    line = Window.partitionBy(*table.keys).orderBy(instant, *[F.col(name).desc_nulls_last() for name in rest])
    marked = observations.select(
        "*", (~F.lag(instant).over(line).eqNullSafe(F.col(instant))).alias("_counts"), F.col(_STOOD).alias("_itself")
    )
    began = F.max(_STOOD).over(Window.partitionBy(*table.keys, instant))
    return marked.withColumn(_STOOD, began).where("_counts").drop("_counts")


def _runs(table: Table, winners: DataFrame) -> DataFrame:
    """One row per version: its first observation, the instants that confirmed it, and versions merged into it."""
    line = Window.partitionBy(*table.keys).orderBy(table.order_by[0])
    said = F.struct(DELETED, *_tracked(table))
    opens = ~F.lag(said).over(line).eqNullSafe(said)
    numbered = winners.select("*", opens.alias(_OPENS)).select(
        "*", F.sum(F.col(_OPENS).cast("int")).over(line).alias(_RUN)
    )
    whole = F.struct(*table.column_names, DELETED, "_itself", _WAS_TO, _WAS_OBSERVED)
    return numbered.groupBy(*table.keys, _RUN).agg(
        F.min_by(whole, F.col(table.order_by[0])).alias("_first"),
        F.array_sort(F.collect_list(F.when(~F.col(_OPENS), F.col(_AT)))).alias(_LATER),
        F.collect_list(F.when(~F.col(_OPENS) & F.col(_STOOD), F.col(table.order_by[0]))).alias(GONE),
    )


def _as_versions(table: Table, runs: DataFrame) -> DataFrame:
    instant = F.col(f"_first.{table.order_by[0]}")
    line = Window.partitionBy(*table.keys).orderBy(_RUN)
    following = F.lead(instant).over(line)
    deleted = F.col(f"_first.{DELETED}")
    closed = runs.select("*", F.when(deleted, instant).otherwise(following).alias(TO))
    unchanged = (
        F.col("_first._itself")
        & F.col("_first._was_to").eqNullSafe(F.col(TO))
        & F.col("_first._was_observed").eqNullSafe(F.col(_LATER))
    )
    begins = F.concat(
        F.when(unchanged, F.array().cast(f"array<{_type(closed, instant)}>")).otherwise(F.array(instant)), F.col(GONE)
    )
    placed = closed.select("*", F.explode(begins).alias(FROM)).withColumn(GONE, F.col(FROM) != instant)
    return placed.select(
        *[F.col(f"_first.{name}").alias(name) for name in table.column_names],
        FROM,
        TO,
        (F.col(TO).isNull() & ~deleted).alias(CURRENT),
        F.col(_LATER).alias(OBSERVED),
        GONE,
    )


def _tracked(table: Table) -> list[str]:
    """Columns whose change starts a version; order columns say only when values were valid."""
    return [name for name in table.column_names if name not in table.order_by]


def _order(table: Table) -> SparkColumn:
    return F.struct(*table.order_by)


def _array(table: Table, rows: DataFrame) -> str:
    fields = ", ".join(f"{name}: {rows.schema[name].dataType.simpleString()}" for name in table.order_by)
    return f"array<struct<{fields}>>"


def _type(frame: DataFrame, column: SparkColumn) -> str:
    return frame.select(column).schema[0].dataType.simpleString()
