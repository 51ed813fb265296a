"""Appends landing files to a bronze table: parse, rescue, check, quarantine and count in a single read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BooleanType, LongType, StringType, StructField, StructType

from medallion.bronze.late_copies import rows_without_erased, without_erased
from medallion.crash_points import reached
from medallion.lake.lake import Lake
from medallion.lake.manifest import RowCheck, Table
from medallion.lake.writing import create, table_options
from medallion.ledger import commit_note
from medallion.ledger.results import CheckResult, Run, TableResult, added_up_check
from medallion.quality import personal, schema_drift
from medallion.quality.row_checks import MASK, CheckSet
from medallion.quality.row_counts import RowCounter, RowCounts
from medallion.quality.schema_drift import DriftedAppend
from medallion.reading.batches import Batch
from medallion.reading.intents import app_id
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED
from medallion.sources import streams
from medallion.sources.registry import absent
from medallion.spark.transactions import state, transaction_options

Appended = tuple[RowCounts, list[CheckResult]]

# What else is known of a row than where it stood.
ORIGIN = ("_batch_id", "_run_id", "_release_id", "_ingested_at")

MALFORMED_CHECK = RowCheck("malformed", f"NOT {MALFORMED}", "error", "conformity")


def ingest(lake: Lake, table: Table, batches: Sequence[Batch], run: Run) -> TableResult:
    """Appends each batch with its number as transaction version; a batch that was appended before changes nothing."""
    assert table.source is not None
    results: list[Appended] = []
    if table.source.kind in streams.KINDS:

        def take(rows: DataFrame, stream: str, number: int) -> None:
            commit = BatchCommit(f"{app_id(table.name)}:{stream}", number, f"{stream}/{number}")
            # After a stop between the write and the checkpoint, Spark repeats the batch.
            if state(lake.spark, lake.location(table)).committed(commit.app_id) >= number:
                return
            results.append(_take(lake, table, without_erased(lake, table, rows), commit, run))

        streams.drain(lake, table, take)
    else:
        for batch in batches:
            commit = BatchCommit(app_id(table.name), batch.intent.n, batch.intent.batch_id, batch.bytes_in)
            results.append(
                _take(lake, table, rows_without_erased(lake, table, batch), commit, run, absent(lake, table, batch))
            )
    version = state(lake.spark, lake.location(table)).version
    together = [added_up_check(parts) for parts in zip(*(checks for _, checks in results), strict=True)]
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


def create_empty(lake: Lake, table: Table, run: Run) -> TableResult:
    """The table with its columns and no rows: what reads it need not wait for the first delivery."""
    schema = StructType(
        [
            *table.schema(),
            *[StructField(name, StringType()) for name in (RESCUED, LINE, FILE)],
            StructField(OFFSET, LongType()),
            StructField(MALFORMED, BooleanType()),
        ]
    )
    nothing = lake.spark.createDataFrame(lake.spark.sparkContext.emptyRDD(), schema)
    append(lake, table, nothing, BatchCommit(f"{app_id(table.name)}:created", 0, "created", is_counted=True), run)
    version = state(lake.spark, lake.location(table)).version
    return TableResult(table=table.name, layer=table.layer, status="succeeded", version=version)


@dataclass(frozen=True)
class BatchCommit:
    """Identity of an append: the transaction id that prevents a second one, and the batch of its rows.

    `is_counted` is true for an append without rows, whose counts are known before it is made.
    """

    app_id: str
    version: int
    batch_id: str
    bytes_in: int = 0
    is_counted: bool = False


def append(lake: Lake, table: Table, rows: DataFrame, commit: BatchCommit, run: Run) -> RowCounts:
    """Checks and appends rows as a reader returns them."""
    checks = checks_of(table)
    counted, counter = _counted(lake, table, rows, checks)
    location = lake.location(table)
    made = stored(
        table,
        counted,
        {
            "_batch_id": F.lit(commit.batch_id),
            "_run_id": F.lit(run.id),
            "_release_id": F.lit(lake.release.id),
            "_ingested_at": F.lit(datetime.now(UTC)),
        },
    )
    # The write itself counts: its commit can only say of which batch the counts are.
    noted = commit_note.note(is_counted=commit.is_counted, batch_id=commit.batch_id, bytes_in=commit.bytes_in)
    options = transaction_options(commit.app_id, commit.version, noted)
    reached(f"{table.name}:before")
    if state(lake.spark, location).exists:
        made.write.format("delta").mode("append").options(**options).save(location)
    else:
        create(made, location, table_options(table), partitions_of(table), options)
    reached(f"{table.name}:after")
    return counter.counts()


def partitions_of(table: Table) -> list[str]:
    return ["_quarantined", *table.partition_by]


def stored(table: Table, rows: DataFrame, origin: Mapping[str, SparkColumn]) -> DataFrame:
    """Rows that have been judged, with all columns that bronze has. `origin` says of which batch, run and release."""
    return rows.select(
        *table.column_names,
        F.lit(None).cast("string").alias(RESCUED) if table.drift_mode == "discard-value" else RESCUED,
        checks_of(table).names().alias("_errors"),
        F.when(F.col("_quarantined"), F.col(LINE)).alias("_raw"),
        F.lit(_system(table)).alias("_source"),
        F.col(FILE).alias("_source_file"),
        F.col(OFFSET).alias("_source_offset"),
        *[origin[name].alias(name) for name in ORIGIN],
        "_quarantined",
    )


def count_only(lake: Lake, table: Table, rows: DataFrame) -> RowCounts:
    """Returns what `append` would count, without writing."""
    counted, counter = _counted(lake, table, rows, checks_of(table))
    counted.select(MASK).write.format("noop").mode("overwrite").save()
    return counter.counts()


def _counted(lake: Lake, table: Table, rows: DataFrame, checks: CheckSet) -> tuple[DataFrame, RowCounter]:
    counter = RowCounter(lake.spark, checks)
    placed = rows.select("*", personal.place())
    return judged(placed, checks, lambda mask: counter.counting(mask, personal.findings(table))), counter


def results_of(table: Table, counts: RowCounts) -> list[CheckResult]:
    of_rows = [
        CheckResult(check.id, "row", check.dimension, check.severity, counts.rows, failed, passed=True)
        for check, failed in zip(checks_of(table).checks, counts.failed, strict=True)
    ]
    return [*of_rows, *personal.results(table, counts.findings)]


def judged(
    rows: DataFrame, checks: CheckSet, counting: Callable[[SparkColumn], SparkColumn] = lambda mask: mask
) -> DataFrame:
    """Adds MASK and `_quarantined`. A malformed line fails only that check, because it has no column values."""
    malformed = 1 << checks.checks.index(MALFORMED_CHECK)
    mask = F.when(F.col(MALFORMED), F.lit(malformed).cast("bigint")).otherwise(checks.mask())
    return rows.select("*", counting(mask).alias(MASK)).select("*", checks.failed().alias("_quarantined"))


def checks_of(table: Table) -> CheckSet:
    drifted = (schema_drift.CHECK,) if table.drift_mode == "discard-row" else ()
    return CheckSet((*table.row_checks, MALFORMED_CHECK, *drifted))


def _take(
    lake: Lake, table: Table, rows: DataFrame, commit: BatchCommit, run: Run, lacking: Sequence[str] = ()
) -> Appended:
    """Appends a batch and records its drift; in mode `freeze` before it refuses the batch. No file has `lacking`."""
    drifted = DriftedAppend(run, commit.app_id, commit.version, commit.batch_id)
    if table.drift_mode == "freeze":
        found = [*schema_drift.counted(count_only(lake, table, rows).keys, table), *schema_drift.missing(lacking, 0)]
        schema_drift.record(lake, table, drifted, found)
        schema_drift.refuse(table, found)
    counts = append(lake, table, rows, commit, run)
    found = [*schema_drift.counted(counts.keys, table), *schema_drift.missing(lacking, counts.rows)]
    schema_drift.record(lake, table, drifted, found)
    return counts, results_of(table, counts)


def _system(table: Table) -> str:
    assert table.source is not None
    return table.source.system
