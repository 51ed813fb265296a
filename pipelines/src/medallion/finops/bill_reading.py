"""Files of a bill as rows with our columns, whoever exported them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.finops.bill_columns import columns_of
from medallion.finops.bill_manifest import Delivery, delivery_of
from medallion.lake.lake import Lake
from medallion.spark.dataframes import of_records
from medallion.spark.files import exists, read_text

MONEY = "decimal(38,12)"
# Where a row cannot be given to a layer; a part of every sum, so that sums hold.
UNALLOCATED = "unallocated"
FORMATS = (".csv", ".csv.gz", ".parquet", ".json")
LAYERS = ("landing", "bronze", "silver", "gold", "system", "backup", "shared")


def read_bill(lake: Lake, paths: Sequence[str]) -> DataFrame:
    """All files together. What does not fit its type is null, and found by `check_bill`.

    `delivery` tells exports apart.
    """
    if not paths:
        raise MedallionError("bill-empty", "No bill is named.", "Name the files of an export.")
    twice = sorted({path for path in paths if list(paths).count(path) > 1})
    if twice:
        raise MedallionError("bill-delivered-twice", f"{twice[0]} is named twice.", "Name each file once.")
    for path in paths:
        if not path.endswith(FORMATS):
            raise MedallionError(
                "bill-format", f"{path} is no .csv, .parquet or .json.", "Export in one of these formats."
            )
        if not exists(lake.spark, path):
            raise MedallionError("bill-missing", f"{path} does not exist.", "Correct the path of the export.")
    deliveries = {path: delivery_of(lake, path, paths) for path in paths}
    frames = [_canonical(_read(lake, path, deliveries[path]), path, deliveries[path]) for path in paths]
    return reduce(DataFrame.unionByName, frames)


@contextmanager
def readable(paths: Sequence[str]) -> Iterator[None]:
    """What Spark says of a damaged file, as an error with a remedy. Files are read when rows are first asked for."""
    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        lines = [line for line in str(error).splitlines() if "Caused by" in line] or str(error).splitlines()
        raise MedallionError(
            "bill-damaged",
            f"{', '.join(paths)} cannot be read: {lines[-1].strip()}",
            "Export or copy it again: a compressed file or a Parquet file that ends early is truncated.",
        ) from error


def _read(lake: Lake, path: str, delivery: Delivery) -> DataFrame:
    spark = lake.spark
    if path.endswith(".json"):
        return _query_pages(lake, path)
    if path.endswith(".parquet"):
        rows = spark.read.parquet(path)
    else:
        rows = spark.read.csv(path, header=True, multiLine=True, escape='"', mode="PERMISSIVE", enforceSchema=False)
    if delivery.rows is not None and (found := rows.count()) != delivery.rows:
        raise MedallionError(
            "bill-truncated",
            f"{path} has {found} rows, its manifest says {delivery.rows}.",
            "Wait until the export is complete, or run it again.",
        )
    return rows


def _query_pages(lake: Lake, path: str) -> DataFrame:
    """Pages of the query API in one file: a list of answers, or one answer. Columns go by name."""
    try:
        content = json.loads(read_text(lake.spark, path, "bill"))
        pages = content if isinstance(content, list) else [content]
        bodies = [page.get("properties", page) for page in pages]
        records: list[dict[str, Any]] = []
        for body in bodies:
            names = [str(column["name"]) for column in body["columns"]]
            records += [dict(zip(names, row, strict=True)) for row in body["rows"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MedallionError(
            "bill-truncated",
            f"{path} is no answer of the query API, or ends early: {error}.",
            "Fetch it again, and keep whole answers with columns and rows.",
        ) from error
    marks = [json.dumps(body["rows"], sort_keys=True) for body in bodies if body["rows"]]
    if len(set(marks)) < len(marks):
        raise MedallionError(
            "bill-page-repeated", f"{path} has the same page twice.", "Follow nextLink of each page once."
        )
    if bodies and bodies[-1].get("nextLink"):
        raise MedallionError(
            "bill-truncated", f"{path} ends with a page that has a next one.", "Fetch all pages before the import."
        )
    names = sorted({name for record in records for name in record})
    schema = ", ".join(f"`{name}` string" for name in names)
    texts = [{name: None if record.get(name) is None else str(record[name]) for name in names} for record in records]
    return of_records(lake.spark, texts, schema or "empty string")


def _canonical(rows: DataFrame, where: str, delivery: Delivery) -> DataFrame:
    names: Mapping[str, str] = columns_of(rows.columns, where)

    def text(name: str) -> Any:
        return F.trim(F.col(f"`{names[name]}`").cast("string")) if name in names else F.lit(None).cast("string")

    day = text("charge_date")
    tags = _tags(text("tags"))
    meter = F.lower(text("meter"))
    kind = F.coalesce(F.lower(text("charge_type")), F.lit("usage"))
    tagged = F.lower(F.coalesce(tags["layer"], tags["medallion-layer"]))
    return rows.select(
        F.coalesce(
            F.to_date(F.when(day.rlike(r"^\d{8}$"), day), "yyyyMMdd"),
            F.to_date(F.when(day.rlike(r"^\d\d/\d\d/\d{4}"), F.substring(day, 1, 10)), "MM/dd/yyyy"),
            F.to_date(F.when(day.rlike(r"^\d{4}-\d\d-\d\d"), F.substring(day, 1, 10))),
        ).alias("charge_date"),
        text("cost").cast(MONEY).alias("cost"),
        F.upper(text("currency")).alias("currency"),
        # A tax or a purchase has no quantity (FOCUS: null unless it is usage); a line of usage without one is cut off.
        F.when((kind != "usage") & (F.coalesce(text("quantity"), F.lit("")) == ""), F.lit("0"))
        .otherwise(text("quantity"))
        .cast(MONEY)
        .alias("quantity"),
        text("unit").alias("unit"),
        F.lower(F.regexp_replace(text("subscription"), "^/subscriptions/", "")).alias("subscription"),
        F.lower(text("resource_id")).alias("resource_id"),
        F.lower(
            F.coalesce(text("resource_group"), F.regexp_extract(text("resource_id"), "(?i)/resourceGroups/([^/]+)", 1))
        ).alias("resource_group"),
        text("service").alias("service"),
        text("product").alias("product"),
        text("meter").alias("meter"),
        text("region").alias("region"),
        kind.alias("charge_type"),
        tags.alias("tags"),
        F.when(tagged.isin(*LAYERS), tagged).otherwise(F.lit(UNALLOCATED)).alias("layer"),
        F.coalesce(tags["tenant"], F.lit(UNALLOCATED)).alias("tenant"),
        F.regexp_extract(meter, r"^(hot|cool|cold|archive)\b", 1).alias("tier"),
        F.lit(delivery.name).alias("delivery"),
    )


def _tags(text: Any) -> Any:
    """Tags as a map with lower-case keys. Exports leave the braces of the JSON object away."""
    object_text = F.when(text.startswith("{"), text).otherwise(F.concat(F.lit("{"), text, F.lit("}")))
    parsed = F.from_json(F.coalesce(object_text, F.lit("{}")), "map<string,string>")
    return F.transform_keys(F.coalesce(parsed, F.create_map().cast("map<string,string>")), lambda key, _: F.lower(key))
