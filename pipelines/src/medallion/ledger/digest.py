"""`system/digest.json`: a cached summary of the ledger, so that the next run need not read it.

It is only a cache: it records the ledger versions it was built from and is rebuilt from the rows when they have changed
(after a crash, or with parallel jobs), by the same code that updates it after a run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.ledger.ledger import QUALITY, RUNS
from medallion.ledger.results import CheckResult
from medallion.spark.files import exists, read_json, write_text
from medallion.spark.transactions import checked_state, state

FILE = "digest.json"
SCHEMA_VERSION = 1
# The period that alerts look at.
HOURS = 24
# Contracts compare the row count of a run with at most this many runs before it.
_MOST_RUNS = 100
# Kinds of checks that evaluate the table, not its rows.
_TABLE_KINDS = ("set", "table", "query", "volume", "drift")
_MICROS = 1_000_000
_CHECK = [field.name for field in fields(CheckResult)]
_OF_RUNS = ("table", "version", "rows_in", "bytes_in", "quarantined")
_OF_CHECKS = ("table", "version", "fingerprint", *_CHECK)


@dataclass
class TableDigest:
    """One table: `told` is its newest version in the ledger, `judged` the newest one with check results.

    `verdicts` has, by fingerprint, the results of table checks and of every failed check. `delivered` is in
    microseconds since 1970. `rows` are the counts of the last runs that read rows, newest last. The names are those of
    the JSON fields.
    """

    told: int = -1
    judged: int = -1
    verdicts: dict[str, list[CheckResult]] = field(default_factory=dict)
    delivered: int | None = None
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Metric:
    """Sums of one table within the last day: `counts` by name; `dimension` is empty for counts of runs."""

    at: int
    table: str
    dimension: str
    counts: Mapping[str, int]


class Digest:
    """Summary of ledger records, added in the order of time. `is_kept`: the file has the same content."""

    def __init__(self, versions: Mapping[str, int] | None = None) -> None:
        self.versions = dict(versions or {RUNS: -1, QUALITY: -1})
        self.is_kept = False
        self._tables: dict[str, TableDigest] = {}
        self._day: list[Metric] = []

    def is_recorded(self, table: str, version: int) -> bool:
        """Whether the ledger has the version; a run that died may have recorded nothing."""
        return version >= 0 and self._of(table).told == version

    def newest_of(self, table: str) -> tuple[int, int]:
        """Newest versions with a run and with check results in the ledger; -1 for none."""
        return self._of(table).told, self._of(table).judged

    def verdicts(self, table: str, version: int, fingerprint: str) -> list[CheckResult] | None:
        """Stored check results; None for a version that was never judged by the rules with this fingerprint."""
        known = self._of(table)
        return known.verdicts.get(fingerprint) if known.judged == version else None

    def delivered_at(self, table: str) -> datetime | None:
        """When the input of the table's newest version was delivered; None if unknown."""
        micros = self._of(table).delivered
        return None if micros is None else datetime.fromtimestamp(micros / _MICROS, UTC)

    def rows_in(self, table: str, last: int) -> list[int]:
        """Row counts of the last runs that read rows."""
        return self._of(table).rows[-last:]

    def day(self, now: datetime) -> list[Metric]:
        since = _micros(now - timedelta(hours=HOURS))
        return [metric for metric in self._day if metric.at > since]

    def now(self) -> datetime:
        """The present; just after the newest record if this machine's clock is behind the one that wrote it.

        Records are ordered by their times: a later run must not come before an earlier one.
        """
        newest = max((metric.at for metric in self._day), default=0)
        return max(datetime.now(UTC), datetime.fromtimestamp((newest + 1) / _MICROS, UTC))

    def add_run(self, record: Mapping[str, Any]) -> None:
        known = self._tables.setdefault(record["table"], TableDigest())
        known.told = record["version"]
        if record["delivered_at"] is not None:
            known.delivered = _micros(record["delivered_at"])
        if record["rows_in"]:
            known.rows = [*known.rows, record["rows_in"]][-_MOST_RUNS:]
        counts = {name: record[name] or 0 for name in ("bytes_in", "quarantined")}
        self._day.append(Metric(_micros(record["started_at"]), record["table"], "", counts))

    def add_check(self, record: Mapping[str, Any]) -> None:
        known = self._tables.setdefault(record["table"], TableDigest())
        if known.judged != record["version"]:
            known.judged, known.verdicts = record["version"], {}
        checks = known.verdicts.setdefault(record["fingerprint"], [])
        if record["kind"] in _TABLE_KINDS or not record["passed"]:
            checks.append(CheckResult(**{name: record[name] for name in _CHECK}))
        counts = {name: record[name] or 0 for name in ("evaluated", "failed")}
        self._day.append(Metric(_micros(record["checked_at"]), record["table"], record["dimension"], counts))

    def _of(self, table: str) -> TableDigest:
        return self._tables.get(table, TableDigest())

    def text(self, now: datetime) -> str:
        document = {
            "schemaVersion": SCHEMA_VERSION,
            "versions": self.versions,
            "tables": {name: asdict(standing) for name, standing in sorted(self._tables.items())},
            "day": [[f.at, f.table, f.dimension, f.counts] for f in _together(self.day(now))],
        }
        return json.dumps(document, separators=(",", ":"))


