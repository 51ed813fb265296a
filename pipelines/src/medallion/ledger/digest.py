"""`system/digest.json`: what the ledger comes to for the next run, which then need not read the ledger.

It is no second truth. In it stand the versions of the ledger's tables that it is of; when those have moved on without
it (a run that died, jobs side by side), it is put together anew from the rows, by the same steps that follow a run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from pyspark.sql import Row
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.ledger.ledger import QUALITY, RUNS
from medallion.ledger.results import CheckResult
from medallion.spark.files import exists, read_json, write_text
from medallion.spark.transactions import state

FILE = "digest.json"
SCHEMA_VERSION = 1
# What alerts look back on.
HOURS = 24
# Contracts compare the rows of a run with those of so many before it, at most.
_MOST_RUNS = 100
# Kinds of checks whose result is of the table, not of its rows.
_TABLE_KINDS = ("set", "table", "query", "volume", "drift")
_MICROS = 1_000_000
_CHECK = [field.name for field in fields(CheckResult)]
_OF_RUNS = ("table", "version", "rows_in", "bytes_in", "quarantined")
_OF_CHECKS = ("table", "version", "fingerprint", *_CHECK)


@dataclass
class Standing:
    """One table: `told` and `judged` are its newest versions that a run has told of and given a verdict on.

    `verdicts` by fingerprint has the checks that speak of the table as a whole, and every failed one. `delivered` is in
    microseconds since 1970, `rows` of the last runs that brought any, newest last.
    """

    told: int = -1
    judged: int = -1
    verdicts: dict[str, list[CheckResult]] = field(default_factory=dict)
    delivered: int | None = None
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """What a table's runs of the last day did: `counts` are sums by name, `dimension` is empty where not of checks."""

    at: int
    table: str
    dimension: str
    counts: Mapping[str, int]


class Digest:
    """Fed with the records of the ledger, in the order of time. `is_kept` when it stands in the file as it is."""

    def __init__(self, versions: Mapping[str, int] | None = None) -> None:
        self.versions = dict(versions or {RUNS: -1, QUALITY: -1})
        self.is_kept = False
        self._tables: dict[str, Standing] = {}
        self._day: list[Figure] = []

    def is_told(self, table: str, version: int) -> bool:
        """A run that died may have told of nothing."""
        return version >= 0 and self._of(table).told == version

    def verdicts(self, table: str, version: int, fingerprint: str) -> list[CheckResult] | None:
        """None for a version that was never judged by these rules."""
        known = self._of(table)
        return known.verdicts.get(fingerprint) if known.judged == version else None

    def delivered_at(self, table: str) -> datetime | None:
        """When the input of the table's newest version was delivered; None when the ledger does not know."""
        micros = self._of(table).delivered
        return None if micros is None else datetime.fromtimestamp(micros / _MICROS, UTC)

    def rows_in(self, table: str, last: int) -> list[int]:
        """Rows of the last runs that brought any."""
        return self._of(table).rows[-last:]

    def day(self, now: datetime) -> list[Figure]:
        since = _micros(now - timedelta(hours=HOURS))
        return [figure for figure in self._day if figure.at > since]

    def add_run(self, record: Mapping[str, Any]) -> None:
        known = self._tables.setdefault(record["table"], Standing())
        known.told = record["version"]
        if record["delivered_at"] is not None:
            known.delivered = _micros(record["delivered_at"])
        if record["rows_in"]:
            known.rows = [*known.rows, record["rows_in"]][-_MOST_RUNS:]
        counts = {name: record[name] or 0 for name in ("bytes_in", "quarantined")}
        self._day.append(Figure(_micros(record["started_at"]), record["table"], "", counts))

    def add_check(self, record: Mapping[str, Any]) -> None:
        known = self._tables.setdefault(record["table"], Standing())
        if known.judged != record["version"]:
            known.judged, known.verdicts = record["version"], {}
        checks = known.verdicts.setdefault(record["fingerprint"], [])
        if record["kind"] in _TABLE_KINDS or not record["passed"]:
            checks.append(CheckResult(**{name: record[name] for name in _CHECK}))
        counts = {name: record[name] or 0 for name in ("evaluated", "failed")}
        self._day.append(Figure(_micros(record["checked_at"]), record["table"], record["dimension"], counts))

    def _of(self, table: str) -> Standing:
        return self._tables.get(table, Standing())

    def text(self, now: datetime) -> str:
        document = {
            "schemaVersion": SCHEMA_VERSION,
            "versions": self.versions,
            "tables": {name: asdict(standing) for name, standing in sorted(self._tables.items())},
            "day": [[f.at, f.table, f.dimension, f.counts] for f in _together(self.day(now))],
        }
        return json.dumps(document, separators=(",", ":"))


def read(lake: Lake) -> Digest:
    versions = {name: state(lake.spark, lake.system(name)).version for name in (RUNS, QUALITY)}
    kept = _kept(lake)
    return kept if kept is not None and kept.versions == versions else _of_ledger(lake, versions)


def write(lake: Lake, digest: Digest, commits: Mapping[str, int]) -> None:
    """Keeps what `commits` have made of it: so many by table. Rows of somebody else between them are not in it."""
    versions = {name: version + commits.get(name, 0) for name, version in digest.versions.items()}
    if any(state(lake.spark, lake.system(name)).version != version for name, version in versions.items()):
        return
    if versions != digest.versions or not digest.is_kept:
        digest.versions, digest.is_kept = versions, True
        write_text(lake.spark, lake.system(FILE), digest.text(datetime.now(UTC)))


def _kept(lake: Lake) -> Digest | None:
    """None for one that is missing, half-written or of another release's shape."""
    if not exists(lake.spark, lake.system(FILE)):
        return None
    try:
        document = read_json(lake.spark, lake.system(FILE), "digest of the ledger")
        if document["schemaVersion"] != SCHEMA_VERSION:
            return None
        digest = Digest(document["versions"])
        digest.is_kept = True
        for name, known in document["tables"].items():
            verdicts = {key: [CheckResult(**check) for check in checks] for key, checks in known["verdicts"].items()}
            digest._tables[name] = Standing(**{**known, "verdicts": verdicts})
        digest._day = [Figure(*figure) for figure in document["day"]]
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
    """In the order of time, times as microseconds. A ledger of an earlier release lacks columns: they are NULL."""
    if versions[name] < 0:
        return []
    stored = lake.spark.read.format("delta").option("versionAsOf", versions[name]).load(lake.system(name))
    known = {name: F.col(name) if name in stored.columns else F.lit(None) for name in (*columns, *times)}
    instants = [F.unix_micros(known[time].cast("timestamp")).alias(time) for time in times]
    # A row's place within its run is the order it was written in; sorting is stable.
    return sorted(
        stored.select(*[known[name].alias(name) for name in columns], *instants).collect(),
        key=lambda row: row[times[0]],
    )


def _micros(moment: datetime | str | int) -> int:
    """Of an ISO 8601 text with an offset, too; a number is microseconds already."""
    if isinstance(moment, int):
        return moment
    parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return round(parsed.timestamp() * _MICROS)


def _together(figures: Sequence[Figure]) -> list[Figure]:
    """One figure for what a table's checks of one dimension said at one time."""
    sums: dict[tuple[int, str, str], dict[str, int]] = {}
    for figure in figures:
        counts = sums.setdefault((figure.at, figure.table, figure.dimension), {})
        for name, count in figure.counts.items():
            counts[name] = counts.get(name, 0) + count
    return [Figure(*key, counts) for key, counts in sorted(sums.items())]
