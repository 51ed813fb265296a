"""One run over tables in the order of the graph. A failed table stops only what reads it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from medallion import bronze, figures, gold, ledger, silver
from medallion.batches import Batch, Due
from medallion.errors import MedallionError
from medallion.events import Emit, log, silent
from medallion.intents import promise
from medallion.intents import read as read_intents
from medallion.lake import Lake
from medallion.manifest import Table
from medallion.quality import failure, table_checks
from medallion.results import CheckResult, Run, TableResult
from medallion.sources.registry import due
from medallion.transactions import state

_Result = TypeVar("_Result")
Verdicts = dict[tuple[str, int, str], list[CheckResult]]


def new_run() -> Run:
    now = datetime.now(UTC)
    return Run(f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}", now)


def execute(
    lake: Lake, run: Run, tables: Sequence[Table] | None = None, emit: Emit = silent, path: str | None = None
) -> list[TableResult]:
    """Brings the tables (default: all) up to date and records it. `path` narrows what bronze tables read.

    Never raises for a table: its result carries the error. The caller holds the lake's lock.
    """
    chosen = [table for table in lake.manifest.tables if tables is None or table in tables]
    emit(
        {
            "event": "run.started",
            "runId": run.id,
            "releaseId": lake.release.id,
            "tables": [table.name for table in chosen],
        }
    )
    plans = _promise_batches(lake, [table for table in chosen if table.layer == "bronze"], run, path)
    verdicts = ledger.verdicts(lake)
    results: list[TableResult] = []
    for layer in ("bronze", "silver", "gold"):
        of_layer: list[TableResult] = []
        for table in (table for table in chosen if table.layer == layer):
            emit({"event": "table.started", "table": table.name})
            result = _step(lake, table, run, plans.get(table.name), verdicts, [*results, *of_layer])
            for warning in result.warnings:
                log(f"warning: {warning}")
            emit(result.as_event())
            of_layer.append(result)
        ledger.record(lake, run, of_layer)
        results += of_layer
    if any(result.layer == "gold" for result in results):
        figures.publish(lake)
    status = "succeeded" if all(result.is_sound for result in results) else "failed"
    seconds = round((datetime.now(UTC) - run.started_at).total_seconds(), 3)
    emit({"event": "run.finished", "runId": run.id, "status": status, "seconds": seconds})
    return results


def _promise_batches(
    lake: Lake, tables: Sequence[Table], run: Run, path: str | None
) -> dict[str, Due | MedallionError]:
    """Reads and checks what landed for all bronze tables, then records the new batches of the sound ones at once."""
    if not tables:
        return {}
    past = read_intents(lake)
    plans: dict[str, Due | MedallionError] = {}
    for table in tables:
        plans[table.name] = _guarded(partial(due, lake, table, past.get(table.name, []), path))
    new = [
        batch.intent
        for plan in plans.values()
        if isinstance(plan, Due)
        for batch in plan.batches
        if not batch.is_promised
    ]
    promise(lake, new, run.id)
    return plans


def _step(
    lake: Lake,
    table: Table,
    run: Run,
    plan: Due | MedallionError | None,
    verdicts: Verdicts,
    before: Sequence[TableResult],
) -> TableResult:
    started, clock = datetime.now(UTC), time.monotonic()
    blocking = [result.table for result in before if result.table in table.inputs and not result.is_sound]
    if blocking:
        error = MedallionError(
            "input-failed",
            f"{table.name} reads {', '.join(blocking)}, which failed.",
            "Put that right first, and run again.",
        )
        result = _unmoved(lake, table, "blocked", error)
    else:
        outcome = _guarded(lambda: _judged(lake, table, _work(lake, table, run, plan), verdicts))
        result = outcome if isinstance(outcome, TableResult) else _unmoved(lake, table, "failed", outcome)
    warnings = plan.warnings if isinstance(plan, Due) else ()
    return replace(result, started_at=started, seconds=time.monotonic() - clock, warnings=warnings)


def _work(lake: Lake, table: Table, run: Run, plan: Due | MedallionError | None) -> TableResult:
    if isinstance(plan, MedallionError):
        raise plan
    match table.layer:
        case "bronze":
            batches: Sequence[Batch] = () if plan is None else plan.batches
            if batches:
                return bronze.ingest(lake, table, batches, run)
        case "silver":
            _require_inputs(lake, table)
            change = silver.pending(lake, table)
            if change is not None:
                return silver.refresh(lake, table, change, run)
        case "gold":
            _require_inputs(lake, table)
            rebuild = gold.pending(lake, table)
            if rebuild is not None:
                return gold.refresh(lake, table, rebuild)
    return _unmoved(lake, table, "unchanged", None)


def _judged(lake: Lake, table: Table, result: TableResult, verdicts: Verdicts) -> TableResult:
    """Adds the table checks. An unchanged table keeps the verdict on record for its version, or is judged now."""
    known = verdicts.get((table.name, result.version, table.fingerprint))
    if result.status == "unchanged":
        on_record = known is not None or not table.table_checks
        checks = tuple(known or ()) if on_record else tuple(table_checks(lake, table))
    else:
        checks = (*result.checks, *table_checks(lake, table))
    error = failure(table.name, checks)
    judged = replace(result, checks=checks)
    return judged if error is None else replace(judged, status="failed", error=error)


def _require_inputs(lake: Lake, table: Table) -> None:
    for name in table.inputs:
        if not state(lake.spark, lake.location(lake.manifest.find(name))).exists:
            raise MedallionError(
                "input-missing", f"{table.name} reads {name}, which does not exist yet.", f"Run {name} first."
            )


def _unmoved(lake: Lake, table: Table, status: str, error: MedallionError | None) -> TableResult:
    version = state(lake.spark, lake.location(table)).version
    return TableResult(table.name, table.layer, status, version, error=error)


def _guarded(work: Callable[[], _Result]) -> _Result | MedallionError:
    """Turns what Spark throws into an error of the table. The first line only: a plan or a row must not reach a log."""
    try:
        return work()
    except MedallionError as error:
        return error
    except (PySparkException, Py4JError, OSError) as error:
        return MedallionError(
            "spark-failed",
            f"Spark could not finish: {_first_line(error)}.",
            "Read the run's log; after the cause is gone, run again: nothing is written twice.",
        )


def _first_line(error: Exception) -> str:
    java = getattr(error, "java_exception", None)
    text = str(java) if java is not None else str(error)
    return next((line.strip().rstrip(".") for line in text.splitlines() if line.strip()), type(error).__name__)
