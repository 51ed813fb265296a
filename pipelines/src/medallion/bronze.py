"""Landing files to one append of a bronze table: parse, rescue, check, set aside and count in a single read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as F

from medallion.batches import Batch
from medallion.checks import MASK, CheckSet
from medallion.commits import reached
from medallion.intents import app_id
from medallion.lake import Lake
from medallion.manifest import RowCheck, Table
from medallion.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED
from medallion.results import CheckResult, Run, TableResult
from medallion.sources.registry import read
from medallion.transactions import state
from medallion.writing import table_options

MALFORMED_CHECK = RowCheck("malformed", f"NOT {MALFORMED}", "error", "conformity")


def ingest(lake: Lake, table: Table, batches: Sequence[Batch], run: Run) -> TableResult:
    """Appends each batch with its number as transaction version; a batch that is there already is left alone."""
    results = [_append(lake, table, batch, run) for batch in batches]
    version = state(lake.spark, lake.location(table)).version
    checks = [result[1] for result in results]
    return TableResult(
        table=table.name,
        layer=table.layer,
        status="succeeded",
        version=version,
        rows_in=sum(counts["rows"] for counts, _ in results),
        accepted=sum(counts["rows"] - counts["quarantined"] for counts, _ in results),
        quarantined=sum(counts["quarantined"] for counts, _ in results),
        rescued=sum(counts["rescued"] for counts, _ in results),
        bytes_in=sum(batch.bytes_in for batch in batches),
        checks=tuple(_together(parts) for parts in zip(*checks, strict=True)),
    )


def _append(lake: Lake, table: Table, batch: Batch, run: Run) -> tuple[dict[str, Any], list[CheckResult]]:
    checks = CheckSet((*table.row_checks, MALFORMED_CHECK))
    rows = judged(read(lake, table, batch), checks)
    observation = Observation(f"{table.name}-{batch.intent.n}")
    counted = rows.observe(
        observation,
        F.count(F.lit(1)).alias("rows"),
        F.count(F.when(F.col("_quarantined"), 1)).alias("quarantined"),
        F.count(F.col(RESCUED)).alias("rescued"),
        *checks.counters(),
    )
    location = lake.location(table)
    reached(f"{table.name}:before")
    (
        counted.select(
            *table.column_names,
            RESCUED,
            checks.names().alias("_errors"),
            F.when(F.col("_quarantined"), F.col(LINE)).alias("_raw"),
            F.lit(_system(table)).alias("_source"),
            F.col(FILE).alias("_source_file"),
            F.col(OFFSET).alias("_source_offset"),
            F.lit(batch.intent.batch_id).alias("_batch_id"),
            F.lit(run.id).alias("_run_id"),
            F.lit(lake.release.id).alias("_release_id"),
            F.lit(datetime.now(UTC)).alias("_ingested_at"),
            "_quarantined",
        )
        .write.format("delta")
        .mode("append")
        .partitionBy("_quarantined", *table.partition_by)
        .options(**table_options(table), txnAppId=app_id(table.name), txnVersion=str(batch.intent.n))
        # A column that a newer contract adds; a changed type is still refused.
        .option("mergeSchema", "true")
        .save(location)
    )
    reached(f"{table.name}:after")
    counts = observation.get
    return counts, [
        CheckResult(
            check.id, "row", check.dimension, check.severity, counts["rows"], counts[f"check_{bit}"], passed=True
        )
        for bit, check in enumerate(checks.checks)
    ]


def judged(rows: DataFrame, checks: CheckSet) -> DataFrame:
    """Adds MASK and `_quarantined`. A malformed line fails that one check; its columns say nothing."""
    malformed = 1 << checks.checks.index(MALFORMED_CHECK)
    mask = F.when(F.col(MALFORMED), F.lit(malformed).cast("bigint")).otherwise(checks.mask())
    return rows.select("*", mask.alias(MASK)).select("*", checks.failed().alias("_quarantined"))


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
