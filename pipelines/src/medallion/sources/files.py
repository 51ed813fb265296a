"""Files in the landing container, by format."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import _parse_datatype_string

from medallion import parsing_csv, parsing_jsonl
from medallion.batches import Batch, Due, due_files
from medallion.errors import MedallionError
from medallion.files import reported_uris
from medallion.inspection import Inspection, undeclared_keys
from medallion.intents import Intent
from medallion.lake import Lake
from medallion.landing import LandingFile, uri
from medallion.manifest import Table
from medallion.parsing import BYTE_ORDER_MARK, FILE, LINE, OFFSET


def due(lake: Lake, table: Table, past: Sequence[Intent], path: str | None) -> Due:
    return due_files(lake, table, past, path)


def read(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    assert table.source is not None
    files, inspections = batch.intent.files, batch.inspections
    match table.source.format:
        case "jsonl":
            heads = [inspection.head for inspection in inspections]
            seen = [
                (key, _parse_datatype_string(kind)) for key, kind in undeclared_keys(heads, set(table.column_names))
            ]
            return parsing_jsonl.parse(_lines(lake, files), table, seen)
        case "csv":
            groups = _by_header(files, inspections)
            frames = [parsing_csv.parse(_lines(lake, group), table, header) for header, group in groups.items()]
            return reduce(DataFrame.unionByName, frames)
    raise MedallionError(
        "unsupported-format",
        f"The source of {table.name} has the format '{table.source.format}'.",
        "Declare jsonl or csv.",
    )


def _lines(lake: Lake, files: Sequence[LandingFile]) -> DataFrame:
    """Raw lines that are not blank, with the file each came from."""
    value = F.col("value")
    text = lake.spark.read.text([uri(lake, file) for file in files])
    unmarked = F.when(F.startswith(value, F.lit(BYTE_ORDER_MARK)), F.substring(value, 2, 2**31 - 1)).otherwise(value)
    return text.where(F.trim(value) != "").select(
        unmarked.alias(LINE), relative(lake).alias(FILE), F.lit(None).cast("bigint").alias(OFFSET)
    )


def relative(lake: Lake) -> SparkColumn:
    """Path below landing, as in the listing; Spark percent-encodes what it reports."""
    path = F.col("_metadata.file_path")
    below = F.regexp_replace(path, "^file:/+", "/")
    for root in reported_uris(lake.spark, lake.landing()):
        below = F.when(path.startswith(f"{root}/"), F.substring(path, len(root) + 2, 2**31 - 1)).otherwise(below)
    return F.when(below.contains("%"), F.url_decode(F.replace(below, F.lit("+"), F.lit("%2B")))).otherwise(below)


def _by_header(files: Sequence[LandingFile], inspections: Sequence[Inspection]) -> dict[str, list[LandingFile]]:
    """Files with the same header line are read together. A file of blank lines has no rows and stands in no group."""
    groups: dict[str, list[LandingFile]] = {}
    for file, inspection in zip(files, inspections, strict=True):
        header = next((line for line in inspection.head if line.strip()), "")
        groups.setdefault(header, []).append(file)
    return groups
