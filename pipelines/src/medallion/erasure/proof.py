"""Searches a Delta table for persons: in its rows, in every file of its folder, and in its log."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.erasure.rows import Place, read
from medallion.erasure.subjects import Subject, matching, subject_column
from medallion.lake.lake import Lake
from medallion.recovery.delta_log import LOG, checkpoints, commits
from medallion.spark.folder import Folder

_ACTIONS = "add struct<stats: string>, remove struct<stats: string>"


@dataclass(frozen=True)
class Left:
    """Numbers of findings: in rows of the table, in any file of its folder, in statistics of the log."""

    rows: int
    files: int
    log: int

    @property
    def is_nothing(self) -> bool:
        return self == Left(0, 0, 0)


def search(lake: Lake, place: Place, subject: Subject) -> Left:
    """Reads every file in the folder, also files that are not part of the table any more."""

    def persons(rows: DataFrame) -> int:
        return matching(lake, rows, place.table, subject).count()

    return Left(persons(read(lake, place)), persons(_files(lake, place, subject)), persons(_log(lake, place, subject)))


def _files(lake: Lake, place: Place, subject: Subject) -> DataFrame:
    paths = [
        f"{place.location}/{path}"
        for path in Folder(lake.spark, place.location).sizes()
        if path.endswith(".parquet") and not path.startswith(f"{LOG}/")
    ]
    column = subject_column(place.table, subject.kind)
    schema = f"{column.name} {column.type}"
    return lake.spark.read.schema(schema).parquet(*paths) if paths else lake.spark.createDataFrame([], schema)


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
