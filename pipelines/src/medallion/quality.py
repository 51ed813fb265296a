"""Checks of whole tables, and what a failed check means for what comes after."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake import Lake
from medallion.manifest import Table
from medallion.results import CheckResult


def table_checks(lake: Lake, table: Table) -> list[CheckResult]:
    """Evaluates every table check in one pass over the table as it stands."""
    if not table.table_checks:
        return []
    rows = lake.spark.read.format("delta").load(lake.location(table))
    if table.layer == "bronze":
        rows = rows.where("NOT _quarantined")
    metrics = [F.expr(check.metric).alias(f"m{i}") for i, check in enumerate(table.table_checks)]
    values = rows.agg(*metrics)
    verdicts = values.select(
        *[
            F.coalesce(F.expr(_on(check.expectation, f"m{i}")), F.lit(False)).alias(f"p{i}")
            for i, check in enumerate(table.table_checks)
        ]
    ).head()
    assert verdicts is not None
    return [
        CheckResult(check.id, "table", check.dimension, check.severity, 1, 0 if verdicts[i] else 1, bool(verdicts[i]))
        for i, check in enumerate(table.table_checks)
    ]


def _on(expectation: str, metric: str) -> str:
    """The expectation over `value`, applied to a metric without rewriting its text."""
    return f"aggregate(array({metric}), true, (_, value) -> ({expectation}))"


def failure(table: str, checks: Sequence[CheckResult]) -> MedallionError | None:
    """The error of a table that must not be relied on, None when it may."""
    failed = [check.check_id for check in checks if check.severity == "error" and not check.passed]
    if not failed:
        return None
    return MedallionError(
        "quality-failed",
        f"{table} is written, but fails {', '.join(failed)}; what reads it is not built.",
        "Correct the source or the rule in the contract, and run again.",
    )
