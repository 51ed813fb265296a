"""Counts an append again whose run died before it could record what it had counted."""

from __future__ import annotations

from collections.abc import Collection

from pyspark.sql import functions as F

from medallion.bronze.ingestion import checks_of, count_only, results_of
from medallion.bronze.late_copies import rows_without_erased
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.results import TableResult
from medallion.quality import personal
from medallion.quality.row_counts import RowCounts
from medallion.reading.batches import Batch
from medallion.reading.intents import read as read_intents
from medallion.reading.landing import inspect_all
from medallion.reading.parsing import RESCUED


def count_again(lake: Lake, table: Table, batch_id: str, version: int) -> TableResult:
    """From the landing files of the batch, as the append counted them; if they are gone or are none, from its rows."""
    counts = _of_files(lake, table, batch_id) or _of_rows(lake, table, batch_id, version)
    return TableResult(
        table.name,
        table.layer,
        "succeeded",
        version,
        rows_in=counts.rows,
        accepted=counts.rows - counts.quarantined,
        quarantined=counts.quarantined,
        rescued=counts.rescued,
        checks=tuple(check for check in results_of(table, counts) if check.kind != personal.KIND or check.evaluated),
    )


def batches_of(lake: Lake, table: Table, batch_ids: Collection[str]) -> tuple[Batch, ...]:
    """The recorded batches with these ids, without inspections."""
    intents = read_intents(lake).get(table.name, [])
    return tuple(Batch(intent, (), is_promised=True) for intent in intents if intent.batch_id in batch_ids)


def _of_files(lake: Lake, table: Table, batch_id: str) -> RowCounts | None:
    if table.source is None or table.source.kind != "files":
        return None
    batch = next(iter(batches_of(lake, table, [batch_id])), None)
    if batch is None:
        return None
    try:
        inspected = Batch(batch.intent, tuple(inspect_all(lake, table, batch.intent.files)), is_promised=True)
        return count_only(lake, table, rows_without_erased(lake, table, inspected))
    except (MedallionError, OSError):
        return None


def _of_rows(lake: Lake, table: Table, batch_id: str, version: int) -> RowCounts:
    """What was found of undeclared personal data is not in the rows, and is not counted."""
    checks = checks_of(table).checks
    stored = lake.spark.read.format("delta").option("versionAsOf", version).load(lake.location(table))
    failed = [
        F.count(F.when(F.array_contains("_errors", check.id), 1)).alias(f"c{i}") for i, check in enumerate(checks)
    ]
    row = (
        stored.where(F.col("_batch_id") == batch_id)
        .agg(
            F.count(F.lit(1)).alias("rows"),
            F.count(F.when(F.col("_quarantined"), 1)).alias("quarantined"),
            F.count(RESCUED).alias("rescued"),
            *failed,
        )
        .head()
    )
    assert row is not None
    of_checks = [row[f"c{i}"] for i in range(len(checks))]
    return RowCounts(row["rows"], row["quarantined"], row["rescued"], of_checks, {}, [])
