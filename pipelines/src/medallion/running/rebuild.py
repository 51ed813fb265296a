"""Rebuilds silver from bronze: a whole table, or the keys with a row in a range of days.

The rows are built in another place, by the same code as in every run, and then replace the old ones in one commit:
readers see the old rows or the new ones, and Delta keeps the old version. Both can be repeated after a crash.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_

from delta.tables import DeltaTable
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion import silver
from medallion.crash_points import reached
from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Column, Table
from medallion.lake.scratch import scratch_lake
from medallion.lake.writing import properties_again, replace_all
from medallion.ledger import commit_note
from medallion.ledger.results import Run, TableResult
from medallion.spark.transactions import noted, state, transaction_options

_PRESENT = "_present"


@dataclass(frozen=True)
class Days:
    """A range of days in UTC, including both."""

    first: date
    last: date

    @staticmethod
    def parse(text: str) -> Days:
        """Parses `2017-03-01..2017-03-31`. Raises MedallionError `range-invalid`."""
        first, separator, last = text.partition("..")
        try:
            days = Days(date.fromisoformat(first), date.fromisoformat(last or first))
        except ValueError:
            days = None
        if days is None or days.first > days.last or (separator and not last):
            raise MedallionError(
                "range-invalid",
                f"'{text}' is not a range of days.",
                "Write the first and the last day, for example 2017-03-01..2017-03-31.",
            )
        return days

    def holds(self, moment: SparkColumn) -> SparkColumn:
        """Whether the value is within the days; false for NULL."""
        return F.coalesce(F.to_date(moment).between(F.lit(self.first), F.lit(self.last)), F.lit(False))


def time_column(table: Table) -> Column | None:
    """The event time of a row: the first order column, if it is a date or a timestamp."""
    column = next((column for column in table.columns if column.name in table.order_by[:1]), None)
    return column if column is not None and column.type in ("date", "timestamp") else None


def rebuild_table(lake: Lake, table: Table, run: Run, evolution: tuple[str, str] | None = None) -> TableResult:
    """The whole table from all of bronze, in one commit. A table that is not there yet is made as in any run.

    `evolution` is the mode and its reason if the rows follow another contract than before; readers by key learn of it.
    """
    if not state(lake.spark, lake.location(table)).exists:
        return _made(lake, table, run)
    source = lake.manifest.find(table.inputs[0])
    app_id = silver.app_id(table, source)
    with scratch_lake(lake, run.id, table) as scratch:
        result = _made(scratch, table, run)
        until = state(lake.spark, lake.location(source)).version
        # Delta would skip a commit with a transaction version that was used before.
        taken = state(lake.spark, lake.location(table)).committed(app_id) >= until
        options = {} if taken else transaction_options(app_id, until)
        options |= _note(commit_note.of_result(result, *(evolution or ("", ""))))
        for name in ("quarantine", "held"):
            _replace_side(lake, scratch, table, name)
        reached(f"{table.name}:before-replace")
        _overwrite(lake, table, _rows(scratch, scratch.location(table)), options, evolution is not None)
        reached(f"{table.name}:after-replace")
    return replace(result, version=state(lake.spark, lake.location(table)).version)


def backfill(lake: Lake, table: Table, days: Days, run: Run) -> TableResult:
    """Rebuilds the keys with a row in the range, from all of bronze that silver has read.

    Raises MedallionError `no-time-column`, `input-missing`.
    """
    moment = time_column(table)
    if moment is None:
        raise MedallionError(
            "no-time-column",
            f"{table.name} does not order its rows by a date or a timestamp, so the rows of a day cannot be found.",
            "Rebuild the whole table with --full-refresh.",
        )
    source = lake.manifest.find(table.inputs[0])
    taken = state(lake.spark, lake.location(table)).committed(silver.app_id(table, source))
    if taken < 0:
        raise MedallionError("input-missing", f"{table.name} has not read its input yet.", f"Run {table.name} first.")
    with scratch_lake(lake, run.id, table, source) as scratch:
        found = _affected(lake, table, source, taken, moment, days)
        found.write.format("delta").mode("append").save(scratch.location(source))
        result = _made(scratch, table, run)
        made, stored = _rows(scratch, scratch.location(table)), _rows(lake, lake.location(table))
        within = days.holds(F.col(moment.name))
        keys = _keys(table, made).union(_keys(table, stored.where(within))).distinct()
        for name in ("quarantine", "held"):
            _replace_side(lake, scratch, table, name, keep=~within, keys=keys)
        reached(f"{table.name}:before-replace")
        if table.history == "scd1":
            with noted(lake.spark, commit_note.of_result(result)):
                _merge(lake, table, made, keys)
        else:
            others = stored.join(keys, _same(table), "left_anti")
            _overwrite(
                lake, table, others.unionByName(made, allowMissingColumns=True), _note(commit_note.of_result(result))
            )
        reached(f"{table.name}:after-replace")
    return replace(result, version=state(lake.spark, lake.location(table)).version)


def _made(lake: Lake, table: Table, run: Run) -> TableResult:
    change = silver.pending(lake, table)
    if change is None:
        return TableResult(table.name, table.layer, "unchanged", state(lake.spark, lake.location(table)).version)
    return silver.refresh(lake, table, change, run)


def _affected(lake: Lake, table: Table, source: Table, taken: int, moment: Column, days: Days) -> DataFrame:
    """Bronze rows of all keys with a row in the range, including rows outside of the range."""
    reader = lake.spark.read.format("delta").option("versionAsOf", taken)
    rows = reader.load(lake.location(source)).where("NOT _quarantined")
    columns = {column.name: F.expr(column.expression or column.name) for column in table.columns}
    keyed = rows.withColumn("_key", F.struct(*[columns[name].alias(name) for name in table.keys]))
    within = keyed.where(days.holds(columns[moment.name].cast(moment.type))).select(F.col("_key").alias("_wanted"))
    same = F.col("_key").eqNullSafe(F.col("_wanted"))
    return keyed.join(within.distinct(), same, "left_semi").drop("_key")


def _merge(lake: Lake, table: Table, made: DataFrame, keys: DataFrame) -> None:
    """For one row per key: writes only changed rows, and deletes keys that have no row any more."""
    wanted = made.withColumn(_PRESENT, F.lit(True))
    source = keys.join(wanted, _same(table), "left").select(
        *[F.col(f"_key{place}").alias(name) for place, name in enumerate(table.keys)],
        *[name for name in wanted.columns if name not in table.keys],
    )
    differs = ~reduce(and_, [F.col(f"s.{name}").eqNullSafe(F.col(f"t.{name}")) for name in table.column_names])
    values = {name: F.col(f"s.{name}") for name in made.columns}
    on = reduce(and_, [F.col(f"s.{name}").eqNullSafe(F.col(f"t.{name}")) for name in table.keys])
    (
        DeltaTable.forPath(lake.spark, lake.location(table))
        .alias("t")
        .merge(source.alias("s"), on)
        .whenMatchedDelete(f"s.{_PRESENT} IS NULL")
        .whenMatchedUpdate(condition=differs, set=dict(values))
        .whenNotMatchedInsert(condition=f"s.{_PRESENT}", values=dict(values))
        .execute()
    )


def _replace_side(
    lake: Lake,
    scratch: Lake,
    table: Table,
    name: str,
    keep: SparkColumn | None = None,
    keys: DataFrame | None = None,
) -> None:
    """Rows that were set aside for what is made again give way to those that are set aside now.

    Without `keep` all do, and their columns with them.
    """
    old, new = lake.system(f"{name}/{table.name}"), scratch.system(f"{name}/{table.name}")
    is_there, has_news = state(lake.spark, old).exists, state(lake.spark, new).exists
    frames = [_rows(scratch, new)] if has_news else []
    if is_there and keep is not None:
        kept = _rows(lake, old).where(keep)
        frames.insert(0, kept if keys is None else kept.join(keys, _same(table), "left_anti"))
    if is_there and not frames:
        frames = [_rows(lake, old).where(F.lit(False))]
    if frames:
        merged = reduce(lambda one, other: one.unionByName(other, allowMissingColumns=True), frames)
        reached(f"{table.name}:before-{name}-replace")
        replace_all(merged, old, {}, (), {})
        reached(f"{table.name}:after-{name}-replace")


def _overwrite(lake: Lake, table: Table, rows: DataFrame, options: dict[str, str], is_evolution: bool = False) -> None:
    properties = properties_again(lake, table, is_evolution=is_evolution)
    replace_all(rows, lake.location(table), properties, table.partition_by, options)


def _note(text: str | None) -> dict[str, str]:
    return {} if text is None else {"userMetadata": text}


def _rows(lake: Lake, location: str) -> DataFrame:
    return lake.spark.read.format("delta").load(location)


def _keys(table: Table, rows: DataFrame) -> DataFrame:
    """The columns under new names: columns of frames derived from each other are ambiguous in a join."""
    return rows.select(*[F.col(name).alias(f"_key{place}") for place, name in enumerate(table.keys)])


def _same(table: Table) -> SparkColumn:
    return reduce(and_, [F.col(name).eqNullSafe(F.col(f"_key{place}")) for place, name in enumerate(table.keys)])
