"""Times of nanoseconds in Parquet, as pandas and Arrow write them: Spark has times of microseconds only.

Spark reads such a column as the number of nanoseconds since 1970 when it is asked to. Here the number becomes the
text of the time: one of whole microseconds is a time for whoever reads the text, a finer one is rescued with all its
digits.
"""

from __future__ import annotations

import re
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.spark.files import hadoop_path

AS_LONG = "spark.sql.legacy.parquet.nanosAsLong"
# Top-level columns as the footer prints them, for example `  optional int64 at (TIMESTAMP(NANOS,true));`.
_NANOSECONDS = re.compile(r"^  \w+ int64 (.+) \(TIMESTAMP\(NANOS,(?:true|false)\)\);$", re.MULTILINE)


def as_texts(frame: DataFrame, file: str) -> DataFrame:
    """`file` is one of those that `frame` reads, which all have one schema."""
    if not any(kind == "bigint" for _, kind in frame.dtypes):
        return frame
    names = set(_NANOSECONDS.findall(_footer(frame, file)))
    return frame.withColumns({name: _text(name) for name in frame.columns if name in names})


def _text(name: str) -> SparkColumn:
    quoted = f"`{name.replace('`', '``')}`"
    # Of whole numbers throughout: a double has no room for the nanoseconds of today.
    rest = f"pmod({quoted}, 1000000000)"
    time = f"date_format(timestamp_seconds(({quoted} - {rest}) div 1000000000), \"yyyy-MM-dd'T'HH:mm:ss\")"
    micros = f"lpad(cast({rest} div 1000 as string), 6, '0')"
    digits = f"if({rest} % 1000 = 0, {micros}, lpad(cast({rest} as string), 9, '0'))"
    return F.expr(f"{time} || '.' || {digits} || 'Z'")


def _footer(frame: DataFrame, file: str) -> str:
    spark = frame.sparkSession
    _, path = hadoop_path(spark, file)
    jvm: Any = spark._jvm
    session: Any = spark._jsparkSession
    hadoop = jvm.org.apache.parquet.hadoop
    source = hadoop.util.HadoopInputFile.fromPath(path, session.sessionState().newHadoopConf())
    reader = hadoop.ParquetFileReader.open(source)
    try:
        return str(reader.getFooter().getFileMetaData().getSchema().toString())
    finally:
        reader.close()
