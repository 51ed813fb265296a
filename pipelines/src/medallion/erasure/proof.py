"""What is left of persons in a Delta table: looked for in its rows, in every file of its folder, and in its log."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.erasure.purge import LOG
from medallion.erasure.rows import Place, read
from medallion.erasure.subjects import Subject, matching
from medallion.lake import Lake
from medallion.recovery.folder import Folder

_ACTIONS = "add struct<stats: string>, remove struct<stats: string>"


@dataclass(frozen=True)
class Left:
    """Persons that were found again: in the table as it reads, in any file of its folder, in the log's statistics."""

    rows: int
    files: int
    log: int

    @property
    def is_nothing(self) -> bool:
        return self == Left(0, 0, 0)


def search(lake: Lake, place: Place, subject: Subject) -> Left:
    """Reads every file that lies in the folder, whether the table still knows it or not."""

    def persons(rows: DataFrame) -> int:
        return matching(lake, rows, place.table, subject).count()

    return Left(persons(read(lake, place)), persons(_files(lake, place, subject)), persons(_log(lake, place, subject)))


def _files(lake: Lake, place: Place, subject: Subject) -> DataFrame:
    paths = [
        f"{place.location}/{path}"
        for path in Folder(lake.spark, place.location).sizes()
        if path.endswith(".parquet") and not path.startswith(f"{LOG}/")
    ]
    schema = _schema(place, subject)
    return lake.spark.read.schema(schema).parquet(*paths) if paths else lake.spark.createDataFrame([], schema)


def _log(lake: Lake, place: Place, subject: Subject) -> DataFrame:
    entries = [f"{place.location}/{path}" for path in Folder(lake.spark, place.location).sizes(LOG)]
    commits = [path for path in entries if path.endswith(".json")]
    checkpoints = [path for path in entries if path.endswith(".parquet")]
    stats = (
        lake.spark.read.schema(_ACTIONS).json(commits).selectExpr("explode(array(add.stats, remove.stats)) AS stats")
    )
    if checkpoints:
        known = lake.spark.read.schema("add struct<stats: string>").parquet(*checkpoints)
        stats = stats.unionByName(known.selectExpr("add.stats AS stats"))
    column = place.table.subjects[subject.kind]
    bounds = [F.get_json_object("stats", f"$.{end}.{column}") for end in ("minValues", "maxValues")]
    kind = next(item.type for item in place.table.columns if item.name == column)
    return stats.select(F.explode(F.array(*bounds)).alias(column)).select(F.col(column).cast(kind))


def _schema(place: Place, subject: Subject) -> str:
    column = place.table.subjects[subject.kind]
    return f"{column} {next(item.type for item in place.table.columns if item.name == column)}"
