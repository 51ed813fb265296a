"""What a run does to one table, and what becomes of what goes wrong there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from py4j.protocol import Py4JError
from pyspark.errors import AnalysisException, PySparkException

from medallion import bronze, gold, silver
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.digest import Digest
from medallion.ledger.results import Run, TableResult
from medallion.quality.freshness import delivered_at, freshness
from medallion.quality.table_checks import failure, judge, judge_again
from medallion.reading.batches import Batch, Due
from medallion.running import rebuild
from medallion.running.rebuild import Days
from medallion.spark.files import holds_at_most
from medallion.spark.session import interpret
from medallion.spark.transactions import state

_Result = TypeVar("_Result")
Plan = Due | MedallionError

_MOST_CAUSES = 5
# Bytes up to which a plan takes longer to compile than to run as it is. What reads all of its inputs comes out even at
# some 100,000 rows. An increment of gold reads what has changed: at a million rows it takes 1.8 s instead of 3.2.
_LITTLE_DELIVERED = 2 << 20
_LITTLE_STORED = 4 << 20
_LITTLE_CHANGING = 32 << 20


@dataclass(frozen=True)
class Anew:
    """What is made again though nothing has changed: `tables` whole, or, with `days`, what belongs to those days."""

    tables: frozenset[str] = frozenset()
    days: Days | None = None


@dataclass(frozen=True)
class Steps:
    """What the steps of one run share. `results` grows while tables end; a step reads those of its inputs only."""

    run: Run
    plans: Mapping[str, Plan]
    past: Digest
    results: Mapping[str, TableResult]
    anew: Anew

    def take(self, lake: Lake, table: Table) -> TableResult:
        """One table, up to date and judged. Never raises what a person can put right: the result carries it."""
        started, clock = datetime.now(UTC), time.monotonic()
        if self._is_small(lake, table):
            interpret(lake.spark)
        blocking = [name for name in table.inputs if not self._is_sound(lake, name)]
        if blocking:
            error = MedallionError(
                "input-failed",
                f"{table.name} reads {', '.join(blocking)}, which failed.",
                "Put that right first, and run again.",
            )
            result = _unmoved(lake, table, "blocked", error)
        else:
            outcome = guarded(lambda: self._judged(lake, table, self._work(lake, table)))
            result = outcome if isinstance(outcome, TableResult) else _unmoved(lake, table, "failed", outcome)
        plan = self.plans.get(table.name)
        return replace(
            result,
            started_at=started,
            seconds=time.monotonic() - clock,
            inputs=_versions(lake, table),
            warnings=plan.warnings if isinstance(plan, Due) else (),
        )

    def _is_small(self, lake: Lake, table: Table) -> bool:
        """True for a step that cannot read much: its deliveries, or its inputs and what it has made of them so far."""
        if table.layer == "bronze":
            plan = self.plans.get(table.name)
            sizes = [batch.bytes_in for batch in plan.batches] if isinstance(plan, Due) else []
            return all(sizes) and 0 < sum(sizes) <= _LITTLE_DELIVERED
        tables = [table, *(lake.manifest.find(name) for name in table.inputs)]
        is_changing = table.incremental is not None and state(lake.spark, lake.location(table)).exists
        little = _LITTLE_CHANGING if is_changing else _LITTLE_STORED
        return all(holds_at_most(lake.spark, lake.location(one), little) for one in tables)

    def _is_sound(self, lake: Lake, name: str) -> bool:
        """By this run's result, or by what is on record when the run does not touch the table."""
        if name in self.results:
            return self.results[name].is_sound
        table = lake.manifest.find(name)
        version = state(lake.spark, lake.location(table)).version
        known = self.past.verdicts(name, version, table.fingerprint)
        return failure(name, known or (), lake.manifest) is None

    def _work(self, lake: Lake, table: Table) -> TableResult:
        plan = self.plans.get(table.name)
        if isinstance(plan, MedallionError):
            raise plan
        match table.layer:
            case "bronze":
                batches: Sequence[Batch] = () if plan is None else plan.batches
                if batches:
                    return bronze.ingest(lake, table, batches, self.run)
            case "silver":
                _require_inputs(lake, table)
                if table.name in self.anew.tables:
                    days = self.anew.days
                    if days is None:
                        return rebuild.refresh(lake, table, self.run)
                    return rebuild.backfill(lake, table, days, self.run)
                change = silver.pending(lake, table)
                if change is not None:
                    return silver.refresh(lake, table, change, self.run)
            case "gold":
                _require_inputs(lake, table)
                anew = table.name in self.anew.tables and self.anew.days is None
                due = gold.pending(lake, table, anew)
                if due is not None:
                    return gold.refresh(lake, table, due)
        return _unmoved(lake, table, "unchanged", None)

    def _judged(self, lake: Lake, table: Table, result: TableResult) -> TableResult:
        """Adds the checks. An unchanged table keeps the verdict on record for its version, or is judged now."""
        if result.status == "unchanged":
            known = self.past.verdicts(table.name, result.version, table.fingerprint)
            checks = tuple(known or ())
            if known is None and result.version >= 0:
                checks = judge_again(lake, table, self.run)
            untold = result.version >= 0 and not self.past.is_told(table.name, result.version)
            judged = replace(result, checks=checks, judged_anew=untold or (known is None and bool(checks)))
        else:
            delivered = delivered_at(lake, table, self.plans.get(table.name), self.results, self.past)
            checks = (*judge(lake, table, result, self.run, self.past), *freshness(table, delivered))
            judged = replace(result, checks=checks, delivered_at=delivered)
        error = failure(table.name, judged.checks, lake.manifest)
        return judged if error is None else replace(judged, status="failed", error=error)


def guarded(work: Callable[[], _Result]) -> _Result | MedallionError:
    """Turns what Spark throws into an error of the table."""
    try:
        return work()
    except MedallionError as error:
        return error
    except (PySparkException, Py4JError, OSError) as error:
        return MedallionError(
            "spark-failed",
            f"Spark could not finish: {_cause(error)}.",
            "Read the run's log; after the cause is gone, run again: nothing is written twice.",
        )


def _cause(error: Exception) -> str:
    """What went wrong, without what a row said: only an analysis, which has seen no row, is quoted."""
    if isinstance(error, AnalysisException):
        text = str(error)
        return next((line.strip().rstrip(".") for line in text.splitlines() if line.strip()), type(error).__name__)
    if isinstance(error, OSError):
        return f"{type(error).__name__} ({error.strerror})"
    cause = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    names = [type(error).__name__] if cause is None else []
    while cause is not None and len(names) < _MOST_CAUSES:
        names.append(str(cause.getClass().getSimpleName()))
        cause = cause.getCause()
    condition = error.getErrorClass() if isinstance(error, PySparkException) else None
    return " < ".join(dict.fromkeys([*([condition] if condition else []), *names]))


def _require_inputs(lake: Lake, table: Table) -> None:
    for name, version in _versions(lake, table).items():
        if version < 0:
            raise MedallionError(
                "input-missing", f"{table.name} reads {name}, which does not exist yet.", f"Run {name} first."
            )


def _versions(lake: Lake, table: Table) -> dict[str, int]:
    """Newest versions of the inputs. Nobody else writes them while the step runs: they come first in the graph."""
    return {name: state(lake.spark, lake.location(lake.manifest.find(name))).version for name in table.inputs}


def _unmoved(lake: Lake, table: Table, status: str, error: MedallionError | None) -> TableResult:
    version = state(lake.spark, lake.location(table)).version
    return TableResult(table.name, table.layer, status, version, error=error)
