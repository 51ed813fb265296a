"""The end of a run without news: it says what it looked at, and leaves the figures of the day up to date."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from medallion.events import Emit, log
from medallion.lake.binding import Binding
from medallion.lake.lake import Release
from medallion.lake.manifest import Table
from medallion.ledger import digest
from medallion.ledger.results import Run, TableResult
from medallion.running import run_metrics
from medallion.running.standing import Quiet
from medallion.spark.files import write_text


def end(found: Quiet, run: Run, release: Release, binding: Binding, tables: Sequence[Table], emit: Emit) -> None:
    """Emits the events of a run in which every table is unchanged. Like such a run, it adds nothing to the ledger."""
    emit(
        {
            "event": "run.started",
            "runId": run.id,
            "releaseId": release.id,
            "tables": [table.name for table in tables],
        }
    )
    for warning in found.warnings:
        log(f"warning: {warning}")
    for table in tables:
        emit(TableResult(table.name, table.layer, "unchanged", found.versions[table.name]).as_event())
    _publish(binding, datetime.now(UTC))
    log(
        f"nothing new: looked at {found.landing_files} files of landing and {found.lake_files} of the lake; "
        "Spark was not started"
    )
    seconds = round((datetime.now(UTC) - run.started_at).total_seconds(), 3)
    emit({"event": "run.finished", "runId": run.id, "status": "succeeded", "seconds": seconds})


def _publish(binding: Binding, now: datetime) -> None:
    """The figures of the last day change with the hour, without any news."""
    system = binding.containers["system"]
    past = digest.stored(f"{system}/{digest.FILE}")
    if past is not None:
        write_text(None, f"{system}/{run_metrics.FILE}", json.dumps(run_metrics.measure(past, now)))
