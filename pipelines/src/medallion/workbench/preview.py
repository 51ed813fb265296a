"""The result of SQL over the lake as it is now; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame

from medallion.errors import MedallionError
from medallion.gold import equivalence, inputs
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.transactions import state

Result = TypeVar("Result")


def of_table(lake: Lake, table: Table, limit: int, with_difference: bool) -> dict[str, Any]:
    """The first rows of a gold table's SQL and, on demand, in how many rows each column differs from the live table.

    Raises MedallionError `not-previewable`, `input-missing` and `query-failed`.
    """
    if table.sql is None:
        raise MedallionError(
            "not-previewable",
            f"{table.name} is of {table.layer}: only gold is computed by SQL.",
            "Name a gold table, or a file of SQL; `npx medallion show` shows what is in any table.",
        )
    frame = _answered(lambda: inputs.run(lake, table, _live(lake, table.inputs)))
    shown = rows_of(frame, limit)
    if not with_difference:
        return shown
    if not state(lake.spark, lake.location(table)).exists:
        return {**shown, "difference": None}
    return {**shown, "difference": _answered(lambda: equivalence.differences(lake, table, frame))}


def of_text(lake: Lake, sql: str, limit: int) -> dict[str, Any]:
    """The first rows of a query that names tables of the lake (`silver.orders`).

    Raises MedallionError `input-missing` and `query-failed`.
    """
    named = [table.name for table in lake.manifest.tables if inputs.over_views(sql, {table.name: "v"}) != sql]
    views = {name: f"medallion_preview_{name.replace('.', '_')}" for name in named}
    for name, frame in _live(lake, tuple(named)).items():
        frame.createOrReplaceTempView(views[name])
    # Only a query can become a view, so the parser refuses everything that writes.
    text = inputs.over_views(sql.strip().rstrip(";"), views)
    _answered(lambda: lake.spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW _preview AS\n{text}"))
    return rows_of(lake.spark.table("_preview"), limit)


def rows_of(frame: DataFrame, limit: int) -> dict[str, Any]:
    as_json = "to_json(struct(*), map('ignoreNullFields', 'false')) AS row"
    rows = _answered(lambda: frame.limit(limit).selectExpr(as_json).collect())
    columns = [{"name": field.name, "type": field.dataType.simpleString()} for field in frame.schema]
    return {"columns": columns, "rows": [json.loads(row["row"]) for row in rows]}


def _live(lake: Lake, names: tuple[str, ...]) -> Mapping[str, DataFrame]:
    places = {name: lake.location(lake.manifest.find(name)) for name in names}
    missing = [name for name, place in places.items() if not state(lake.spark, place).exists]
    if missing:
        raise MedallionError(
            "input-missing", f"{', '.join(missing)} has no rows yet.", "Run `npx medallion run` or `npm start` first."
        )
    return {name: lake.spark.read.format("delta").load(place) for name, place in places.items()}


def _answered(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except PySparkException as error:
        first = next((line.strip() for line in str(error).splitlines() if line.strip()), "no message")
        raise MedallionError(
            "query-failed", f"The query cannot be answered: {first}", "Correct the SQL, and give one SELECT."
        ) from error
