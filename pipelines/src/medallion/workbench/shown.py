"""What stands in a table now: its columns, some rows, a profile and its last versions."""

from __future__ import annotations

from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.transactions import state
from medallion.workbench.preview import rows_of

VERSIONS = 5
HIDDEN = "(personal)"


def show(lake: Lake, table: Table, limit: int, with_personal: bool) -> dict[str, Any]:
    """Values of personal columns without protection are hidden unless asked for, and never profiled.

    Raises MedallionError `table-empty` for a table that was never written.
    """
    location = lake.location(table)
    found = state(lake.spark, location)
    if not found.exists:
        raise MedallionError(
            "table-empty", f"{table.name} was never written.", "Run `npx medallion run` or `npm start` first."
        )
    frame = lake.spark.read.format("delta").load(location)
    hidden = {c.name for c in table.columns if c.is_personal and not c.protection}
    masked = [_masked(name) if name in hidden and not with_personal else F.col(name) for name in frame.columns]
    measured = [name for name in table.column_names if name in frame.columns and name not in hidden]
    total, profile = _profile(lake, table, measured)
    history = DeltaTable.forPath(lake.spark, location).history(VERSIONS)
    return {
        **rows_of(frame.select(*masked), limit),
        "table": table.name,
        "version": found.version,
        "total": total,
        "hidden": [] if with_personal else sorted(hidden),
        "declared": [
            {
                "name": c.name,
                "type": c.type,
                "required": c.required,
                "personal": c.is_personal,
                "description": c.description,
            }
            for c in table.columns
        ],
        "profile": profile,
        "history": [
            {"version": row["version"], "at": row["timestamp"].astimezone().isoformat(), "operation": row["operation"]}
            for row in history.select("version", "timestamp", "operation").collect()
        ],
    }


def _masked(name: str) -> SparkColumn:
    return F.when(F.col(name).isNotNull(), F.lit(HIDDEN)).alias(name)


def _profile(lake: Lake, table: Table, names: list[str]) -> tuple[int, list[dict[str, Any]]]:
    """One pass: NULLs, distinct values (estimated), least and greatest value of each column."""
    frame = lake.spark.read.format("delta").load(lake.location(table))
    columns = [
        measure.alias(f"{kind}_{place}")
        for place, name in enumerate(names)
        for kind, measure in (
            ("nulls", F.count(F.when(F.col(name).isNull(), 1))),
            ("distinct", F.approx_count_distinct(F.col(name).cast("string"))),
            ("least", F.min(F.col(name).cast("string")) if _is_nested(table, name) else F.min(name).cast("string")),
            ("greatest", F.max(F.col(name).cast("string")) if _is_nested(table, name) else F.max(name).cast("string")),
        )
    ]
    row = frame.agg(F.count(F.lit(1)).alias("total"), *columns).collect()[0]
    profile = [
        {"column": name, **{kind: row[f"{kind}_{place}"] for kind in ("nulls", "distinct", "least", "greatest")}}
        for place, name in enumerate(names)
    ]
    return int(row["total"]), profile


def _is_nested(table: Table, name: str) -> bool:
    return table.column(name).type.startswith(("map", "struct", "array"))
