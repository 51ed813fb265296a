"""Table properties at creation, and appends to the ledger tables."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from pyspark.sql import DataFrame, DataFrameWriterV2, SparkSession
from pyspark.sql import functions as F

from medallion import crash_points
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.shape import text_of
from medallion.spark.dataframes import of_records
from medallion.spark.session import interpreted_session
from medallion.spark.transactions import TableState, noted, state

# Steps run in parallel: when two make the first commit of a table, Delta refuses one of them.
_APPENDING: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

# With it, readers of the next layer find new rows even after files were compacted.
CHANGE_FEED = "delta.enableChangeDataFeed"

# Columns with minimum and maximum in the log. Delta refuses a table that names a column it does not have.
STATISTICS = "delta.dataSkippingStatsColumns"

# What a table says about itself: the shape of the contract that made its rows, how often they were all made again, how
# often those of its inputs had been when it read them, and columns that it has no more but old files still hold.
SHAPE, GENERATION, INPUTS, DROPPED = (f"medallion.{name}" for name in ("shape", "generation", "inputs", "dropped"))

# Types without minimum and maximum in Delta statistics.
_WITHOUT_STATISTICS = ("boolean", "binary")


def table_options(table: Table) -> dict[str, str]:
    """Delta properties by layer, and the shape that the rows are made by."""
    # The declared columns only: minima of raw lines and run ids help no query and cost on every write. Of a partition
    # column Delta knows the value.
    indexed = [
        column.name
        for column in table.columns
        if column.type not in _WITHOUT_STATISTICS and column.name not in table.partition_by
    ]
    options = {STATISTICS: ",".join(indexed)}
    if table.layer != "gold":
        options[SHAPE] = text_of(table.shape)
    if table.change_feed:
        options[CHANGE_FEED] = "true"
    return options


def properties_at_birth(lake: Lake, table: Table) -> dict[str, str]:
    return {**table_options(table), **({INPUTS: made_from(lake, table)} if table.layer == "silver" else {})}


def properties_again(lake: Lake, table: Table, *, is_evolution: bool) -> dict[str, str]:
    """Of a table all of whose rows are made again. What others have set stays."""
    found = state(lake.spark, lake.location(table))
    kept = {name: value for name, value in found.properties.items() if name != DROPPED}
    counted = {GENERATION: str(generation(found) + 1)} if is_evolution else {}
    return {**kept, **properties_at_birth(lake, table), **counted}


def made_from(lake: Lake, table: Table) -> str:
    """Text for INPUTS: how often the rows of each input have been made again."""
    generations = {
        name: generation(state(lake.spark, lake.location(lake.manifest.find(name)))) for name in table.inputs
    }
    return json.dumps(generations, sort_keys=True, separators=(",", ":"))


def generation(found: TableState) -> int:
    """How often all rows of the table have been made again after a change of contract."""
    return int(found.table_property(GENERATION) or 0)


def create(
    rows: DataFrame, location: str, properties: Mapping[str, str], partitions: Sequence[str], options: Mapping[str, str]
) -> None:
    """The table with its first rows and its properties, in one commit."""
    with _noted(rows, options):
        _writer(rows, location, properties, partitions, options).create()


def replace_all(
    rows: DataFrame, location: str, properties: Mapping[str, str], partitions: Sequence[str], options: Mapping[str, str]
) -> None:
    """Rows, columns, partitions and properties of a table in one commit; earlier versions stay readable."""
    with _noted(rows, options):
        _writer(rows, location, properties, partitions, options).createOrReplace()


def _noted(rows: DataFrame, options: Mapping[str, str]) -> AbstractContextManager[None]:
    """Delta takes the note of a commit that creates a table from the session only, not from the writer's options."""
    return noted(rows.sparkSession, options.get("userMetadata"))


def _writer(
    rows: DataFrame, location: str, properties: Mapping[str, str], partitions: Sequence[str], options: Mapping[str, str]
) -> DataFrameWriterV2:
    writer = rows.writeTo(f"delta.`{_quoted(location)}`").using("delta")
    for name, value in properties.items():
        writer = writer.tableProperty(name, value)
    for name, value in options.items():
        writer = writer.option(name, value)
    if partitions:
        first, *others = [F.col(f"`{name}`") for name in partitions]
        writer = writer.partitionedBy(first, *others)
    return writer


def set_property(spark: SparkSession, location: str, name: str, value: str) -> None:
    """A commit of its own, without rows."""
    spark.sql(f"ALTER TABLE delta.`{_quoted(location)}` SET TBLPROPERTIES ('{name}' = '{value}')")


def describe_anew(
    spark: SparkSession, location: str, properties: Mapping[str, str], fields: Sequence[Mapping[str, Any]] | None = None
) -> None:
    """Other properties, and other columns where `fields` (of Delta's schema) are given, in one commit without rows.

    Delta's SQL drops a column only where columns have names in files apart from their own, which serverless SQL cannot
    read; files that have more columns than the table are read by everybody.
    """
    jvm: Any = spark._jvm
    session: Any = spark._jsparkSession
    delta = jvm.org.apache.spark.sql.delta
    transaction = delta.DeltaLog.forTable(session, location).startTransaction()
    old = transaction.metadata()
    schema = old.schemaString() if fields is None else json.dumps({"type": "struct", "fields": list(fields)})
    configuration = old.configuration()
    for name, value in properties.items():
        configuration = configuration.updated(name, value)
    new = old.copy(
        old.id(),
        old.name(),
        old.description(),
        old.format(),
        schema,
        old.partitionColumns(),
        configuration,
        old.createdTime(),
    )
    transaction.updateMetadata(new, False)
    nothing = jvm.scala.collection.JavaConverters.asScalaBuffer(jvm.java.util.ArrayList()).toList()
    transaction.commit(nothing, getattr(delta, "DeltaOperations$ManualUpdate$").__getattr__("MODULE$"))


def _quoted(location: str) -> str:
    return location.replace("`", "``")


def append(lake: Lake, name: str, records: Sequence[Mapping[str, Any]], schema: str, **options: str) -> None:
    """Appends records to the table `name` of the system container; adds columns that an earlier release lacked."""
    crash_points.reached(f"{name}:before")
    with _APPENDING[name]:
        writer = of_records(interpreted_session(lake.spark), records, schema).write.format("delta").mode("append")
        writer.option("mergeSchema", "true").options(**options).save(lake.system(name))
    crash_points.reached(f"{name}:after")
