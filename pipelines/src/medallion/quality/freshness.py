"""Age of new data when it becomes readable: from its delivery by the source to the commit of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.digest import Digest
from medallion.ledger.results import CheckResult, TableResult
from medallion.reading.batches import Due
from medallion.reading.landing import uri
from medallion.spark.files import hadoop_path, local_path

CHECK_ID = "freshness"
_SECONDS_PER_HOUR = 3600


def delivered_at(
    lake: Lake, table: Table, plan: Due | MedallionError | None, results: Mapping[str, TableResult], past: Digest
) -> datetime | None:
    """When the oldest new data of a step was delivered; None if unknown.

    Bronze from files: the modification time of the oldest file. Silver and gold: the oldest delivery of the inputs that
    this run changed, else the delivery that the ledger has of them.
    """
    if table.source is not None:
        known_times = _times(lake, plan) if isinstance(plan, Due) and table.source.kind == "files" else ()
        return min(known_times, default=None)
    now = [results[name].delivered_at for name in table.inputs if name in results]
    known = [moment for moment in now if moment is not None]
    if not known:
        before = [past.delivered_at(name) for name in table.inputs]
        known = [moment for moment in before if moment is not None]
    return min(known, default=None)


def freshness(table: Table, delivered: datetime | None, at: datetime | None = None) -> Iterator[CheckResult]:
    """Compares the age in hours, at the time of the commit (default: now), with the contract's latency.

    Only a warning: late data are better than none.
    """
    if delivered is None:
        return
    hours = max(0.0, ((at or datetime.now(UTC)) - delivered).total_seconds() / _SECONDS_PER_HOUR)
    fresh = hours <= table.latency_hours
    yield CheckResult(
        CHECK_ID,
        CHECK_ID,
        "timeliness",
        "warning",
        evaluated=1,
        failed=0 if fresh else 1,
        passed=fresh,
        value=hours,
        expectation=f"value <= {table.latency_hours:g}",
    )


def _times(lake: Lake, plan: Due) -> Iterator[datetime]:
    for batch in plan.batches:
        for file in batch.intent.files:
            place = uri(lake, file)
            local = local_path(place)
            if local is not None:
                yield datetime.fromtimestamp(local.stat().st_mtime, UTC)
            else:
                system, path = hadoop_path(lake.spark, place)
                yield datetime.fromtimestamp(system.getFileStatus(path).getModificationTime() / 1000, UTC)
