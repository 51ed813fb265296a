"""New bronze rows to a silver table: standardise, protect, check, set aside, keep one row a key, merge.

Whatever order the same batches arrive in, the table comes out the same: of two rows with one key the greater wins, by
the order columns first and by all columns after that, both inside a batch and against the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, Observation, Window
from pyspark.sql import functions as F

from medallion.checks import MASK, CheckSet
from medallion.commits import reached
from medallion.errors import MedallionError
from medallion.lake import Lake
from medallion.manifest import RowCheck, Table
from medallion.results import CheckResult, Run, TableResult
from medallion.tokens import load_key, token, with_key
from medallion.transactions import state, transaction
from medallion.writing import table_options


@dataclass(frozen=True)
class Change:
    """Versions of the bronze table that silver has not taken yet: after `since`, up to and including `until`."""

    source: Table
    since: int
    until: int


def app_id(table: Table, source: Table) -> str:
    return f"medallion:{table.name}:{source.name}"


def pending(lake: Lake, table: Table) -> Change | None:
    """None when silver has taken everything, or there is nothing to take."""
    source = lake.manifest.find(table.inputs[0])
    until = state(lake.spark, lake.location(source)).version
    since = state(lake.spark, lake.location(table)).committed(app_id(table, source))
    return Change(source, since, until) if until > since else None


def refresh(lake: Lake, table: Table, change: Change, run: Run) -> TableResult:
    """Quarantine first, then the table, each with a transaction id: a re-run after a crash repeats neither."""
    if table.history != "scd1":
        raise MedallionError(
            "unsupported-history",
            f"{table.name} declares the history '{table.history}'; silver keeps 'scd1'.",
            "Declare scd1.",
        )
    checks = CheckSet(
        (*table.row_checks, *(_orphan_check(place, key.id) for place, key in enumerate(table.foreign_keys)))
    )
    judged = _judge(lake, table, _standardise(lake, table, _new_rows(lake, change)), checks)
    counts = _set_aside(lake, table, judged, checks, change, run)
    good = judged.where(~checks.failed()).select(*table.column_names)
    _merge(lake, table, _newest(good, table), change, run)
    return TableResult(
        table=table.name,
        layer=table.layer,
        status="succeeded",
        version=state(lake.spark, lake.location(table)).version,
        rows_in=counts["rows"],
        accepted=counts["rows"] - counts["quarantined"],
        quarantined=counts["quarantined"],
        checks=tuple(
            CheckResult(
                check.id,
                "row" if bit < len(table.row_checks) else "foreignKey",
                check.dimension,
                check.severity,
                counts["rows"],
                counts[f"check_{bit}"],
                passed=True,
            )
            for bit, check in enumerate(checks.checks)
        ),
    )


def _new_rows(lake: Lake, change: Change) -> DataFrame:
    reader = lake.spark.read.format("delta")
    location = lake.location(change.source)
    if change.since < 0:
        rows = reader.option("versionAsOf", change.until).load(location)
    else:
        rows = (
            reader.option("readChangeFeed", "true")
            .option("startingVersion", change.since + 1)
            .option("endingVersion", change.until)
            .load(location)
            .where("_change_type = 'insert'")
        )
    return rows.where("NOT _quarantined")


def _standardise(lake: Lake, table: Table, rows: DataFrame) -> DataFrame:
    """The declared columns. A personal one leaves here as a token of its standardised text."""
    protected = any(column.protection for column in table.columns)
    source = with_key(rows, load_key(lake.spark, lake.binding)) if protected else rows
    return source.select(
        *[
            (_protect(F.expr(column.expression or column.name), column.protection)).cast(column.type).alias(column.name)
            for column in table.columns
        ]
    )


def _protect(value: SparkColumn, protection: str | None) -> SparkColumn:
    match protection:
        case None:
            return value
        case "token":
            return token(value.cast("string"))
    raise MedallionError(
        "unsupported-protection", f"A column declares the protection '{protection}'.", "Declare 'token'."
    )


def _orphan_check(place: int, check_id: str) -> RowCheck:
    return RowCheck(check_id, f"_exists{place}", "error", "consistency")


def _judge(lake: Lake, table: Table, rows: DataFrame, checks: CheckSet) -> DataFrame:
    """Adds MASK. Each foreign key becomes a column that says whether its value exists; NULL has nothing to look up."""
    for place, key in enumerate(table.foreign_keys):
        value, exists = f"_value{place}", f"_exists{place}"
        known = (
            lake.spark.read.format("delta")
            .load(lake.location(lake.manifest.find(key.table)))
            .select(F.col(key.references).alias(value))
            .distinct()
        )
        found = F.when(F.col(key.column).isNotNull(), F.col(value).isNotNull())
        rows = rows.join(F.broadcast(known), F.col(key.column) == F.col(value), "left")
        rows = rows.withColumn(exists, found).drop(value)
    return rows.select(*table.column_names, checks.mask().alias(MASK))


def _set_aside(
    lake: Lake, table: Table, judged: DataFrame, checks: CheckSet, change: Change, run: Run
) -> dict[str, Any]:
    """Counts all rows and appends the bad ones to the quarantine, in one pass."""
    location, app = lake.quarantine(table), f"{app_id(table, change.source)}:quarantine"
    observation = Observation(f"{table.name}-{change.until}")
    counted = judged.observe(
        observation,
        F.count(F.lit(1)).alias("rows"),
        F.count(F.when(checks.failed(), 1)).alias("quarantined"),
        *checks.counters(),
    )
    bad = counted.where(checks.failed()).select(
        *table.column_names,
        checks.names().alias("_errors"),
        F.lit(run.id).alias("_run_id"),
        F.lit(datetime.now(UTC)).alias("_quarantined_at"),
    )
    reached(f"{table.name}:before-quarantine")
    if state(lake.spark, location).committed(app) >= change.until:
        # A crash came after this commit: the rows are set aside, only the counts are missing.
        bad.write.format("noop").mode("overwrite").save()
    else:
        options = {"txnAppId": app, "txnVersion": str(change.until), "mergeSchema": "true"}
        bad.coalesce(1).write.format("delta").mode("append").options(**options).save(location)
    reached(f"{table.name}:after-quarantine")
    return observation.get


def _rank(table: Table, names: Sequence[str], prefix: str = "") -> SparkColumn:
    """What makes a row greater than another. Structs compare field by field, NULL lowest."""
    return F.struct(*[F.col(f"{prefix}{name}").alias(f"_{i}") for i, name in enumerate((*table.order_by, *names))])


def _newest(rows: DataFrame, table: Table) -> DataFrame:
    order = [F.col(name).desc_nulls_last() for name in (*table.order_by, *table.column_names)]
    place = F.row_number().over(Window.partitionBy(*table.keys).orderBy(*order))
    return rows.select("*", place.alias("_place")).where("_place = 1").drop("_place")


def _merge(lake: Lake, table: Table, rows: DataFrame, change: Change, run: Run) -> None:
    location, app = lake.location(table), app_id(table, change.source)
    stamped = rows.select(
        *table.column_names, F.lit(datetime.now(UTC)).alias("_updated_at"), F.lit(run.id).alias("_run_id")
    )
    reached(f"{table.name}:before")
    if not state(lake.spark, location).exists:
        options = {"txnAppId": app, "txnVersion": str(change.until), **table_options(table)}
        writer = stamped.write.format("delta").mode("append").options(**options)
        writer.partitionBy(*table.partition_by).save(location)
    else:
        newer = _rank(table, table.column_names, "s.") > _rank(table, table.column_names, "t.")
        same_key = " AND ".join(f"s.`{key}` = t.`{key}`" for key in table.keys)
        target = DeltaTable.forPath(lake.spark, location).alias("t")
        with transaction(lake.spark, app, change.until):
            (
                target.merge(stamped.alias("s"), same_key)
                .whenMatchedUpdateAll(condition=newer)
                .whenNotMatchedInsertAll()
                .execute()
            )
    reached(f"{table.name}:after")
