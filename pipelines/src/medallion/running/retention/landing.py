"""Landing files all of whose rows have outlived their retention."""

from __future__ import annotations

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.folder import Folder


def delete(lake: Lake, table: Table, is_due: SparkColumn) -> tuple[int, int]:
    """Returns how many files were deleted, and how many were kept because another table reads them too."""
    source = table.source
    if source is None or not source.path:
        return 0, 0
    rows = lake.spark.read.format("delta").load(lake.location(table)).where("_source_file IS NOT NULL")
    files = rows.groupBy("_source_file").agg(F.min(is_due).alias("_all")).where("_all").select("_source_file")
    others = [one for one in lake.manifest.of_layer("bronze") if one.name != table.name and one.source is not None]
    landing = Folder(lake.spark, lake.landing())
    deleted = kept = 0
    for row in files.toLocalIterator():
        path = row["_source_file"]
        if any(one.source is not None and one.source.path and _is_below(path, one.source.path) for one in others):
            kept += 1
        elif landing.remove(path):
            deleted += 1
    return deleted, kept


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")
