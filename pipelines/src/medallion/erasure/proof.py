"""Searches a Delta table for persons: in its rows, in every file of its folder, and in its log."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.erasure.rows import Place, read, text_columns
from medallion.erasure.subjects import VALUE, Subject, matching, subject_column
from medallion.lake.lake import Lake
from medallion.recovery.delta_log import LOG, checkpoints, commits
from medallion.spark.dataframes import of_secrets
from medallion.spark.folder import Folder

_WHERE = "_where"
_ACTIONS = "add struct<stats: string>, remove struct<stats: string>"


@dataclass(frozen=True)
class Left:
    """Persons that were found again: in the table as it reads, in any file of its folder, in the log's statistics; and
    rows of any file in whose text an identifier stands."""

    rows: int
    files: int
    log: int
    text: int = 0

    @property
    def is_nothing(self) -> bool:
        return self == Left(0, 0, 0)


@dataclass(frozen=True)
class Searched:
    """What a search looked at. `columns` hold the persons' own values or tokens, `text` free text."""

    columns: tuple[str, ...]
    text: tuple[str, ...]
    files: int
    bytes: int
    log_files: int


def search(lake: Lake, place: Place, subject: Subject, pattern: str | None = None) -> tuple[Left, Searched]:
    """Reads every file in the folder once, also files that are not part of the table any more; the rows of the table
    are among them, and are counted only when a file holds a person."""
    sizes = Folder(lake.spark, place.location).sizes()
    data = [path for path in sizes if path.endswith(".parquet") and not path.startswith(f"{LOG}/")]
    texts = text_columns(place.table) if pattern is not None else []
    column = subject_column(place.table, subject.kind) if subject.kind in place.table.subjects else None
    in_files = in_log = in_rows = in_text = 0
    paths = [f"{place.location}/{path}" for path in data]
    if column is not None:
        schema = f"`{column.name}` {column.type}"
        reader = lake.spark.read.schema(schema)
        files = reader.parquet(*paths) if paths else lake.spark.createDataFrame([], schema)
        tagged = (
            files.distinct()
            .withColumn(_WHERE, F.lit("files"))
            .unionByName(_log(lake, place, subject).withColumn(_WHERE, F.lit("log")))
        )
        persons = matching(lake, tagged.select(column.name), place.table, subject)
        found = tagged.join(persons, F.col(column.name) == F.col(VALUE), "left_semi").distinct().groupBy(_WHERE).count()
        counts = {row[_WHERE]: row["count"] for row in found.collect()}
        in_files, in_log = counts.get("files", 0), counts.get("log", 0)
        in_rows = matching(lake, read(lake, place), place.table, subject).count() if in_files else 0
    if pattern is not None and texts and paths:
        free = lake.spark.read.schema(", ".join(f"`{name}` string" for name in texts)).parquet(*paths)
        secret = of_secrets(lake.spark, {"p": pattern.encode()}).select(F.col("p").cast("string").alias("p"))
        told = f"rlike(concat_ws('\\n', {', '.join(f'`{name}`' for name in texts)}), p)"
        in_text = free.join(F.broadcast(secret), F.expr(told), "left_semi").count()
    searched = Searched(
        () if column is None else (column.name,),
        tuple(texts),
        len(data),
        sum(sizes[path] for path in data),
        sum(1 for path in sizes if path.startswith(f"{LOG}/")),
    )
    return Left(in_rows, in_files, in_log, in_text), searched


def _log(lake: Lake, place: Place, subject: Subject) -> DataFrame:
    entries = Folder(lake.spark, place.location).sizes(LOG)
    told = [f"{place.location}/{path}" for path in commits(entries).values()]
    known = [f"{place.location}/{path}" for _, path in checkpoints(entries)]
    stats = lake.spark.read.schema(_ACTIONS).json(told).selectExpr("explode(array(add.stats, remove.stats)) AS stats")
    if known:
        files = lake.spark.read.schema("add struct<stats: string>").parquet(*known)
        stats = stats.unionByName(files.selectExpr("add.stats AS stats"))
    column = subject_column(place.table, subject.kind)
    bounds = [F.get_json_object("stats", f"$.{end}.{column.name}") for end in ("minValues", "maxValues")]
    return stats.select(F.explode(F.array(*bounds)).alias(column.name)).select(F.col(column.name).cast(column.type))
