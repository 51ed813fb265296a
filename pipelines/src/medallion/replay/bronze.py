"""Replays the quarantine of a bronze table: parses its raw rows again.

Accepted rows are appended as replay number k, in one commit with transaction version k. Then their quarantined rows are
deleted, in a second commit with the same number. After a stop in between, the next replay sees that k is appended but
not cleaned, and deletes first, so that every row is accepted once. An accepted row keeps `_raw`, and its `_batch_id`
has the replay and the original batch.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce

from delta.tables import DeltaTable
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.bronze.ingestion import MALFORMED_CHECK, checks_of, judged
from medallion.bronze.late_copies import without_erased
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.results import Run
from medallion.reading.intents import app_id
from medallion.reading.parsing import FILE, LINE, OFFSET, RESCUED
from medallion.replay.outcome import Outcome, Window
from medallion.sources import reparse
from medallion.spark.transactions import state, transaction, transaction_options

_ORIGIN = "struct<file: string, place: bigint, batch: string>"
_IDENTITY = ("_source_file", "_source_offset", "_raw")


def replay_table(lake: Lake, table: Table, window: Window, run: Run, *, is_trial: bool) -> Outcome:
    location = lake.location(table)
    app = f"{app_id(table.name)}:replay"
    if not state(lake.spark, location).exists:
        return Outcome(table.name)
    if not is_trial:
        _clean(lake, table, app)
    quarantine = (
        lake.spark.read.format("delta").load(location).where("_quarantined").where(window.holds("_ingested_at"))
    )
    broken = F.array_contains("_errors", MALFORMED_CHECK.id) | F.col("_raw").isNull()
    unreadable = quarantine.where(broken).count()
    candidates = quarantine.where(~broken)
    rows = _judged(lake, table, candidates).persist()
    try:
        looked_at, accepted = (rows.count(), rows.where("NOT _quarantined").count())
        reasons = {row["reason"]: row["count"] for row in _reasons(rows).collect()}
        if not is_trial:
            if accepted:
                _accept(lake, table, rows, app, run)
                _clean(lake, table, app)
            _tell(lake, table, rows)
    finally:
        rows.unpersist()
    return Outcome(table.name, looked_at, accepted, looked_at - accepted, unreadable, reasons)


def _judged(lake: Lake, table: Table, candidates: DataFrame) -> DataFrame:
    """The parsed rows with their origin, their present reasons and their stored reasons."""
    origin = F.struct(
        F.col("_source_file").alias("file"), F.col("_source_offset").alias("place"), F.col("_batch_id").alias("batch")
    )
    raw = candidates.select(
        F.col("_raw").alias(LINE),
        F.col("_source_file").alias(reparse.SOURCE_FILE),
        # Parsers pass this on unchanged, as the file of the line.
        F.to_json(origin).alias(FILE),
        F.lit(None).cast("bigint").alias(OFFSET),
    )
    checks = checks_of(table)
    rows = judged(without_erased(lake, table, reparse.parse(lake, table, raw)), checks).select(
        "*", checks.names().alias("_errors")
    )
    found = F.from_json(FILE, _ORIGIN)
    return rows.select(
        *table.column_names,
        RESCUED,
        "_errors",
        F.col(LINE).alias("_raw"),
        found["file"].alias("_source_file"),
        found["place"].alias("_source_offset"),
        found["batch"].alias("_batch"),
        "_quarantined",
    )


def _reasons(rows: DataFrame) -> DataFrame:
    return rows.where("_quarantined").select(F.explode("_errors").alias("reason")).groupBy("reason").count()


def _accept(lake: Lake, table: Table, rows: DataFrame, app: str, run: Run) -> None:
    location = lake.location(table)
    number = state(lake.spark, location).committed(app) + 1
    assert table.source is not None
    crash_points.reached(f"{table.name}:before-replay")
    (
        rows.where("NOT _quarantined")
        .select(
            *table.column_names,
            F.lit(None).cast("string").alias(RESCUED) if table.drift_mode == "discard-value" else RESCUED,
            F.lit(None).cast("array<string>").alias("_errors"),
            "_raw",
            F.lit(table.source.system).alias("_source"),
            "_source_file",
            "_source_offset",
            F.concat(F.lit(_prefix(number)), F.col("_batch")).alias("_batch_id"),
            F.lit(run.id).alias("_run_id"),
            F.lit(lake.release.id).alias("_release_id"),
            F.lit(datetime.now(UTC)).alias("_ingested_at"),
            "_quarantined",
        )
        .coalesce(1)
        .write.format("delta")
        .mode("append")
        .partitionBy("_quarantined", *table.partition_by)
        .options(**transaction_options(app, number), mergeSchema="true")
        .save(location)
    )
    crash_points.reached(f"{table.name}:after-replay")


def _clean(lake: Lake, table: Table, app: str) -> None:
    """Deletes the quarantined rows that the last replay accepted, unless that was done before."""
    location, cleaned = lake.location(table), f"{app}:cleaned"
    known = state(lake.spark, location)
    number = known.committed(app)
    if number <= known.committed(cleaned):
        return
    rows = lake.spark.read.format("delta").load(location).where("NOT _quarantined")
    taken = rows.where(F.startswith(F.col("_batch_id"), F.lit(_prefix(number))))
    identities = taken.select(*_IDENTITY, F.expr(f"substring(_batch_id, {len(_prefix(number)) + 1})").alias("_batch"))
    crash_points.reached(f"{table.name}:before-cleaning")
    with transaction(lake.spark, cleaned, number):
        merge = DeltaTable.forPath(lake.spark, location).alias("t").merge(identities.distinct().alias("s"), _same())
        merge.whenMatchedDelete().execute()
    crash_points.reached(f"{table.name}:after-cleaning")


def _tell(lake: Lake, table: Table, rows: DataFrame) -> None:
    """Updates the reasons of rows that still fail. Idempotent."""
    failing = rows.where("_quarantined").select(*_IDENTITY, "_batch", "_errors")
    # Equal rows of one batch fail for the same reasons.
    news = failing.dropDuplicates([*_IDENTITY, "_batch"])
    target = DeltaTable.forPath(lake.spark, lake.location(table)).alias("t")
    changed = target.toDF().alias("t").join(news.alias("s"), F.expr(f"{_same()} AND NOT t._errors <=> s._errors"))
    if changed.isEmpty():
        return
    crash_points.reached(f"{table.name}:before-reasons")
    merge = target.merge(news.alias("s"), _same())
    merge.whenMatchedUpdate("NOT t._errors <=> s._errors", {"_errors": "s._errors"}).execute()
    crash_points.reached(f"{table.name}:after-reasons")


def _same() -> str:
    return reduce(
        lambda so_far, name: f"{so_far} AND t.{name} <=> s.{name}",
        _IDENTITY,
        "t._quarantined AND t._batch_id = s._batch",
    )


def _prefix(number: int) -> str:
    return f"replay/{number}/"
