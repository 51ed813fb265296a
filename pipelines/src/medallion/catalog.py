"""The lake's tables under their names, so that SQL reads like SQL: `silver.transactions_validated`."""

from __future__ import annotations

from collections.abc import Iterable

from medallion.lake import Lake
from medallion.transactions import state


def register(lake: Lake, names: Iterable[str] | None = None) -> None:
    """Makes the tables that exist known to the session's catalog by reference to where they lie. Copies nothing."""
    spark = lake.spark
    tables = lake.manifest.tables if names is None else [lake.manifest.find(name) for name in names]
    for layer in sorted({table.layer for table in tables}):
        spark.sql(f"CREATE DATABASE IF NOT EXISTS `{layer}`")
    for table in tables:
        location = lake.location(table)
        if state(spark, location).exists:
            spark.sql(
                f"CREATE TABLE IF NOT EXISTS `{table.layer}`.`{table.table}` USING DELTA LOCATION '{_quoted(location)}'"
            )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
