"""Evaluates checks of whole tables, and decides whether a table may be read by others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.catalog import register
from medallion.lake.lake import Lake
from medallion.lake.manifest import Manifest, Table, TableCheck
from medallion.ledger.digest import Digest
from medallion.ledger.results import CheckResult, Run, TableResult
from medallion.quality import stability, volume
from medallion.quality.row_checks import MASK, CheckSet

_AGGREGATES = ("set", "table")
# The same pattern as in contracts.
_TABLE = re.compile(r"\b(?:bronze|silver|gold)\.[a-z][a-z0-9_]*\b")


@dataclass(frozen=True)
class Measured:
    """`value` is None if there is nothing to judge yet, for example in a first run."""

    check: TableCheck
    value: float | None


def judge(lake: Lake, table: Table, result: TableResult, run: Run, past: Digest) -> tuple[CheckResult, ...]:
    """All checks of a table that a step has written: row checks with their tolerance, then table checks."""
    measured = [
        *_aggregates(lake, table),
        *_queries(lake, table),
        *(_volume(check, past.rows_in(table.name, check.last_runs), result) for check in _of(table, "volume")),
        *(Measured(c, stability.index(lake, table, c, run)) for c in _of(table, "drift")),
    ]
    return (*_tolerated(lake.spark, table, result.checks), *_verdicts(lake.spark, measured))


def judge_again(lake: Lake, table: Table, run: Run) -> tuple[CheckResult, ...]:
    """The checks that can be evaluated on the stored table, for a version that is not in the ledger."""
    measured = [
        *_aggregates(lake, table),
        *_queries(lake, table),
        *(Measured(c, stability.index(lake, table, c, run, of_run=False)) for c in _of(table, "drift")),
    ]
    rows = gold_rows(table, _rows(lake, table)) if table.layer == "gold" else ()
    return (*rows, *_verdicts(lake.spark, measured))


def failure(table: str, checks: Sequence[CheckResult], manifest: Manifest) -> MedallionError | None:
    """The error of a table that must not be read by others; None if it may."""
    failed = [check for check in checks if check.severity == "error" and not check.passed]
    if not failed:
        return None
    stopped = ", ".join(reader.name for reader in manifest.downstream(table))
    return MedallionError(
        "quality-failed",
        f"{table} is written, but fails the checks {', '.join(_shown(check) for check in failed)}; "
        + (f"tables that are not built from it: {stopped}." if stopped else "no table reads it."),
        "Correct the source or the rule in the contract, and run again.",
    )


def _shown(check: CheckResult) -> str:
    return check.check_id if check.value is None else f"{check.check_id} ({check.value:g}, not {check.expectation})"


def _of(table: Table, *kinds: str) -> list[TableCheck]:
    return [check for check in table.table_checks if check.kind in kinds]


def _rows(lake: Lake, table: Table) -> DataFrame:
    rows = lake.spark.read.format("delta").load(lake.location(table))
    return rows.where("NOT _quarantined") if table.layer == "bronze" else rows


def _aggregates(lake: Lake, table: Table) -> list[Measured]:
    """All aggregates in one pass over the table."""
    checks = _of(table, *_AGGREGATES)
    if not checks:
        return []
    metrics = [F.expr(check.metric).cast("double").alias(f"m{place}") for place, check in enumerate(checks)]
    values = _rows(lake, table).agg(*metrics).head()
    assert values is not None
    return [Measured(check, values[place]) for place, check in enumerate(checks)]


def _queries(lake: Lake, table: Table) -> list[Measured]:
    checks = _of(table, "query")
    read = {name for check in checks for name in _TABLE.findall(check.query)}
    if read:
        register(lake, sorted(read))
    return [Measured(check, _number(lake.spark, check)) for check in checks]


def _number(spark: SparkSession, check: TableCheck) -> float:
    frame = spark.sql(check.query)
    row = frame.select(F.col(f"`{frame.columns[0]}`").cast("double")).head()
    if row is None or row[0] is None:
        raise MedallionError(
            "check-without-value",
            f"The query of the check {check.id} does not return a number.",
            "Return one row whose first column is a number, for example with coalesce(..., 0).",
        )
    return float(row[0])


def gold_rows(table: Table, stored: DataFrame) -> list[CheckResult]:
    """Row checks over the stored rows: gold keeps rows that fail."""
    checks = CheckSet(table.row_checks)
    rows = stored.select(checks.mask().alias(MASK))
    counts = rows.agg(F.count(F.lit(1)).alias("rows"), *checks.counters()).head()
    assert counts is not None
    return [
        CheckResult(
            check.id,
            "row",
            check.dimension,
            check.severity,
            counts["rows"],
            failed := counts[f"check_{bit}"],
            failed == 0,
        )
        for bit, check in enumerate(checks.checks)
    ]


def _volume(check: TableCheck, before: Sequence[int], result: TableResult) -> Measured:
    return Measured(check, volume.percent(before, result.rows_in))


def _tolerated(spark: SparkSession, table: Table, results: Sequence[CheckResult]) -> list[CheckResult]:
    """Applies tolerances to the results of row checks; returns the others unchanged."""
    tolerances = {check.id: check.tolerance for check in table.row_checks if check.tolerance is not None}
    judged = {
        result.check_id: replace(result, value=_failing(result, known.unit), expectation=known.expectation)
        for result in results
        if (known := tolerances.get(result.check_id)) is not None and result.kind == "row"
    }
    passed = _hold(spark, [(result.value or 0.0, result.expectation) for result in judged.values()])
    found = {name: replace(result, passed=good) for (name, result), good in zip(judged.items(), passed, strict=True)}
    return [found.get(result.check_id, result) for result in results]


def _failing(result: CheckResult, unit: str) -> float:
    if unit == "rows":
        return float(result.failed)
    return 100.0 * result.failed / result.evaluated if result.evaluated else 0.0


def _verdicts(spark: SparkSession, measured: Sequence[Measured]) -> list[CheckResult]:
    known = [(one.value, one.check.expectation) for one in measured if one.value is not None]
    passed = iter(_hold(spark, known))
    results = []
    for one in measured:
        good = True if one.value is None else next(passed)
        results.append(
            CheckResult(
                one.check.id,
                one.check.kind,
                one.check.dimension,
                one.check.severity,
                evaluated=0 if one.value is None else 1,
                failed=0 if good else 1,
                passed=good,
                value=one.value,
                expectation=one.check.expectation,
            )
        )
    return results


def _hold(spark: SparkSession, demands: Sequence[tuple[float, str]]) -> list[bool]:
    """Whether each value meets its expectation, which is evaluated by Spark as it is written."""
    if not demands:
        return []
    columns = [
        F.expr(f"coalesce(aggregate(array(double('{value!r}')), true, (_, value) -> ({expectation})), false)")
        for value, expectation in demands
    ]
    row = spark.range(1, numPartitions=1).select(*columns).head()
    assert row is not None
    return [bool(good) for good in row]
