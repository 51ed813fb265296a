"""Rows of bronze as another contract has them, from what bronze itself holds: their values and their rescued data.

For rows whose landing file is gone. A value that the new type holds exactly is carried over, any other goes to the
rescued data; rescued texts of a column that is declared now become its values.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.bronze.ingestion import MALFORMED_CHECK
from medallion.lake.manifest import Table
from medallion.reading import casting
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED, json_object, json_pair
from medallion.sources.typed import exact, text_of


def converted(own: DataFrame, table: Table, declared: Sequence[str], kept: Sequence[str]) -> DataFrame:
    """What a reader of the table's source gives, of rows that are there. `declared` are the columns so far.

    `kept` are carried along as they are.
    """
    fields = {field.name: field.dataType for field in own.schema}
    before = {column.name: column.renamed_from or column.name for column in table.columns}
    before = {name: was if name not in declared and was in declared else name for name, was in before.items()}
    aside = F.from_json(F.col(RESCUED), "map<string,string>")
    rescued = own.select("*", F.map_entries(aside).alias("_entries"), aside.alias("_aside"))
    values, lost, taken = {}, [], []
    for column, target in zip(table.columns, table.schema(), strict=True):
        name, was = column.name, before[column.name]
        text = F.col("_aside").getItem(name)
        late = casting.parse(text, target.dataType, column.format)
        taken.append(F.struct(F.lit(name).alias("key"), (text.isNotNull() & late.isNotNull()).alias("is_read")))
        if was not in declared:
            values[name] = late
            continue
        value = exact(F.col(was), fields[was], target.dataType)
        values[name] = F.coalesce(value, late)
        unread = F.col(was).isNotNull() & value.isNull()
        lost.append(F.when(unread, json_pair(F.lit(name), text_of(F.col(was), fields[was]))))
    for name in declared:
        if name not in before.values():
            lost.append(F.when(F.col(name).isNotNull(), json_pair(F.lit(name), text_of(F.col(name), fields[name]))))
    still = F.filter("_entries", lambda entry: ~F.exists(F.array(*taken), lambda one: _is(one, entry)))
    pairs = F.transform(still, lambda entry: json_pair(entry["key"], entry["value"]))
    others = F.coalesce(pairs, F.array().cast("array<string>"))
    present = F.filter(F.array(*lost).cast("array<string>"), lambda pair: pair.isNotNull())
    return rescued.select(
        F.col("_raw").alias(LINE),
        F.col("_source_file").alias(FILE),
        F.col("_source_offset").alias(OFFSET),
        F.coalesce(F.array_contains("_errors", MALFORMED_CHECK.id), F.lit(False)).alias(MALFORMED),
        *[value.alias(name) for name, value in values.items()],
        json_object(F.concat(others, present)).alias(RESCUED),
        *kept,
    )


def _is(one: SparkColumn, entry: SparkColumn) -> SparkColumn:
    return (one["key"] == entry["key"]) & one["is_read"]
