"""Columns whose values are in the names of folders: `day=2024-01-31/part-0.parquet`, as Hive and Spark write them."""

from __future__ import annotations

import re

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.manifest import Table
from medallion.reading import casting
from medallion.reading.parsing import FILE, RESCUED, json_pair

# What Hive writes for NULL.
_NULL = "__HIVE_DEFAULT_PARTITION__"


def named(table: Table) -> list[str]:
    """Columns that the contract says are in folder names."""
    return [] if table.source is None else list(table.source.settings.get("folderColumns", []))


def read(rows: DataFrame, table: Table) -> DataFrame:
    """Puts them into `rows`, which has the declared columns; a value that is not of its type is rescued."""
    schema = table.schema()
    for name in named(table):
        column = table.column(name)
        text = _text(column.source_name)
        value = casting.parse(text, schema[name].dataType, column.format)
        pair = json_pair(F.lit(column.source_name), text)
        known = F.col(RESCUED)
        opened = F.when(known.isNull(), F.lit("{")).otherwise(
            F.concat(known.substr(F.lit(1), F.length(known) - 1), F.lit(","))
        )
        lost = F.when(text.isNotNull() & value.isNull(), F.concat(opened, pair, F.lit("}"))).otherwise(known)
        rows = rows.withColumns({name: value, RESCUED: lost})
    return rows


def _text(name: str) -> SparkColumn:
    found = F.regexp_extract(F.col(FILE), f"(?:^|/){re.escape(name)}=([^/]*)/", 1)
    # Hive percent-encodes what a path cannot have; a plus stands for itself.
    decoded = F.url_decode(F.replace(found, F.lit("+"), F.lit("%2B")))
    return F.when((found == "") | (found == _NULL), None).otherwise(decoded)
