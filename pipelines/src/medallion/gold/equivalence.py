"""Whether a gold table is what a full recompute makes of the same inputs."""

from __future__ import annotations

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Column, Table

# Sums of floating-point numbers depend on their order in the last digits.
_TOLERANCE = 1e-9


def differences(lake: Lake, table: Table, whole: DataFrame) -> dict[str, int]:
    """Columns that differ and in how many rows; a row that only one side has differs in its key. Never a value."""
    compared = [column for column in table.columns if not _from_sketch(table, column)]
    stands = lake.spark.read.format("delta").load(lake.location(table))
    left = stands.select(F.lit(True).alias("_here"), *[F.col(c.name).alias(f"_l_{c.name}") for c in compared])
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
    """The same for the same values, whether they were added one by one or in parts: a union forgets the way."""
    return F.hll_sketch_estimate(F.hll_union(sketch, sketch))


def _from_sketch(table: Table, column: Column) -> bool:
    """True for a column computed from a sketch: it follows from what is compared, within the sketch's error."""
    sketches = {other.name for other in table.columns if other.measure == "sketch"}
    return column.measure is None and any(name in (column.expression or "") for name in sketches)
