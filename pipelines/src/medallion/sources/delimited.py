"""CSV files as people have them: cut into records by `java/CsvReader.java`, in the dialect that the contract declares.

A file is read whole by one task, as documents are, because a quoted field may go on behind a line break.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, BooleanType, StringType, StructField, StructType

from medallion.java import compiler
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading.landing import LandingFile, relative_path, uri
from medallion.reading.parsing import FILE, LINE, OFFSET
from medallion.sources.documents import BROKEN, OTHERS, TEXTS
from medallion.sources.folder_columns import named

_NUMBERS = ("tinyint", "smallint", "int", "bigint", "decimal", "float", "double")
_TEXT_LIST = ArrayType(StringType())
_RECORDS = ArrayType(
    StructType(
        [
            StructField(LINE, StringType()),
            StructField(BROKEN, BooleanType()),
            StructField(TEXTS, _TEXT_LIST),
            StructField(OTHERS, _TEXT_LIST),
        ]
    )
)


def is_declared(table: Table) -> bool:
    """Whether the contract says how the files are written; without it they are RFC 4180 with a header, in UTF-8."""
    return table.source is not None and bool(table.source.settings.get("csv"))


def records(lake: Lake, table: Table, files: Sequence[LandingFile]) -> DataFrame:
    """LINE, FILE, OFFSET, BROKEN, TEXTS and OTHERS of every record."""
    contents = _contents(lake, files)
    return _exploded(contents, _call(lake, table, "cut", [F.col(FILE), F.col("content")], _RECORDS))


def is_open(lake: Lake, table: Table, line: SparkColumn) -> SparkColumn:
    """Whether a field in quotes goes on behind the line, or is never closed."""
    return _call(lake, table, "isOpen", [line], BooleanType())


def headers(lake: Lake, table: Table, files: Sequence[LandingFile]) -> dict[str, str]:
    """The header of each file that has one, as it stands there."""
    header = _call(lake, table, "header", [F.col(FILE), F.col("content")], StringType())
    found = _contents(lake, files).select(FILE, header.alias("header")).where("header IS NOT NULL")
    return {row[FILE]: row["header"] for row in found.collect()}


def names_in(header: str, table: Table) -> list[str]:
    """The fields that a header names, in lower case."""
    import csv

    said = _settings(table)
    quote = said.get("quote", '"')
    reader = csv.reader(
        [header],
        delimiter=said.get("delimiter", ","),
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    return [name.lower() for name in next(reader, [])]


def again(lake: Lake, table: Table, raw: DataFrame) -> DataFrame:
    """As `records`, of texts that were cut before: `raw` has LINE, FILE, OFFSET and `header`."""
    header = F.coalesce(F.col("header"), F.lit(""))
    cut = _call(lake, table, "cutAgain", [F.col(LINE), header], _RECORDS)
    first = raw.select(FILE, OFFSET, cut.getItem(0).alias("_record")).where("_record IS NOT NULL")
    fields = (LINE, BROKEN, TEXTS, OTHERS)
    return first.select(FILE, OFFSET, *[F.col("_record").getField(name).alias(name) for name in fields])


def _contents(lake: Lake, files: Sequence[LandingFile]) -> DataFrame:
    read = lake.spark.read.format("binaryFile").load([uri(lake, file) for file in files])
    return read.select(relative_path(lake).alias(FILE), "content")


def _exploded(contents: DataFrame, cut: SparkColumn) -> DataFrame:
    rows = contents.select(FILE, F.posexplode(cut).alias(OFFSET, "_record"))
    return rows.select(
        FILE,
        F.col(OFFSET).cast("bigint").alias(OFFSET),
        *[F.col("_record").getField(name).alias(name) for name in (LINE, BROKEN, TEXTS, OTHERS)],
    )


def _call(lake: Lake, table: Table, method: str, arguments: Sequence[SparkColumn], returned: Any) -> SparkColumn:
    spark, said = lake.spark, _settings(table)
    in_folders = named(table)
    has_separators = said.get("decimal", ".") != "." or bool(said.get("thousands"))
    kinds = [
        "folder"
        if column.name in in_folders
        else "number"
        if has_separators and column.type.split("(")[0] in _NUMBERS
        else ""
        for column in table.columns
    ]
    of_all, of_columns = said.get("nulls", []), said.get("nullsOf", {})
    nulls = ["\x01".join([*of_all, *of_columns.get(column.name, [])]) for column in table.columns]
    reader = compiler.instance(
        spark,
        "CsvReader",
        compiler.texts(spark, list(table.source_names)),
        compiler.texts(spark, list(kinds)),
        compiler.texts(spark, list(nulls)),
        compiler.texts(spark, list(_dialect(table, said))),
    )
    return compiler.call(spark, reader, method, arguments, returned)


def _settings(table: Table) -> dict[str, Any]:
    assert table.source is not None
    return dict(table.source.settings.get("csv") or {})


def _dialect(table: Table, said: dict[str, Any]) -> list[str]:
    """In the order of `CsvDialect`."""
    quote = said.get("quote", '"') or ""
    widths = said.get("widths")
    header = said.get("header", 0 if widths else 1)
    places = [widths[column.name] for column in table.columns if column.name in widths] if widths else []
    return [
        said.get("delimiter", ","),
        quote,
        said.get("escape", quote) or "",
        said.get("comment", ""),
        said.get("decimal", "."),
        said.get("thousands", ""),
        said.get("encoding", "utf-8"),
        str(int(header or 0)),
        str(said.get("skipLast", 0)),
        ",".join(f"{start - 1},{length}" for start, length in places),
    ]
