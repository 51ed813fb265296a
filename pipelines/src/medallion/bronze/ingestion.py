"""Landing files to one append of a bronze table: parse, rescue, check, set aside and count in a single read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.crash_points import reached
from medallion.lake.lake import Lake
from medallion.lake.manifest import RowCheck, Table
from medallion.lake.writing import table_options
from medallion.ledger.results import CheckResult, Run, TableResult
from medallion.quality import personal, schema_drift
from medallion.quality.row_checks import MASK, CheckSet
from medallion.quality.row_counts import Counts, Tally
from medallion.quality.schema_drift import Drifted
from medallion.reading.batches import Batch
from medallion.reading.intents import app_id
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED
from medallion.sources import streams
from medallion.sources.registry import absent, read
from medallion.spark.transactions import state

Appended = tuple[Counts, list[CheckResult]]

MALFORMED_CHECK = RowCheck("malformed", f"NOT {MALFORMED}", "error", "conformity")


def ingest(lake: Lake, table: Table, batches: Sequence[Batch], run: Run) -> TableResult:
    """Appends each batch with its number as transaction version; a batch that is there already is left alone."""
    assert table.source is not None
    results: list[Appended] = []
    if table.source.kind in streams.KINDS:

        def take(rows: DataFrame, stream: str, number: int) -> None:
            commit = Commit(f"{app_id(table.name)}:{stream}", number, f"{stream}/{number}")
            # A run that stopped after the write and before the checkpoint gives the batch again.
            if state(lake.spark, lake.location(table)).committed(commit.app_id) >= number:
                return
            results.append(_take(lake, table, rows, commit, run))

        streams.drain(lake, table, take)
    else:
        for batch in batches:
            commit = Commit(app_id(table.name), batch.intent.n, batch.intent.batch_id)
            results.append(_take(lake, table, read(lake, table, batch), commit, run, absent(lake, table, batch)))
    version = state(lake.spark, lake.location(table)).version
    together = [_together(parts) for parts in zip(*(checks for _, checks in results), strict=True)]
    return TableResult(
        table=table.name,
        layer=table.layer,
        status="succeeded" if results else "unchanged",
        version=version,
        rows_in=sum(counts.rows for counts, _ in results),
        accepted=sum(counts.rows - counts.quarantined for counts, _ in results),
        quarantined=sum(counts.quarantined for counts, _ in results),
        rescued=sum(counts.rescued for counts, _ in results),
        bytes_in=sum(batch.bytes_in for batch in batches),
        checks=tuple(check for check in together if check.kind != personal.KIND or check.evaluated),
    )


@dataclass(frozen=True)
class Commit:
    """What an append is known by: the transaction id that makes it happen once, and the batch its rows belong to."""

    app_id: str
    version: int
    batch_id: str


def append(lake: Lake, table: Table, rows: DataFrame, commit: Commit, run: Run) -> Counts:
    """Checks and appends what a reader gives."""
    checks = checks_of(table)
    tallied, tally = _tallied(lake, table, rows, checks)
    location = lake.location(table)
    reached(f"{table.name}:before")
    (
        tallied.select(
            *table.column_names,
            F.lit(None).cast("string").alias(RESCUED) if table.drift == "discard-value" else RESCUED,
            checks.names().alias("_errors"),
            F.when(F.col("_quarantined"), F.col(LINE)).alias("_raw"),
            F.lit(_system(table)).alias("_source"),
            F.col(FILE).alias("_source_file"),
            F.col(OFFSET).alias("_source_offset"),
            F.lit(commit.batch_id).alias("_batch_id"),
            F.lit(run.id).alias("_run_id"),
            F.lit(lake.release.id).alias("_release_id"),
            F.lit(datetime.now(UTC)).alias("_ingested_at"),
            "_quarantined",
        )
        .write.format("delta")
        .mode("append")
        .partitionBy("_quarantined", *table.partition_by)
        .options(**table_options(table), txnAppId=commit.app_id, txnVersion=str(commit.version))
        # A column that a newer contract adds; a changed type is still refused.
        .option("mergeSchema", "true")
        .save(location)
    )
    reached(f"{table.name}:after")
    return tally.counts()


def _look_at(lake: Lake, table: Table, rows: DataFrame) -> Counts:
    """What `append` would count. Nothing is written."""
    tallied, tally = _tallied(lake, table, rows, checks_of(table))
    tallied.select(MASK).write.format("noop").mode("overwrite").save()
    return tally.counts()


def _tallied(lake: Lake, table: Table, rows: DataFrame, checks: CheckSet) -> tuple[DataFrame, Tally]:
    tally = Tally(lake.spark, checks)
    placed = rows.select("*", personal.place())
    return judged(placed, checks, lambda mask: tally.counting(mask, personal.said(table))), tally


def results_of(table: Table, counts: Counts) -> list[CheckResult]:
    of_rows = [
        CheckResult(check.id, "row", check.dimension, check.severity, counts.rows, failed, passed=True)
        for check, failed in zip(checks_of(table).checks, counts.failed, strict=True)
    ]
    return [*of_rows, *personal.results(table, counts.said)]


def judged(
    rows: DataFrame, checks: CheckSet, counting: Callable[[SparkColumn], SparkColumn] = lambda mask: mask
) -> DataFrame:
    """Adds MASK and `_quarantined`. A malformed line fails that one check; its columns say nothing."""
    malformed = 1 << checks.checks.index(MALFORMED_CHECK)
    mask = F.when(F.col(MALFORMED), F.lit(malformed).cast("bigint")).otherwise(checks.mask())
    return rows.select("*", counting(mask).alias(MASK)).select("*", checks.failed().alias("_quarantined"))


def checks_of(table: Table) -> CheckSet:
    drifted = (schema_drift.CHECK,) if table.drift == "discard-row" else ()
    return CheckSet((*table.row_checks, MALFORMED_CHECK, *drifted))


def _take(lake: Lake, table: Table, rows: DataFrame, commit: Commit, run: Run, lacking: Sequence[str] = ()) -> Appended:
    """Appends, and tells the drift: before, where it keeps the batch out. `lacking` are columns that no file has."""
    told = Drifted(run, commit.app_id, commit.version, commit.batch_id)
    if table.drift == "freeze":
        found = [*schema_drift.counted(_look_at(lake, table, rows).keys, table), *schema_drift.missing(lacking, 0)]
        schema_drift.record(lake, table, told, found)
        schema_drift.refuse(table, found)
    counts = append(lake, table, rows, commit, run)
    found = [*schema_drift.counted(counts.keys, table), *schema_drift.missing(lacking, counts.rows)]
    schema_drift.record(lake, table, told, found)
    return counts, results_of(table, counts)


def _system(table: Table) -> str:
    assert table.source is not None
    return table.source.system


def _together(parts: Sequence[CheckResult]) -> CheckResult:
    first = parts[0]
    return CheckResult(
        first.check_id,
        first.kind,
        first.dimension,
        first.severity,
        sum(part.evaluated for part in parts),
        sum(part.failed for part in parts),
        passed=all(part.passed for part in parts),
    )
