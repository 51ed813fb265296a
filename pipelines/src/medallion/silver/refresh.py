"""Brings a silver table up to date with new bronze rows: standardise, protect, check, quarantine, hold, merge.

Every commit has a transaction id, and that of the table itself is last: a re-run after a crash repeats none of them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.retention import is_over
from medallion.ledger import commit_note
from medallion.ledger.results import CheckResult, Run, TableResult
from medallion.quality.row_checks import MASK, CheckSet
from medallion.silver import foreign_keys, held
from medallion.silver.merge import MergeCommit, bounding, merge
from medallion.silver.rows import Change, carried, cast_checks, new_rows, standard_checks, standardised
from medallion.spark.transactions import state, transaction_options


def app_id(table: Table, source: Table) -> str:
    return f"medallion:{table.name}:{source.name}"


def pending(lake: Lake, table: Table) -> Change | None:
    """None if silver has read all of its input, or the input does not exist."""
    source = lake.manifest.find(table.inputs[0])
    until = state(lake.spark, lake.location(source)).version
    since = state(lake.spark, lake.location(table)).committed(app_id(table, source))
    if until > since:
        return Change(source, since, until)
    return Change(source, since, since) if held.is_due(lake, table) else None


def refresh(lake: Lake, table: Table, change: Change, run: Run) -> TableResult:
    """Raises MedallionError `unsupported-history`, `unsupported-protection`, `default-row-missing`."""
    app = app_id(table, change.source)
    checks, counts = _check_set(table), {"rows": 0, "quarantined": 0, "held": 0, "over": 0}
    if change.has_news:
        checks, counts = _take(lake, table, change, run)
    released = held.release(lake, table, app, partial(_release, lake, table, run))
    return TableResult(
        table=table.name,
        layer=table.layer,
        status="succeeded",
        version=state(lake.spark, lake.location(table)).version,
        rows_in=counts["rows"] + counts["over"],
        accepted=counts["rows"] - counts["quarantined"] - counts["held"] + released,
        quarantined=counts["quarantined"],
        held=counts["held"],
        released=released,
        checks=_results(table, checks, counts),
    )


def _results(table: Table, checks: CheckSet, counts: dict[str, Any]) -> tuple[CheckResult, ...]:
    found = [
        CheckResult(
            check.id,
            "foreignKey" if check.id in {key.id for key in table.foreign_keys} else "row",
            check.dimension,
            check.severity,
            counts["rows"],
            counts.get(f"check_{bit}", 0),
            passed=True,
        )
        for bit, check in enumerate(checks.checks)
    ]
    return (*_over(counts), *found)


def _over(counts: dict[str, Any]) -> list[CheckResult]:
    """Rows that came when their retention was over already: not taken, and counted."""
    rows, over = counts["rows"] + counts["over"], counts["over"]
    return [CheckResult("retention", "row", "timeliness", "warning", rows, over, passed=True)] if over else []


def _check_set(table: Table, rows: DataFrame | None = None) -> CheckSet:
    """Row checks of the contract, then of casts, of standards and of foreign keys."""
    casts = () if rows is None else cast_checks(table, rows)
    declared = (*table.row_checks, *casts, *standard_checks(table), *foreign_keys.checks(table))
    return CheckSet(tuple(foreign_keys.spared(table, check) for check in declared))


def _take(lake: Lake, table: Table, change: Change, run: Run) -> tuple[CheckSet, dict[str, Any]]:
    rows, over = standardised(lake, table, new_rows(lake, change)), is_over(lake, table)
    late = 0 if over is None else rows.where(over).count()
    rows = rows if over is None else rows.where(~over)
    checks = _check_set(table, rows)
    judged = foreign_keys.resolved(lake, table, rows).select(*carried(table), checks.mask().alias(MASK))
    # Read several times, and small. A first load is recomputed instead, because it may not fit into memory.
    kept = judged if change.is_first else judged.persist()
    try:
        counts = {**_counted(table, kept, checks), "over": late}
        _require_defaults(lake, table, checks, counts)
        _set_aside(lake, table, kept, checks, change, run, counts)
        app = app_id(table, change.source)
        if counts["held"]:
            held.hold(lake, table, kept.where(_waiting(table, checks)), change, app)
        good = kept.where(~checks.failed() & ~_waiting(table, checks)).select(*carried(table))
        noted = commit_note.note(
            checks=_results(table, checks, counts),
            rows_in=counts["rows"] + counts["over"],
            accepted=counts["rows"] - counts["quarantined"] - counts["held"],
            quarantined=counts["quarantined"],
            held=counts["held"],
        )
        merge(lake, table, good, run, MergeCommit(app, change.until, table.name, noted), counts)
    finally:
        kept.unpersist()
    return checks, counts


def _counted(table: Table, judged: DataFrame, checks: CheckSet) -> dict[str, Any]:
    """`rows`, `quarantined`, `held`, one counter per check, and the bounds of the keys, in one pass."""
    row = judged.agg(
        F.count(F.lit(1)).alias("rows"),
        F.count(F.when(checks.failed(), 1)).alias("quarantined"),
        F.count(F.when(_waiting(table, checks), 1)).alias("held"),
        *checks.counters(),
        *bounding(table),
    ).head()
    assert row is not None
    return row.asDict()


def _waiting(table: Table, checks: CheckSet) -> SparkColumn:
    """True for a row that passes its checks but has to wait for a parent."""
    awaited = {key.id for key in table.foreign_keys if key.orphans == "hold"}
    bits = sum(1 << bit for bit, check in enumerate(checks.checks) if check.id in awaited)
    return ~checks.failed() & (F.col(MASK).bitwiseAND(F.lit(bits).cast("bigint")) != 0)


def _require_defaults(lake: Lake, table: Table, checks: CheckSet, counts: dict[str, Any]) -> None:
    for key in table.foreign_keys:
        bit = next(bit for bit, check in enumerate(checks.checks) if check.id == key.id)
        if key.orphans == "default-row" and counts[f"check_{bit}"]:
            foreign_keys.require_default(lake, table, key)


def _set_aside(
    lake: Lake,
    table: Table,
    judged: DataFrame,
    checks: CheckSet,
    change: Change,
    run: Run,
    counts: dict[str, Any],
) -> None:
    crash_points.reached(f"{table.name}:before-quarantine")
    if counts["quarantined"]:
        bad = judged.where(checks.failed()).select(
            *table.column_names,
            checks.names().alias("_errors"),
            F.lit(run.id).alias("_run_id"),
            F.lit(datetime.now(UTC)).alias("_quarantined_at"),
        )
        app = f"{app_id(table, change.source)}:quarantine"
        options = {**transaction_options(app, change.until), "mergeSchema": "true"}
        bad.coalesce(1).write.format("delta").mode("append").options(**options).save(lake.quarantine(table))
    crash_points.reached(f"{table.name}:after-quarantine")


def _release(lake: Lake, table: Table, run: Run, rows: DataFrame, app: str, version: int) -> None:
    found = rows.agg(F.count(F.lit(1)), *bounding(table)).head()
    assert found is not None
    noted = commit_note.note(accepted=found[0], released=found[0])
    merge(lake, table, rows, run, MergeCommit(app, version, f"{table.name}:release", noted), found.asDict())
