"""One run in the order of the graph: independent tables side by side, and a failed one stops its readers only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from medallion.events import Emit, log, silent
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger import digest, report_data
from medallion.ledger.recorder import Recorder
from medallion.ledger.results import Run, TableResult
from medallion.reading.batches import Due
from medallion.reading.intents import promise
from medallion.reading.intents import read as read_intents
from medallion.running import run_metrics
from medallion.running.schedule import run_graph
from medallion.running.table_steps import Anew, Plan, Steps, guarded
from medallion.sources.registry import due
from medallion.spark.progress import progress_event
from medallion.spark.session import beside

# Small tables wait for the driver more than for cores; beyond a few they would only take memory from each other.
_MOST_AT_ONCE = 4

NOTHING = Anew()


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
    anew: Anew = NOTHING,
    promised_only: bool = False,
) -> list[TableResult]:
    """Brings the tables (default: all) up to date and records it. `path` narrows what bronze tables read.

    `anew` names what is made again though nothing has changed. With `promised_only` a bronze table with a promise to
    keep reads no newer delivery. At most `parallel` tables run at the same time (default: one a core, four at most).

    Never raises for a table: its result carries the error. The results come in the order of the graph. The caller holds
    the lake's lock.
    """
    chosen = [table for table in lake.manifest.tables if tables is None or table in tables]
    names = [table.name for table in chosen]
    emit({"event": "run.started", "runId": run.id, "releaseId": lake.release.id, "tables": names})
    results: dict[str, TableResult] = {}
    plans = _promise_batches(lake, [table for table in chosen if table.layer == "bronze"], run, path, promised_only)
    past = digest.read(lake)
    steps = Steps(run, plans, past, results, anew)

    def work(name: str) -> TableResult:
        with beside(lake.spark, name) as session:
            return steps.take(replace(lake, spark=session), lake.manifest.find(name))

    with Recorder(lake, run, past) as recorder:

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
        # Who runs a lake on this machine says where it wants it.
        if lake.home is None:
            report_data.publish(lake)
    status = "succeeded" if all(result.is_sound for result in results.values()) else "failed"
    seconds = round((datetime.now(UTC) - run.started_at).total_seconds(), 3)
    emit({"event": "run.finished", "runId": run.id, "status": status, "seconds": seconds})
    return [results[name] for name in names]


def _promise_batches(
    lake: Lake, tables: Sequence[Table], run: Run, path: str | None, promised_only: bool
) -> dict[str, Plan]:
    """Reads and checks what landed for all bronze tables, then records the new batches of the sound ones at once."""
    if not tables:
        return {}
    past = read_intents(lake)
    plans: dict[str, Plan] = {}
    for table in tables:
        plan = guarded(partial(due, lake, table, past.get(table.name, []), path))
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
