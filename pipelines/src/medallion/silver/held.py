"""Rows that wait for a parent: stored in `system/held/<table>`, released exactly once when it has arrived.

Rows to release are marked, merged and then removed, each in a commit of its own. The mark is the transaction version of
the merge, so after a crash the next run knows exactly which rows were being released, even if more are ready now.
"""

from __future__ import annotations

from collections.abc import Callable

from delta.tables import DeltaTable
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.silver.foreign_keys import parents
from medallion.silver.rows import Change, carried
from medallion.spark.transactions import state, transaction_options

_RELEASE = "_release"


def has_policy(table: Table) -> bool:
    return any(key.orphans == "hold" for key in table.foreign_keys)


def location(lake: Lake, table: Table) -> str:
    return lake.system(f"held/{table.name}")


def is_due(lake: Lake, table: Table) -> bool:
    """True if a release is unfinished or a parent has arrived."""
    if not has_policy(table) or not state(lake.spark, location(lake, table)).exists:
        return False
    rows = _held(lake, table)
    waiting = rows.where(f"{_RELEASE} IS NULL")
    return not rows.where(f"{_RELEASE} IS NOT NULL").isEmpty() or not _ready(lake, table, waiting).isEmpty()


def hold(lake: Lake, table: Table, rows: DataFrame, change: Change, app_id: str) -> None:
    """Stores rows of the change as held, exactly once per change."""
    options = {**transaction_options(f"{app_id}:held", change.until), "mergeSchema": "true"}
    waiting = rows.select(*carried(table), F.lit(None).cast("bigint").alias(_RELEASE))
    crash_points.reached(f"{table.name}:before-held")
    waiting.coalesce(1).write.format("delta").mode("append").options(**options).save(location(lake, table))
    crash_points.reached(f"{table.name}:after-held")


def release(lake: Lake, table: Table, app_id: str, merge: Callable[[DataFrame, str, int], None]) -> int:
    """Merges rows whose parents exist now; returns their number. `merge` takes rows, application id and version."""
    if not has_policy(table) or not state(lake.spark, location(lake, table)).exists:
        return 0
    return _finish(lake, table, app_id, merge) + _begin(lake, table, app_id, merge)


def _begin(lake: Lake, table: Table, app_id: str, merge: Callable[[DataFrame, str, int], None]) -> int:
    rows = _held(lake, table)
    if _ready(lake, table, rows).isEmpty():
        return 0
    number = state(lake.spark, lake.location(table)).committed(_released(app_id)) + 1
    marked = _with_readiness(lake, table, rows).select(
        *carried(table), F.when(F.col("_ready"), F.lit(number).cast("bigint")).alias(_RELEASE)
    )
    crash_points.reached(f"{table.name}:before-mark")
    # Few rows are held, and one MERGE cannot check several parents.
    marked.write.format("delta").mode("overwrite").save(location(lake, table))
    crash_points.reached(f"{table.name}:after-mark")
    return _finish(lake, table, app_id, merge)


def _finish(lake: Lake, table: Table, app_id: str, merge: Callable[[DataFrame, str, int], None]) -> int:
    """Merges marked rows unless that was done before, then removes them."""
    marked = _held(lake, table).where(f"{_RELEASE} IS NOT NULL")
    found = marked.agg(F.max(_RELEASE).alias("number"), F.count(F.lit(1)).alias("rows")).head()
    if found is None or found["rows"] == 0:
        return 0
    if state(lake.spark, lake.location(table)).committed(_released(app_id)) < found["number"]:
        merge(marked.select(*carried(table)), _released(app_id), found["number"])
    crash_points.reached(f"{table.name}:before-let-go")
    DeltaTable.forPath(lake.spark, location(lake, table)).delete(f"{_RELEASE} IS NOT NULL")
    crash_points.reached(f"{table.name}:after-let-go")
    return int(found["rows"])


def _released(app_id: str) -> str:
    return f"{app_id}:released"


def _held(lake: Lake, table: Table) -> DataFrame:
    return lake.spark.read.format("delta").load(location(lake, table))


def _ready(lake: Lake, table: Table, rows: DataFrame) -> DataFrame:
    return _with_readiness(lake, table, rows).where("_ready")


def _with_readiness(lake: Lake, table: Table, rows: DataFrame) -> DataFrame:
    """Held rows whose parents all exist now."""
    ready = F.lit(True)
    for place, key in enumerate(table.foreign_keys):
        if key.orphans == "hold":
            value = f"_value{place}"
            known = parents(lake, key).select(F.col(key.references).alias(value)).distinct()
            rows = rows.join(known, F.col(key.column) == F.col(value), "left")
            ready = ready & (F.col(key.column).isNull() | F.col(value).isNotNull())
    return rows.withColumn("_ready", ready)
