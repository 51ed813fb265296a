"""DataFrames from small local data, created inside the JVM.

`createDataFrame` of a Python list starts Python workers to copy the list; a run avoids that cost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F


def of_records(spark: SparkSession, records: Sequence[Mapping[str, Any]], schema: str) -> DataFrame:
    """One row per record. `schema` is DDL; timestamps are ISO 8601 texts with an offset."""
    text = json.dumps(list(records), ensure_ascii=False)
    parsed = F.from_json(F.lit(text), f"array<struct<{schema}>>")
    return spark.range(1, numPartitions=1).select(F.inline(parsed))


def of_secrets(spark: SparkSession, secrets: Mapping[str, bytes]) -> DataFrame:
    """One row of binary columns, passed as data and not as literals, so that no printed plan shows them."""
    jvm: Any = spark._jvm
    session: Any = spark._jsparkSession
    gateway: Any = spark.sparkContext._gateway
    values = gateway.new_array(jvm.java.lang.Object, len(secrets))
    for place, secret in enumerate(secrets.values()):
        values[place] = bytearray(secret)
    rows = jvm.java.util.ArrayList()
    rows.add(jvm.org.apache.spark.sql.RowFactory.create(values))
    schema = jvm.org.apache.spark.sql.types.StructType.fromDDL(", ".join(f"{name} binary" for name in secrets))
    return DataFrame(session.createDataFrame(rows, schema), spark)
