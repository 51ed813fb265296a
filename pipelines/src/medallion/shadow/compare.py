"""Compares two versions of one table, value by value."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.transactions import state

# Enough ranges to locate a difference, few enough to collect.
KEY_RANGES = 64


@dataclass(frozen=True)
class ColumnShift:
    """Change of a column. `changed` counts keys on both sides with different values; `nulls_*` are shares of rows."""

    column: str
    changed: int
    nulls_live: float
    nulls_candidate: float
    mean_live: float | None
    mean_candidate: float | None


@dataclass(frozen=True)
class TableComparison:
    """Counts are rows. `ranges` counts the key ranges of KEY_RANGES whose checksums differ."""

    table: str
    live_rows: int
    candidate_rows: int
    ranges: int
    only_live: int
    only_candidate: int
    changed: int
    columns: tuple[ColumnShift, ...]

    @property
    def is_equal(self) -> bool:
        return self.ranges == 0


def compare(live: Lake, shadow: Lake, table: Table) -> TableComparison:
    """Compares the columns that both sides declare. Only rows of key ranges with different checksums are joined."""
    before = live.manifest.find(table.name)
    shared = [name for name in table.column_names if name in before.column_names]
    old, new = _rows(live, before, shared), _rows(shadow, table, shared)
    keys = [key for key in (table.keys or before.keys) if key in shared] or shared
    sums_old, sums_new = _range_sums(old, keys, shared), _range_sums(new, keys, shared)
    ranges = sorted(place for place in {*sums_old, *sums_new} if sums_old.get(place) != sums_new.get(place))
    rows_old, rows_new = sum(n for n, _ in sums_old.values()), sum(n for n, _ in sums_new.values())
    if not ranges:
        return TableComparison(table.name, rows_old, rows_new, 0, 0, 0, 0, ())
    within = _range(keys).isin(ranges)
    counted = _joined(old.where(within), new.where(within), keys, shared)
    shifts = _shifts(old, new, table, shared, counted)
    return TableComparison(
        table.name,
        rows_old,
        rows_new,
        len(ranges),
        counted["only_live"],
        counted["only_candidate"],
        counted["changed"],
        shifts,
    )


def _rows(lake: Lake, table: Table, names: list[str]) -> DataFrame:
    location = lake.location(table)
    if not state(lake.spark, location).exists:
        return lake.spark.createDataFrame([], table.schema()).select(*names)
    rows = lake.spark.read.format("delta").load(location)
    return (rows.where("NOT _quarantined") if table.layer == "bronze" else rows).select(*names)


def _range(keys: list[str]) -> SparkColumn:
    return F.pmod(F.xxhash64(*keys), F.lit(KEY_RANGES))


def _range_sums(rows: DataFrame, keys: list[str], names: list[str]) -> dict[int, tuple[int, str]]:
    """Number of rows and checksum by key range, independent of the order of rows and files."""
    hashed = rows.select(_range(keys).alias("range"), F.xxhash64(*names).cast("decimal(38,0)").alias("hash"))
    sums = hashed.groupBy("range").agg(F.count(F.lit(1)).alias("rows"), F.sum("hash").cast("string").alias("sum"))
    return {int(row["range"]): (int(row["rows"]), row["sum"]) for row in sums.collect()}


def _joined(old: DataFrame, new: DataFrame, keys: list[str], names: list[str]) -> dict[str, int]:
    """Numbers of rows on one side only and of changed rows, the latter also per column."""
    values = [name for name in names if name not in keys]
    left = old.select(*keys, F.struct(*names).alias("l"))
    right = new.select(*[F.col(key).alias(f"_{key}") for key in keys], F.struct(*names).alias("r"))
    same_key = [F.col(key).eqNullSafe(F.col(f"_{key}")) for key in keys]
    both = left.join(right, same_key, "full")
    differs = F.col("l").isNotNull() & F.col("r").isNotNull() & ~F.col("l").eqNullSafe(F.col("r"))
    row = both.agg(
        F.count(F.when(F.col("r").isNull(), 1)).alias("only_live"),
        F.count(F.when(F.col("l").isNull(), 1)).alias("only_candidate"),
        F.count(F.when(differs, 1)).alias("changed"),
        *[
            F.count(F.when(differs & ~F.col("l")[name].eqNullSafe(F.col("r")[name]), 1)).alias(f"changed_{place}")
            for place, name in enumerate(values)
        ],
    ).collect()[0]
    counts = {name: int(row[name]) for name in ("only_live", "only_candidate", "changed")}
    return {**counts, **{f"column {name}": int(row[f"changed_{place}"]) for place, name in enumerate(values)}}


def _shifts(
    old: DataFrame, new: DataFrame, table: Table, names: list[str], counted: dict[str, int]
) -> tuple[ColumnShift, ...]:
    """Shares of NULL and means of the changed columns, or of all columns if whole rows were added or removed."""
    whole = counted["only_live"] + counted["only_candidate"] > 0
    moved = [name for name in names if whole or counted.get(f"column {name}", 0) > 0]
    numeric = {
        field.name for field in table.schema() if field.dataType.typeName() in _NUMBERS or "decimal" in str(field)
    }
    before, after = _measures(old, moved, numeric), _measures(new, moved, numeric)
    return tuple(
        ColumnShift(
            column=name,
            changed=counted.get(f"column {name}", 0),
            nulls_live=before[name][0],
            nulls_candidate=after[name][0],
            mean_live=before[name][1],
            mean_candidate=after[name][1],
        )
        for name in moved
    )


_NUMBERS = {"byte", "short", "integer", "long", "float", "double", "decimal"}
_Measures = dict[str, tuple[float, float | None]]


def _measures(rows: DataFrame, names: list[str], numeric: set[str]) -> _Measures:
    row = rows.agg(
        F.count(F.lit(1)).alias("rows"),
        *[F.count(F.col(name)).alias(f"n{place}") for place, name in enumerate(names)],
        *[
            (F.avg(F.col(name).cast("double")) if name in numeric else F.lit(None).cast("double")).alias(f"m{place}")
            for place, name in enumerate(names)
        ],
    ).collect()[0]
    total = max(int(row["rows"]), 1)
    return {name: (1 - int(row[f"n{place}"]) / total, row[f"m{place}"]) for place, name in enumerate(names)}
