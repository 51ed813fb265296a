"""Updates mergeable measures of groups from the changed rows alone.

The SQL runs over the inserted rows and over the deleted rows. Inserted rows are always merged. Deleted rows are
subtracted if the result is certain; otherwise the group is recomputed:

- a sum of zero may be the sum of no rows, which is NULL;
- a group whose counts are zero may be gone;
- a deleted minimum or maximum leaves an unknown one, unless an inserted value is beyond it;
- a sketch cannot be subtracted from.
"""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.gold import inputs
from medallion.gold.groups import Changed
from medallion.gold.inputs import SIGN
from medallion.lake.lake import Lake
from medallion.lake.manifest import Column, Table

# True for a group whose measures cannot be computed from the change.
UNCERTAIN = "_uncertain"


def applies(table: Table, changed: Changed) -> bool:
    """True if every column is a key, a measure or computed from those, and only the primary input changed."""
    columns = [column for column in table.columns if column.name not in table.keys]
    complete = all(column.measure or column.expression for column in columns)
    return complete and any(column.measure for column in columns) and set(changed.rows) == {table.inputs[0]}


def merged(lake: Lake, table: Table, current: DataFrame, changed: Changed) -> DataFrame:
    """One row per touched group: the declared columns, and UNCERTAIN."""
    primary = table.inputs[0]
    rows = changed.rows[primary]
    others = {name: inputs.snapshot(lake, name, version) for name, version in changed.versions.items()}
    measures = [column for column in table.columns if column.measure]
    names = [*table.keys, *[column.name for column in measures]]
    came, went = (
        inputs.run(lake, table, {**others, primary: rows.where(f"{SIGN} = {sign}").drop(SIGN)})
        .select(*names)
        .withColumn(SIGN, F.lit(sign))
        for sign in (1, -1)
    )
    said = F.struct(*[column.name for column in measures])
    parts = came.unionByName(went).groupBy(*table.keys)
    both = parts.agg(
        F.first(F.when(F.col(SIGN) > 0, said), ignorenulls=True).alias("_came"),
        F.first(F.when(F.col(SIGN) < 0, said), ignorenulls=True).alias("_went"),
    )
    stored = current.select(
        F.lit(True).alias("_there"),
        *[F.col(key).alias(f"_g_{key}") for key in table.keys],
        *[F.col(column.name).alias(f"_was_{column.name}") for column in measures],
    )
    same = [F.col(key).eqNullSafe(F.col(f"_g_{key}")) for key in table.keys]
    joined = both.join(stored, reduce(lambda one, other: one & other, same), "left")
    computed = joined.select(
        *table.keys,
        *[_measure(column).cast(column.type).alias(column.name) for column in measures],
        _uncertain(measures).alias(UNCERTAIN),
    )
    return computed.select(*[_final(table, column).alias(column.name) for column in table.columns], UNCERTAIN)


def _final(table: Table, column: Column) -> SparkColumn:
    if column.measure or column.name in table.keys:
        return F.col(column.name)
    return F.expr(str(column.expression)).cast(column.type)


def _measure(column: Column) -> SparkColumn:
    was, came, went = _parts(column)
    match column.measure:
        case "count":
            return F.coalesce(was, F.lit(0)) + F.coalesce(came, F.lit(0)) - F.coalesce(went, F.lit(0))
        case "sum":
            whole = F.coalesce(was + came, was, came)
            return F.coalesce(whole - went, whole)
        case "min":
            return F.least(was, came)
        case "max":
            return F.greatest(was, came)
        case "sketch":
            return F.coalesce(F.hll_union(was, came), was, came)
    raise AssertionError(column.measure)


def _uncertain(measures: list[Column]) -> SparkColumn:
    """NULL is certain: no value of this measure was deleted."""
    doubts: list[SparkColumn] = []
    counts = []
    for column in measures:
        was, came, went = _parts(column)
        match column.measure:
            case "count":
                counts.append(_measure(column))
            case "sum":
                doubts.append(went.isNotNull() & (_measure(column) == 0))
            case "min":
                doubts.append((went <= was) & ~F.coalesce(came <= went, F.lit(False)))
            case "max":
                doubts.append((went >= was) & ~F.coalesce(came >= went, F.lit(False)))
            case "sketch":
                doubts.append(went.isNotNull())
    gone = F.greatest(*counts, F.lit(0)) <= 0 if counts else F.lit(True)
    any_went = F.col("_went").isNotNull()
    doubt = reduce(lambda one, other: one | F.coalesce(other, F.lit(False)), doubts, F.lit(False))
    return any_went & (F.col("_there").isNull() | gone | doubt)


def _parts(column: Column) -> tuple[SparkColumn, SparkColumn, SparkColumn]:
    name = column.name
    return F.col(f"_was_{name}"), F.col(f"_came.{name}"), F.col(f"_went.{name}")
