"""The SQL of gold over the schemas of its inputs: Spark's own analyzer judges it, and no row is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import ArrayType, BooleanType, StringType, StructField, StructType, TimestampType

from medallion.gold import inputs
from medallion.lake.lake import Release
from medallion.lake.manifest import Table, spark_type
from medallion.silver import scd2
from medallion.spark.files import read_text

# `line 3 pos 2` of the analyzer, `(line 3, pos 2)` of the parser, `== SQL (line 3, position 2) ==` above a fragment.
_PLACE = re.compile(r"\(?line (\d+),? pos(?:ition)? \d+\)?")
_CONDITION = re.compile(r"^\[([A-Z_.]+)\]\s*")


@dataclass(frozen=True)
class SqlFinding:
    """What is wrong with one gold table's SQL; `line` is None where the whole statement is meant."""

    table: str
    file: str
    line: int | None
    code: str
    message: str
    remedy: str


def analyse(spark: SparkSession, release: Release) -> list[SqlFinding]:
    """Columns, types and order of every gold table's SQL against the contracts of its inputs and its own."""
    tables = release.manifest.of_layer("gold")
    return [finding for table in tables for finding in _findings(spark, release, table)]


def output_of(spark: SparkSession, release: Release, table: Table) -> DataFrame:
    """The result of the SQL without rows. Raises AnalysisException or ParseException."""
    empty = {name: spark.createDataFrame([], stored_schema(release.manifest.find(name))) for name in table.inputs}
    views = {name: f"medallion_analysed_{name.replace('.', '_')}" for name in empty}
    for name, frame in empty.items():
        frame.createOrReplaceTempView(views[name])
    location = release.locate(f"sql/{table.sql}", spark)
    return spark.sql(inputs.over_views(read_text(spark, location, f"SQL of {table.name}"), views))


def stored_schema(table: Table) -> StructType:
    """The declared columns, and those that the engine adds to every table of the layer and history."""
    fields = list(table.schema().fields)
    if table.layer == "silver" and table.history == "scd2":
        instant = spark_type(table.column(table.order_by[0]).type)
        fields += [
            StructField(scd2.FROM, instant),
            StructField(scd2.TO, instant),
            StructField(scd2.CURRENT, BooleanType()),
        ]
        fields += [StructField(scd2.OBSERVED, ArrayType(instant))]
    if table.layer == "silver":
        fields += [StructField("_updated_at", TimestampType()), StructField("_run_id", StringType())]
    return StructType(fields)


def _findings(spark: SparkSession, release: Release, table: Table) -> Iterator[SqlFinding]:
    def finding(code: str, line: int | None, message: str, remedy: str) -> SqlFinding:
        return SqlFinding(table.name, f"pipelines/sql/{table.sql}", line, code, message, remedy)

    try:
        output = output_of(spark, release, table)
    except (AnalysisException, ParseException) as error:
        yield finding(*_told(error), "Correct the SQL, or the contract of the table that it reads.")
        return
    declared = {column.name: field.dataType for column, field in zip(table.columns, table.schema(), strict=True)}
    given = {field.name: field.dataType for field in output.schema}
    for name in declared.keys() - given.keys():
        yield finding(
            "column-missing",
            None,
            f"The SQL returns no column '{name}'.",
            f"Select it, or remove it from {table.name}.",
        )
    for name in given.keys() - declared.keys():
        yield finding(
            "column-undeclared",
            None,
            f"The SQL returns '{name}', which the contract does not declare.",
            f"Declare it in {table.name}, or do not select it.",
        )
    for name in declared.keys() & given.keys():
        if declared[name] != given[name]:
            kinds = given[name].simpleString(), declared[name].simpleString()
            yield finding(
                "column-type",
                None,
                f"The SQL returns '{name}' as {kinds[0]}, the contract declares {kinds[1]}.",
                f"Write CAST(... AS {kinds[1]}) AS {name}, or change the contract.",
            )
    if declared.keys() == given.keys() and list(declared) != list(given):
        yield finding(
            "column-order",
            None,
            f"The SQL returns the columns in the order {', '.join(given)}.",
            f"Select them as the contract declares them: {', '.join(declared)}.",
        )


def _told(error: AnalysisException | ParseException) -> tuple[str, int | None, str]:
    """Code, line and first sentence of what Spark says; it has read no row, so nothing of a row is in it."""
    text = str(error)
    place = _PLACE.search(text)
    first = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    condition = _CONDITION.match(first)
    code = "sql-refused" if condition is None else condition[1].split(".")[0].lower().replace("_", "-")
    sentence = _PLACE.sub("", _CONDITION.sub("", first)).split("; line")[0].rstrip(" ;.:")
    return code, int(place[1]) if place else None, f"{sentence}."
