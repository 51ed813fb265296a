"""Streams: the change feed of a Delta table, a topic of Kafka or of Event Hubs.

Every run reads what is available and ends. Spark's checkpoint in the system container stores the position; each
micro-batch is appended with the stream's id and the batch's number as its transaction, so that a repeated one changes
nothing. Without its checkpoint a stream starts from the beginning, with a new id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.binding import Connection
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading.batches import Batch, Due
from medallion.reading.intents import Intent
from medallion.reading.parsing import FILE, LINE, OFFSET
from medallion.sources import files, typed
from medallion.sources.documents import BROKEN
from medallion.sources.secrets import read_secret
from medallion.spark.files import read_json

KINDS = ("changes", "kafka")
# Called with rows as a reader returns them, the id of the stream and the number of the micro-batch.
Sink = Callable[[DataFrame, str, int], None]

_CHANGE = ("_change_type", "_commit_version", "_commit_timestamp")


def due(lake: Lake, table: Table, past: Sequence[Intent], path: str | None) -> Due:
    """Always one batch: only the stream itself knows whether it has new rows."""
    if path is not None:
        raise MedallionError(
            "path-of-stream",
            f"{table.name} reads a stream, to which the path {path} does not apply.",
            "Leave out the path.",
        )
    lake.binding.connection(_settings(table)["connection"], table.name)
    return Due((Batch(Intent(table.name, -1, 0, ()), (), is_promised=True),), ())


def read(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    raise NotImplementedError("a stream is drained")


def absent(lake: Lake, table: Table, batch: Batch) -> list[str]:
    return []


def drain(lake: Lake, table: Table, sink: Sink) -> None:
    """Passes every available micro-batch to the sink, one after the other."""
    checkpoint = lake.system(f"checkpoints/{table.name}")
    failure: list[Exception] = []

    def take(frame: DataFrame, number: int) -> None:
        try:
            stream = read_json(lake.spark, f"{checkpoint}/metadata", "checkpoint")["id"]
            sink(rows_of(frame, table), stream, number)
        except Exception as error:
            # The exception loses its type on its way through the JVM.
            failure.append(error)
            raise

    stream = _opened(lake, table).writeStream.foreachBatch(take).option("checkpointLocation", checkpoint)
    query = stream.trigger(availableNow=True).start()
    try:
        query.awaitTermination()
    except Exception:
        if failure:
            raise failure[0] from None
        raise


def rows_of(frame: DataFrame, table: Table) -> DataFrame:
    """Parses a micro-batch into the columns that every reader returns."""
    settings = _settings(table)
    name = f"{settings['connection']}/{settings.get('table', settings.get('topic'))}"
    if settings["kind"] == "kafka":
        text = F.decode("value", "UTF-8")
        lines = frame.select(
            F.coalesce(text, F.lit("")).alias(LINE),
            # A message without a body is an unreadable row and is kept; so is a body that is not UTF-8.
            (F.col("value").isNull() | (F.encode(text, "UTF-8") != F.col("value"))).alias(BROKEN),
            F.concat(F.lit(f"{name}/"), F.col("partition").cast("string")).alias(FILE),
            F.col("offset").alias(OFFSET),
        )
        return files.parse_cut_records(lines, table)
    operation = settings["operation"]
    if operation in frame.columns:
        raise MedallionError(
            "operation-taken",
            f"{table.name} stores the operation in '{operation}', which is also a column of {name}.",
            "Rename the operation column in the contract.",
        )
    what = F.when(F.col(_CHANGE[0]) == "update_postimage", "update").otherwise(F.col(_CHANGE[0]))
    names = [column for column in frame.columns if column not in _CHANGE]
    record = F.struct(*[F.col(f"`{column}`") for column in names], what.alias(operation)).alias(typed.RECORD)
    changes = frame.where(F.col(_CHANGE[0]) != "update_preimage")
    origin = F.lit(name).alias(FILE), F.col("_commit_version").alias(OFFSET)
    return typed.parse(changes.select(record, *origin), table)


def kafka_options(connection: Connection, topic: str) -> dict[str, str]:
    """With a secret: SASL over TLS, which the Kafka endpoint of Event Hubs requires; `options` override it."""
    options = {
        "kafka.bootstrap.servers": connection.url,
        "subscribe": topic,
        "startingOffsets": "earliest",
        # Messages that the broker dropped before they were read are an error.
        "failOnDataLoss": "true",
    }
    secret = read_secret(connection)
    if secret is not None:
        user = (connection.user or "$ConnectionString").replace('"', '\\"')
        login = "org.apache.kafka.common.security.plain.PlainLoginModule"
        password = secret.replace("\\", "\\\\").replace('"', '\\"')
        options |= {
            "kafka.security.protocol": "SASL_SSL",
            "kafka.sasl.mechanism": "PLAIN",
            "kafka.sasl.jaas.config": f'{login} required username="{user}" password="{password}";',
        }
    return {**options, **connection.options}


def _opened(lake: Lake, table: Table) -> DataFrame:
    settings = _settings(table)
    connection = lake.binding.connection(settings["connection"], table.name)
    reader = lake.spark.readStream
    if settings["kind"] == "kafka":
        return reader.format("kafka").options(**kafka_options(connection, settings["topic"])).load()
    location = f"{connection.url.rstrip('/')}/{settings['table']}"
    return reader.format("delta").options(**{"readChangeFeed": "true", **connection.options}).load(location)


def _settings(table: Table) -> Any:
    assert table.source is not None
    return table.source.settings
