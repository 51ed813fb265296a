"""Writes the ledger while a run goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from medallion.lake.lake import Lake
from medallion.lake.writing import append
from medallion.ledger import digest
from medallion.ledger.digest import Digest
from medallion.ledger.ledger import QUALITY, RUNS, SCHEMAS, quality_record, run_record
from medallion.ledger.results import Run, TableResult


class Recorder:
    """Appends results to the ledger while the next tables are processed.

    An unchanged table is recorded only if the ledger lacks its version, so that a run without new input writes nothing.
    Both ledger tables are written at the same time. At the end of the block all writes are complete, or the first error
    is raised; after an exception in the block nothing more is written. `past` is updated and stored, too.
    """

    def __init__(self, lake: Lake, run: Run, past: Digest) -> None:
        self._lake, self._run, self._past = lake, run, past
        self._commits: Counter[str] = Counter()
        self._pending: list[tuple[Run, TableResult, Collection[str]]] = []
        self._pool = ThreadPoolExecutor(len(SCHEMAS), "ledger")
        self._writes: list[Future[None]] = []

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.flush()
        self._pool.shutdown(wait=True)
        if error is None:
            for write in self._writes:
                write.result()
            digest.write(self._lake, self._past, self._commits)

    def add(self, result: TableResult) -> None:
        if result.status != "unchanged" or result.judged_anew:
            self._pending.append((self._run, result, SCHEMAS))

    def complete(self, run: Run, result: TableResult, ledger: Collection[str]) -> None:
        """Adds a result of an earlier run that died, to those ledger tables that lack it."""
        self._pending.append((run, result, ledger))

    def flush(self) -> None:
        """Starts to write the results that were added since the last flush."""
        now = self._past.now().isoformat()
        pending, self._pending = self._pending, []
        runs = [run_record(self._lake, run, result) for run, result, ledger in pending if RUNS in ledger]
        quality = [
            quality_record(self._lake, run, result, check, now)
            for run, result, ledger in pending
            if QUALITY in ledger
            for check in result.checks
        ]
        for record in runs:
            self._past.add_run(record)
        for record in quality:
            self._past.add_check(record)
        for name, records in ((QUALITY, quality), (RUNS, runs)):
            if records:
                self._commits[name] += 1
                self._writes.append(self._pool.submit(append, self._lake, name, records, SCHEMAS[name]))
