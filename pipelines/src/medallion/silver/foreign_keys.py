"""Foreign keys: checks that the referenced value exists, and applies the contract's policy if it does not.

`quarantine` quarantines the row, `hold` holds it until the parent arrives, `default-row` lets it refer to a declared
row of the parent that means "unknown". Orphans are counted with every policy.
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import ForeignKey, RowCheck, Table
from medallion.silver.rows import DELETED


def checks(table: Table) -> list[RowCheck]:
    """One check per foreign key; only with the policy `quarantine` is its severity `error`."""
    return [
        RowCheck(key.id, found(place), "error" if key.orphans == "quarantine" else "warning", "consistency")
        for place, key in enumerate(table.foreign_keys)
    ]


def found(place: int) -> str:
    """Name of the column that says whether the value of a foreign key exists; true for NULL."""
    return f"_exists{place}"


def resolved(lake: Lake, table: Table, rows: DataFrame) -> DataFrame:
    """Adds one `found` column per key, and lets orphans with a default row refer to it."""
    for place, key in enumerate(table.foreign_keys):
        value = f"_value{place}"
        known = parents(lake, key).select(F.col(key.references).alias(value)).distinct()
        rows = rows.join(known, F.col(key.column) == F.col(value), "left")
        exists = F.when(F.col(key.column).isNotNull(), F.col(value).isNotNull())
        rows = rows.withColumn(found(place), exists).drop(value)
        if key.orphans == "default-row":
            kind = rows.schema[key.column].dataType
            default = F.when(F.expr(f"NOT {found(place)}"), F.lit(key.default_key).cast(kind))
            rows = rows.withColumn(key.column, F.coalesce(default, F.col(key.column)))
    return rows


def parents(lake: Lake, key: ForeignKey) -> DataFrame:
    """Rows that can be referred to; of a history every version that was ever valid, but not a deletion alone."""
    parent = lake.manifest.find(key.table)
    rows = lake.spark.read.format("delta").load(lake.location(parent))
    return rows.where("valid_to IS NULL OR valid_to > valid_from") if parent.history == "scd2" else rows


def require_default(lake: Lake, table: Table, key: ForeignKey) -> None:
    """Raises MedallionError `default-row-missing` if an orphan would refer to a default row that does not exist."""
    rows = parents(lake, key)
    default = F.lit(key.default_key).cast(rows.schema[key.references].dataType)
    if rows.where(F.col(key.references) == default).isEmpty():
        raise MedallionError(
            "default-row-missing",
            f"{table.name} has orphans in '{key.column}', and {key.table} has no row whose {key.references} is "
            f"{key.default_key!r}, the declared default.",
            f"Deliver a row with that key to {key.table}, or declare another policy for orphans.",
        )


def spared(table: Table, check: RowCheck) -> RowCheck:
    """Limits a check to rows that do not delete: a row that deletes has only its key and order."""
    identity = {
        f"{name}.{rule}" for name in (*table.keys, *table.order_by) for rule in ("required", "standardise", "cast")
    }
    if not table.delete_when or check.id in identity:
        return check
    return RowCheck(check.id, f"{DELETED} OR ({check.expression})", check.severity, check.dimension)
