"""A Delta table as files: its commits, and the files that they mention."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructField

from medallion.errors import MedallionError
from medallion.spark.folder import Folder
from medallion.spark.transactions import snapshot

LOG = "_delta_log"
_COMMIT = re.compile(r"^_delta_log/(\d{20})\.json$")
_CHECKPOINT = re.compile(r"^_delta_log/(\d{20})\.checkpoint(?:\.\d{10}\.\d{10})?\.parquet$")


@dataclass(frozen=True)
class Fingerprint:
    """`checksum` is the sum of a hash per row: it changes with any value, not with the order of rows or files."""

    rows: int
    checksum: str


def commit_path(version: int) -> str:
    return f"{LOG}/{version:020d}.json"


def commits(paths: Iterable[str]) -> dict[int, str]:
    """Path by version, of the paths that are commits."""
    return _numbered(_COMMIT, paths)


def checkpoints(paths: Iterable[str]) -> list[tuple[int, str]]:
    """Version and path of every checkpoint file; a large one has several parts."""
    return [(int(match[1]), path) for path in paths if (match := _CHECKPOINT.match(path))]


def newest_version(paths: Iterable[str]) -> int:
    """Newest version; -1 if there is no table."""
    found = list(paths)
    return max([*commits(found), *(version for version, _ in checkpoints(found))], default=-1)


def mentioned(folder: Folder, commit: str) -> set[str]:
    """Data and change files that a commit adds, as paths relative to the table.

    Raises MedallionError `backup-unsupported` for deletion vectors, which are stored in other files.
    """
    paths = set()
    for line in folder.read(commit).decode("utf-8").splitlines():
        action: dict[str, Any] = json.loads(line)
        for kind in ("add", "cdc"):
            file = action.get(kind)
            if file is None:
                continue
            if file.get("deletionVector"):
                raise MedallionError(
                    "backup-unsupported",
                    f"{folder.root} has deletion vectors, which a backup does not support.",
                    "Run REORG TABLE ... APPLY (PURGE) and switch delta.enableDeletionVectors off.",
                )
            paths.add(unquote(file["path"]))
    return paths


def active_files(spark: SparkSession, location: str) -> dict[str, int]:
    """Bytes of every file of the newest version, by path relative to the table."""
    files = DataFrame(snapshot(spark, location).allFiles().toDF(), spark)
    return {unquote(row["path"]): int(row["size"]) for row in files.select("path", "size").collect()}


def fingerprint(spark: SparkSession, location: str, version: int) -> Fingerprint:
    """Counts and hashes the rows of one version, reading every value."""
    rows = spark.read.format("delta").option("versionAsOf", version).load(location)
    hashed = rows.select(F.xxhash64(*[_hashable(field) for field in rows.schema]).cast("decimal(38,0)").alias("hash"))
    found = hashed.agg(F.count(F.lit(1)).alias("rows"), F.sum("hash").cast("string").alias("checksum")).collect()[0]
    return Fingerprint(int(found["rows"]), found["checksum"] or "0")


def _hashable(field: StructField) -> SparkColumn:
    """Spark cannot hash maps; their text is hashed instead, because a copied file keeps the order of entries."""
    column = F.col(f"`{field.name}`")
    return F.to_json(F.struct(column)) if "map<" in field.dataType.simpleString() else column


def _numbered(pattern: re.Pattern[str], paths: Iterable[str]) -> dict[int, str]:
    return {int(match[1]): path for path in paths if (match := pattern.match(path))}
