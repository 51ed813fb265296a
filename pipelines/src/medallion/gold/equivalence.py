"""Compares a gold table with a full recompute from the same inputs."""

from __future__ import annotations

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Column, Table

# The last digits of a floating-point sum depend on the order of its terms.
_TOLERANCE = 1e-9


def differences(lake: Lake, table: Table, whole: DataFrame) -> dict[str, int]:
    """Number of differing rows by column; a row on one side only differs in its key. Contains no value."""
    compared = [column for column in table.columns if not _from_sketch(table, column)]
    stored = lake.spark.read.format("delta").load(lake.location(table))
    left = stored.select(F.lit(True).alias("_here"), *[F.col(c.name).alias(f"_l_{c.name}") for c in compared])
    right = whole.select(F.lit(True).alias("_there"), *[F.col(c.name).alias(f"_r_{c.name}") for c in compared])
    same = F.lit(True)
    for key in table.keys:
        same = same & F.col(f"_l_{key}").eqNullSafe(F.col(f"_r_{key}"))
    alone = F.col("_here").isNull() | F.col("_there").isNull()
    key = table.keys[0]
    counts = [
        F.count(F.when(alone if column.name == key else ~alone & ~_equal(column), 1)).alias(column.name)
        for column in compared
        if column.name == key or column.name not in table.keys
    ]
    row = left.join(right, same, "full").agg(*counts).head()
    assert row is not None
    return {name: rows for name, rows in row.asDict().items() if rows}


def _equal(column: Column) -> SparkColumn:
    left, right = F.col(f"_l_{column.name}"), F.col(f"_r_{column.name}")
    if column.measure == "sketch":
        return _estimate(left).eqNullSafe(_estimate(right))
    if column.type in ("double", "float"):
        close = F.abs(left - right) <= _TOLERANCE * F.greatest(F.abs(left), F.abs(right))
        return left.eqNullSafe(right) | F.coalesce(close, F.lit(False))
    return left.eqNullSafe(right)


def _estimate(sketch: SparkColumn) -> SparkColumn:
    """A canonical form of a sketch, the same for the same values however they were combined."""
    return F.hll_sketch_estimate(F.hll_union(sketch, sketch))


def _from_sketch(table: Table, column: Column) -> bool:
    """True for a column computed from a sketch, which is not compared itself because the sketch is."""
    sketches = {other.name for other in table.columns if other.measure == "sketch"}
    return column.measure is None and any(name in (column.expression or "") for name in sketches)
