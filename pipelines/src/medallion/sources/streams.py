"""Streams, as far as they have come: the change feed of a Delta table, a topic of Kafka or of Event Hubs.

Every run takes what is there and ends. Spark's checkpoint below `system` knows how far it came; each micro-batch is
appended with the stream's own id and the batch's number as its transaction, so that one which is repeated after a stop
changes nothing. A checkpoint that is deleted begins a new stream with a new id, from the beginning.
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
# Takes rows as a reader gives them, the id of the stream and the number of the micro-batch.
Sink = Callable[[DataFrame, str, int], None]

_CHANGE = ("_change_type", "_commit_version", "_commit_timestamp")


def due(lake: Lake, table: Table, past: Sequence[Intent], path: str | None) -> Due:
    """Always something: whether there is news only the stream itself can tell."""
    if path is not None:
        raise MedallionError(
            "path-of-stream", f"{table.name} reads a stream; the path {path} says nothing to it.", "Leave it out."
        )
    lake.binding.connection(_settings(table)["connection"], table.name)
    return Due((Batch(Intent(table.name, -1, 0, ()), (), is_promised=True),), ())


def read(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    raise NotImplementedError("a stream is drained")


def absent(lake: Lake, table: Table, batch: Batch) -> list[str]:
    return []


def drain(lake: Lake, table: Table, sink: Sink) -> None:
    """Gives the sink every micro-batch that is due, one after the other."""
    checkpoint = lake.system(f"checkpoints/{table.name}")
    failure: list[Exception] = []

    def take(frame: DataFrame, number: int) -> None:
        try:
            stream = read_json(lake.spark, f"{checkpoint}/metadata", "checkpoint")["id"]
            sink(rows_of(frame, table), stream, number)
        except Exception as error:
            # Through the JVM its type would be lost.
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
    """A micro-batch as the other readers give their rows."""
    settings = _settings(table)
    name = f"{settings['connection']}/{settings.get('table', settings.get('topic'))}"
    if settings["kind"] == "kafka":
        text = F.decode("value", "UTF-8")
        lines = frame.select(
            F.coalesce(text, F.lit("")).alias(LINE),
            # A message without a body is a row that cannot be read, not nothing; so are bytes that are no UTF-8.
            (F.col("value").isNull() | (F.encode(text, "UTF-8") != F.col("value"))).alias(BROKEN),
            F.concat(F.lit(f"{name}/"), F.col("partition").cast("string")).alias(FILE),
            F.col("offset").alias(OFFSET),
        )
        return files.apart(lines, table)
    operation = settings["operation"]
    if operation in frame.columns:
        raise MedallionError(
            "operation-taken",
            f"{table.name} keeps the operation in '{operation}', a column that {name} has itself.",
            "Give the operation another name in the contract.",
        )
    what = F.when(F.col(_CHANGE[0]) == "update_postimage", "update").otherwise(F.col(_CHANGE[0]))
    names = [column for column in frame.columns if column not in _CHANGE]
    record = F.struct(*[F.col(f"`{column}`") for column in names], what.alias(operation)).alias(typed.RECORD)
    changes = frame.where(F.col(_CHANGE[0]) != "update_preimage")
    origin = F.lit(name).alias(FILE), F.col("_commit_version").alias(OFFSET)
    return typed.parse(changes.select(record, *origin), table)


def kafka_options(connection: Connection, topic: str) -> dict[str, str]:
    """A secret means SASL over TLS, as the Kafka endpoint of Event Hubs asks for it; `options` may say otherwise."""
    options = {
        "kafka.bootstrap.servers": connection.url,
        "subscribe": topic,
        "startingOffsets": "earliest",
        # Messages that the broker dropped before they were read are an error, never silence.
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
