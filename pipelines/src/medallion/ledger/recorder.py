"""Writes the ledger beside the work of a run."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from types import TracebackType

from medallion.lake.lake import Lake
from medallion.lake.writing import append
from medallion.ledger import digest
from medallion.ledger.digest import Digest
from medallion.ledger.ledger import QUALITY, RUNS, SCHEMAS, quality_record, run_record
from medallion.ledger.results import Run, TableResult


class Recorder:
    """Appends what happened, while the next tables are at work.

    A table that did not change leaves no row, unless no run has told of its version yet: a run without news writes
    nothing. Both tables of the ledger are written at the same time. When the block ends, all is written, or what
    hindered it is raised; after an exception in the block nothing more is written. `past` is told of it, too, and kept.
    """

    def __init__(self, lake: Lake, run: Run, past: Digest) -> None:
        self._lake, self._run, self._past = lake, run, past
        self._commits: Counter[str] = Counter()
        self._news: list[TableResult] = []
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
        if result.is_news or result.judged_anew:
            self._news.append(result)

    def flush(self) -> None:
        """Begins to write what was added since the last time."""
        now = datetime.now(UTC).isoformat()
        news, self._news = self._news, []
        runs = [run_record(self._lake, self._run, result) for result in news]
        quality = [
            quality_record(self._lake, self._run, result, check, now) for result in news for check in result.checks
        ]
        for record in runs:
            self._past.add_run(record)
        for record in quality:
            self._past.add_check(record)
        for name, records in ((QUALITY, quality), (RUNS, runs)):
            if records:
                self._commits[name] += 1
                self._writes.append(self._pool.submit(append, self._lake, name, records, SCHEMAS[name]))
