"""Executes one run in the order of the graph: independent tables in parallel; a failed one stops only its readers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from medallion.errors import MedallionError
from medallion.events import Emit, log, silent
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.soundness import READING_ERRORS, require_sound_system
from medallion.ledger import digest, report_data
from medallion.ledger.digest import Digest
from medallion.ledger.recorder import Recorder
from medallion.ledger.results import Run, TableResult
from medallion.reading.batches import Due
from medallion.reading.intents import promise
from medallion.reading.intents import read as read_intents
from medallion.running import run_metrics
from medallion.running.failures import as_table_error
from medallion.running.schedule import run_graph
from medallion.running.table_steps import ForcedRebuild, Plan, Steps
from medallion.running.unrecorded import unrecorded
from medallion.sources.registry import due
from medallion.spark.progress import progress_event
from medallion.spark.session import thread_session

# Small tables need the driver more than cores; more of them in parallel would only compete for memory.
_MOST_AT_ONCE = 4
_CLOCK_TOLERANCE_SECONDS = 60

NOTHING = ForcedRebuild()


def new_run() -> Run:
    now = datetime.now(UTC)
    return Run(f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}", now)


def execute(
    lake: Lake,
    run: Run,
    tables: Sequence[Table] | None = None,
    emit: Emit = silent,
    path: str | None = None,
    parallel: int | None = None,
    forced: ForcedRebuild = NOTHING,
    promised_only: bool = False,
) -> list[TableResult]:
    """Brings the tables (default: all) up to date and records the results. `path` selects files for bronze tables.

    `forced` has the tables to rebuild although nothing has changed. With `promised_only` a bronze table with a recorded
    batch to write reads no newer delivery. At most `parallel` tables run at once (default: one per core, at most four).

    Never raises for a table: its result has the error. The results are in the order of the graph. Raises MedallionError
    `damaged-table` for a table of the ledger, and `run-failed` if nothing can be recorded. The last event is always
    `run.finished`. The caller holds the lake's lock.
    """
    chosen = [table for table in lake.manifest.tables if tables is None or table in tables]
    names = [table.name for table in chosen]
    emit({"event": "run.started", "runId": run.id, "releaseId": lake.release.id, "tables": names})
    results: dict[str, TableResult] = {}
    error: MedallionError | None = None
    try:
        plans = _promise_batches(lake, [table for table in chosen if table.layer == "bronze"], run, path, promised_only)
        _take_all(lake, run, chosen, plans, forced, results, emit, parallel)
    except MedallionError as raised:
        error = raised
    except READING_ERRORS as raised:
        error = _explained(lake, raised)
    finally:
        complete = error is None and len(results) == len(chosen)
        is_sound = complete and all(result.is_sound for result in results.values())
        seconds = round((datetime.now(UTC) - run.started_at).total_seconds(), 3)
        status = "succeeded" if is_sound else "failed"
        emit({"event": "run.finished", "runId": run.id, "status": status, "seconds": seconds})
    if error is not None:
        raise error
    return [results[name] for name in names]


def _take_all(
    lake: Lake,
    run: Run,
    chosen: Sequence[Table],
    plans: Mapping[str, Plan],
    forced: ForcedRebuild,
    results: dict[str, TableResult],
    emit: Emit,
    parallel: int | None,
) -> None:
    """Fills `results` in the order in which tables end, records them, and publishes what is read from the ledger."""
    past = digest.read(lake)
    behind = (past.now() - datetime.now(UTC)).total_seconds()
    if behind > _CLOCK_TOLERANCE_SECONDS:
        log(f"warning: the clock is {behind:.0f} s behind the ledger's newest record; this run is recorded after it")
    steps = Steps(run, plans, past, results, forced)

    def work(name: str) -> TableResult:
        with thread_session(lake.spark, name) as session:
            return steps.take(replace(lake, spark=session), lake.manifest.find(name))

    with Recorder(lake, run, past) as recorder:
        _complete(lake, chosen, past, recorder)

        def ended(name: str, result: TableResult) -> None:
            results[name] = result
            for warning in result.warnings:
                log(f"warning: {warning}")
            emit(result.as_event())
            recorder.add(result)
            if all(table.name in results for table in chosen if table.layer == result.layer):
                recorder.flush()

        run_graph(
            {table.name: table.inputs for table in chosen},
            work,
            parallel or min(_MOST_AT_ONCE, lake.spark.sparkContext.defaultParallelism),
            started=lambda name: emit({"event": "table.started", "table": name}),
            ended=ended,
            tick=lambda at_work: emit(progress_event(lake.spark, at_work)),
        )
    if any(table.layer == "gold" for table in chosen):
        run_metrics.publish(lake, digest.read(lake))
        # For a local lake the command writes the file where its caller wants it.
        if lake.home is None:
            report_data.publish(lake)


def _complete(lake: Lake, chosen: Sequence[Table], past: Digest, recorder: Recorder) -> None:
    """Records what earlier runs committed and did not record. A table that cannot be read is left to its own step."""
    # Only of the run's own tables: another job, or the lake whose shadow this is, may be at work on the others.
    for table in chosen:
        try:
            for found in unrecorded(lake, table, past):
                log(f"{table.name}: recorded version {found.result.version}, which run {found.run.id} left unrecorded")
                recorder.complete(found.run, found.result, found.ledger)
                recorder.flush()
        except (MedallionError, *READING_ERRORS) as error:
            log(f"warning: {table.name}: the ledger could not be completed ({type(error).__name__})")


def _explained(lake: Lake, error: Exception) -> MedallionError:
    """A failure outside of all tables: a damaged table of the ledger, or what could not be written."""
    try:
        require_sound_system(lake)
    except MedallionError as damage:
        return damage
    found = as_table_error("the ledger", "recording what was done", partial(_raise, error))
    assert isinstance(found, MedallionError)
    return MedallionError(
        "run-failed",
        f"The run could not record what it did. {found.message}",
        "Free space or restore access where the lake is stored, and run again: the ledger is then completed.",
    )


def _raise(error: Exception) -> None:
    raise error


def _promise_batches(
    lake: Lake, tables: Sequence[Table], run: Run, path: str | None, promised_only: bool
) -> dict[str, Plan]:
    """Finds and inspects the due batches of all bronze tables, then records the new ones in one commit."""
    if not tables:
        return {}
    past = read_intents(lake)
    plans: dict[str, Plan] = {}
    for table in tables:
        plan = as_table_error(
            table.name, "looking for deliveries", partial(due, lake, table, past.get(table.name, []), path)
        )
        if promised_only and isinstance(plan, Due):
            promised = tuple(batch for batch in plan.batches if batch.is_promised)
            plan = replace(plan, batches=promised or plan.batches)
        plans[table.name] = plan
    new = [
        batch.intent
        for plan in plans.values()
        if isinstance(plan, Due)
        for batch in plan.batches
        if not batch.is_promised
    ]
    promise(lake, new, run.id)
    return plans