def read(lake: Lake) -> Digest:
    versions = {name: checked_state(lake.spark, lake.system(name)).version for name in (RUNS, QUALITY)}
    kept = stored(lake.system(FILE), lake.spark)
    return kept if kept is not None and kept.versions == versions else _of_ledger(lake, versions)


def write(lake: Lake, digest: Digest, commits: Mapping[str, int]) -> None:
    """Stores the digest unless another process wrote to the ledger. `commits` counts own commits by table."""
    versions = {name: version + commits.get(name, 0) for name, version in digest.versions.items()}
    if any(state(lake.spark, lake.system(name)).version != version for name, version in versions.items()):
        return
    if versions != digest.versions or not digest.is_kept:
        digest.versions, digest.is_kept = versions, True
        write_text(lake.spark, lake.system(FILE), digest.text(datetime.now(UTC)))


def stored(location: str, spark: SparkSession | None = None) -> Digest | None:
    """The digest as a file, whether or not the ledger has changed since; None if it is missing, truncated or has
    another schema."""
    if not exists(spark, location):
        return None
    try:
        document = read_json(spark, location, "digest of the ledger")
        if document["schemaVersion"] != SCHEMA_VERSION:
            return None
        digest = Digest(document["versions"])
        digest.is_kept = True
        for name, known in document["tables"].items():
            verdicts = {key: [CheckResult(**check) for check in checks] for key, checks in known["verdicts"].items()}
            digest._tables[name] = TableDigest(**{**known, "verdicts": verdicts})
        digest._day = [Metric(*metric) for metric in document["day"]]
    except (MedallionError, KeyError, TypeError, AttributeError):
        return None
    return digest


def _of_ledger(lake: Lake, versions: Mapping[str, int]) -> Digest:
    digest = Digest(versions)
    for row in _rows(lake, RUNS, versions, _OF_RUNS, ("started_at", "delivered_at")):
        digest.add_run(row.asDict())
    for row in _rows(lake, QUALITY, versions, _OF_CHECKS, ("checked_at",)):
        digest.add_check(row.asDict())
    return digest


def _rows(
    lake: Lake, name: str, versions: Mapping[str, int], columns: Sequence[str], times: Sequence[str]
) -> list[Row]:
    """Rows in the order of time, times as microseconds. Columns that an earlier release lacked are NULL."""
    if versions[name] < 0:
        return []
    stored = lake.spark.read.format("delta").option("versionAsOf", versions[name]).load(lake.system(name))
    known = {name: F.col(name) if name in stored.columns else F.lit(None) for name in (*columns, *times)}
    instants = [F.unix_micros(known[time].cast("timestamp")).alias(time) for time in times]
    # Sorting is stable: rows of one run keep the order in which they were written.
    return sorted(
        stored.select(*[known[name].alias(name) for name in columns], *instants).collect(),
        key=lambda row: row[times[0]],
    )


def _micros(moment: datetime | str | int) -> int:
    """Microseconds since 1970 of a time or an ISO 8601 text with an offset; a number is returned unchanged."""
    if isinstance(moment, int):
        return moment
    parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return round(parsed.timestamp() * _MICROS)


def _together(metrics: Sequence[Metric]) -> list[Metric]:
    """Adds up the metrics of the same time, table and dimension."""
    sums: dict[tuple[int, str, str], dict[str, int]] = {}
    for metric in metrics:
        counts = sums.setdefault((metric.at, metric.table, metric.dimension), {})
        for name, count in metric.counts.items():
            counts[name] = counts.get(name, 0) + count
    return [Metric(*key, counts) for key, counts in sorted(sums.items())]
