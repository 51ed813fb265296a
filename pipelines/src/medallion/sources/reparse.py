"""Parses raw rows of bronze again, with the present contract."""

from __future__ import annotations

from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading import parsing_csv, parsing_jsonl
from medallion.reading.landing import LandingFile, head
from medallion.reading.parsing import FILE, LINE, OFFSET
from medallion.sources import delimited, documents, typed
from medallion.spark.folder import Folder

# The landing file of a row; FILE is not enough, because a replay stores more than the name in it.
SOURCE_FILE = "_source_file"


def parse(lake: Lake, table: Table, raw: DataFrame) -> DataFrame:
    """Returns the columns that the reader of the table's source returns. `raw` has LINE, FILE, OFFSET and SOURCE_FILE.

    Raises MedallionError `header-missing` if a CSV file is gone: its lines cannot be parsed without its header.
    """
    assert table.source is not None
    lines = raw.select(LINE, FILE, OFFSET)
    match table.source.format:
        case "csv" if delimited.is_declared(table):
            return _in_dialect(lake, table, raw)
        case "csv":
            return _with_headers(lake, table, raw)
        case "jsonl" | "json":
            return parsing_jsonl.parse(lines, table)
        case "xml":
            tag = str(table.source.settings["records"])
            return typed.parse_texts(documents.xml_again(lines, tag, table.source_names), table)
    return typed.parse_lines(lines, table)


def _in_dialect(lake: Lake, table: Table, raw: DataFrame) -> DataFrame:
    """A header is needed where the files have one."""
    assert table.source is not None
    said = table.source.settings["csv"]
    raw = raw.withColumn("header", F.lit(None).cast("string"))
    if said.get("header", 1) is not False and "widths" not in said:
        paths = [row[SOURCE_FILE] for row in raw.select(SOURCE_FILE).distinct().collect()]
        files = [LandingFile(path, "", 0) for path in paths]
        for file in files:
            if not Folder(lake.spark, lake.landing()).exists(file.path):
                raise _gone(file.path)
        found = delimited.headers(lake, table, files) if files else {}
        known = F.create_map(*[F.lit(text) for pair in found.items() for text in pair]) if found else None
        raw = raw if known is None else raw.withColumn("header", known[F.col(SOURCE_FILE)])
    return typed.parse_texts(delimited.again(lake, table, raw), table)


def _with_headers(lake: Lake, table: Table, raw: DataFrame) -> DataFrame:
    files: dict[str, list[str]] = {}
    for row in raw.select(SOURCE_FILE).distinct().collect():
        files.setdefault(_header(lake, row[SOURCE_FILE]), []).append(row[SOURCE_FILE])
    frames = [
        parsing_csv.parse(raw.where(F.col(SOURCE_FILE).isin(names)).select(LINE, FILE, OFFSET), table, header)
        for header, names in files.items()
    ]
    empty = parsing_csv.parse(raw.where(F.lit(False)).select(LINE, FILE, OFFSET), table, ",".join(table.column_names))
    return reduce(DataFrame.unionByName, frames, empty)


def _header(lake: Lake, path: str) -> str:
    found = next((line for line in head(lake, LandingFile(path, "", 0)) if line.strip()), None)
    if found is None:
        raise _gone(path)
    return found


def _gone(path: str) -> MedallionError:
    return MedallionError(
        "header-missing",
        f"The landing file {path}, whose header names the fields of quarantined lines, does not exist any more.",
        "Restore the file, from the archive tier if needed, and replay again.",
    )
