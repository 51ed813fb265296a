"""Reads files of the landing container, by format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading import parsing_csv, parsing_jsonl
from medallion.reading.batches import Batch, Due, due_files
from medallion.reading.inspection import Inspection
from medallion.reading.intents import Intent
from medallion.reading.landing import LandingFile, relative_path, uri
from medallion.reading.parsing import BYTE_ORDER_MARK, FILE, LINE, MALFORMED, OFFSET, RESCUED
from medallion.sources import delimited, documents, folder_columns, nanoseconds, typed

FORMATS = ("jsonl", "csv", "json", "parquet", "avro", "xml")


def due(lake: Lake, table: Table, past: Sequence[Intent], path: str | None) -> Due:
    return due_files(lake, table, past, path)


def read(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    return folder_columns.read(_of_files(lake, table, batch), table)


def _of_files(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    assert table.source is not None
    files, inspections = batch.intent.files, batch.inspections
    records = table.source.settings.get("records")
    match table.source.format:
        case "jsonl":
            return _together(
                [
                    parsing_jsonl.parse(lines, table) if is_sound else parse_cut_records(lines, table)
                    for is_sound, lines in _lines(lake, list(zip(files, inspections, strict=True)))
                ],
            )
        case "csv":
            if delimited.is_declared(table):
                return typed.parse_texts(delimited.records(lake, table, files), table)
            spanning = _spanning(lake, table, files, inspections)
            frames = [typed.parse_texts(delimited.records(lake, table, spanning), table)] if spanning else []
            others = [(file, found) for file, found in zip(files, inspections, strict=True) if file not in spanning]
            for header, group in _by_header(others).items():
                for is_sound, lines in _lines(lake, group):
                    frames.append(
                        parsing_csv.parse(lines, table, header) if is_sound else parse_cut_records(lines, table, header)
                    )
            return _together(frames)
        case "json":
            return parse_cut_records(documents.json_records(lake, files, records), table)
        case "xml":
            return typed.parse_texts(documents.xml_records(lake, files, str(records), table.source_names), table)
        case "parquet" | "avro":
            return _together([typed.parse(rows, table) for rows in _records(lake, table.source.format, files)])
    raise MedallionError(
        "unsupported-format",
        f"The source of {table.name} has the format '{table.source.format}'.",
        f"Declare one of: {', '.join(FORMATS)}.",
    )


def absent(lake: Lake, table: Table, batch: Batch) -> list[str]:
    """Columns that any file of the batch lacks. JSON and XML objects may lack keys, which is not reported."""
    assert table.source is not None
    names = table.source_names
    match table.source.format:
        case "csv":
            names = [name.lower() for name in names]
            headers = _headers(lake, table, batch)
        case "parquet" | "avro":
            names = [name.lower() for name in names]
            headers = [
                [name.lower() for name in typed.leaves(table, StructType.fromJson(json.loads(schema)))]
                for schema in _by_schema(lake, table.source.format, batch.intent.files)
            ]
        case _:
            headers = []
    return [
        column
        for column, name in zip(table.column_names, names, strict=True)
        if column not in folder_columns.named(table) and any(header and name not in header for header in headers)
    ]


def _headers(lake: Lake, table: Table, batch: Batch) -> list[list[str]]:
    """The fields that each header of a CSV file names, in lower case."""
    if delimited.is_declared(table):
        found = set(delimited.headers(lake, table, batch.intent.files).values())
        return [delimited.names_in(header, table) for header in sorted(found)]
    of_files = _by_header(list(zip(batch.intent.files, batch.inspections, strict=True)))
    return [[name.lower() for name in parsing_csv.header_names(header)] for header in of_files]


def _together(frames: Sequence[DataFrame]) -> DataFrame:
    return reduce(DataFrame.unionByName, frames)


def _lines(lake: Lake, files: Sequence[tuple[LandingFile, Inspection]]) -> list[tuple[bool, DataFrame]]:
    """The lines of files that Spark can read, and of the others, each with whether Spark read them."""
    sound = [file for file, inspection in files if inspection.is_utf8 and not file.path.endswith(".zst")]
    others = [file for file, _ in files if file not in sound]
    found = [(True, lines(lake, sound))] if sound else []
    return [*found, (False, documents.lines(lake, others))] if others else found


def lines(lake: Lake, files: Sequence[LandingFile]) -> DataFrame:
    """Raw lines that are not blank, with the file of each."""
    value = F.col("value")
    text = lake.spark.read.text([uri(lake, file) for file in files])
    unmarked = F.when(F.startswith(value, F.lit(BYTE_ORDER_MARK)), F.substring(value, 2, 2**31 - 1)).otherwise(value)
    return text.where(F.trim(value) != "").select(
        unmarked.alias(LINE), relative_path(lake, files).alias(FILE), F.lit(None).cast("bigint").alias(OFFSET)
    )


def parse_cut_records(cut: DataFrame, table: Table, header: str | None = None) -> DataFrame:
    """Parses records that `documents` has cut, with the parser of lines. A broken record is always malformed."""
    marked = cut.select(LINE, FILE, F.struct(OFFSET, documents.BROKEN).alias(OFFSET))
    rows = parsing_jsonl.parse(marked, table) if header is None else parsing_csv.parse(marked, table, header)
    broken = F.col(OFFSET).getField(documents.BROKEN)
    return rows.select(
        LINE,
        FILE,
        F.col(OFFSET).getField(OFFSET).alias(OFFSET),
        (F.col(MALFORMED) | broken).alias(MALFORMED),
        *[F.when(~broken, F.col(name)).alias(name) for name in (*table.column_names, RESCUED)],
    )


def _records(lake: Lake, kind: str, files: Sequence[LandingFile]) -> list[DataFrame]:
    """Typed rows. Files may differ in their columns: each schema is read separately."""
    place = F.col("_metadata.row_index") if kind == "parquet" else F.lit(None)
    frames = []
    for group in _by_schema(lake, kind, files).values():
        frame = _load(lake, kind, group)
        origin = relative_path(lake).alias(FILE), place.cast("bigint").alias(OFFSET)
        frames.append(frame.select(typed.as_record(frame), *origin))
    return frames


def _by_schema(lake: Lake, kind: str, files: Sequence[LandingFile]) -> dict[str, list[LandingFile]]:
    groups: dict[str, list[LandingFile]] = {}
    for file in files:
        groups.setdefault(_load(lake, kind, [file]).schema.json(), []).append(file)
    return groups


def _load(lake: Lake, kind: str, files: Sequence[LandingFile]) -> DataFrame:
    """Files of one schema, as Spark reads them; times of nanoseconds as texts."""
    lake.spark.conf.set(nanoseconds.AS_LONG, "true")
    frame = lake.spark.read.format(kind).load([uri(lake, file) for file in files])
    return nanoseconds.as_texts(frame, uri(lake, files[0])) if kind == "parquet" else frame


def _spanning(
    lake: Lake, table: Table, files: Sequence[LandingFile], inspections: Sequence[Inspection]
) -> list[LandingFile]:
    """Files in which a field in quotes goes on behind a line break, or is never closed.

    They are cut into records as a whole. All others are read line by line, by as many tasks as they are large.
    """
    quoted = [file for file, found in zip(files, inspections, strict=True) if found.has_quotes]
    unread = [file for file in quoted if file.path.endswith(".zst")]
    read = [file for file in quoted if file not in unread]
    if not read:
        return unread
    value = F.col("value")
    text = lake.spark.read.text([uri(lake, file) for file in read]).select(value, relative_path(lake).alias(FILE))
    is_open = value.contains('"') & delimited.is_open(lake, table, value)
    opened = {row[FILE] for row in text.where(is_open).select(FILE).distinct().collect()}
    return [*unread, *(file for file in read if file.path in opened)]


def _by_header(
    files: Sequence[tuple[LandingFile, Inspection]],
) -> dict[str, list[tuple[LandingFile, Inspection]]]:
    """Groups files by their header line. A file of blank lines has an empty header and no rows."""
    groups: dict[str, list[tuple[LandingFile, Inspection]]] = {}
    for file, inspection in files:
        groups.setdefault(_header(inspection), []).append((file, inspection))
    return groups


def _header(inspection: Inspection) -> str:
    return next((line for line in inspection.head if line.strip()), "")
