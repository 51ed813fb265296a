"""Parses JSON lines into declared columns without losing data.

`java/JsonLineReader.java` reads a line once, to its last byte: declared columns are cast exactly or not at all; every
other key, repeated key and value of another type is kept as its text in the line.
"""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import BooleanType, StringType, StructField, StructType

from medallion.java import compiler
from medallion.lake.manifest import Table
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED

_PARSED = "_parsed"


def parse(lines: DataFrame, table: Table) -> DataFrame:
    """Adds the declared columns, RESCUED and MALFORMED to `lines`, which has LINE (not blank), FILE and OFFSET."""
    spark = lines.sparkSession
    reader = reader_of(spark, table)
    read = StructType([*table.schema(), StructField(RESCUED, StringType()), StructField(MALFORMED, BooleanType())])
    parsed = lines.withColumn(_PARSED, compiler.call(spark, reader, "read", [F.col(LINE)], read))
    return parsed.select(
        LINE,
        FILE,
        OFFSET,
        *[F.col(_PARSED).getField(name).alias(name) for name in (MALFORMED, *table.column_names, RESCUED)],
    )


def reader_of(spark: SparkSession, table: Table) -> Any:
    """A `JsonLineReader` of the table's columns."""
    keys = StructType(
        [
            StructField(column.source_name, field.dataType)
            for column, field in zip(table.columns, table.schema(), strict=True)
        ]
    )
    patterns = compiler.texts(spark, [column.format for column in table.columns])
    return compiler.instance(spark, "JsonLineReader", compiler.data_type(spark, keys), patterns)
