"""Bills become one Delta table `finops/costs` of the system container, a month of a subscription at a time.

Beside it stands a file for each month, see `bill_months.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.finops.bill_columns import columns_of
from medallion.finops.bill_months import write_months
from medallion.lake.lake import Lake
from medallion.spark.dataframes import of_records
from medallion.spark.files import exists

COSTS = "finops/costs"
MONEY = "decimal(38,12)"
# Where a row cannot be given to a layer; a part of every sum, so that sums hold.
UNALLOCATED = "unallocated"
LAYERS = ("landing", "bronze", "silver", "gold", "system", "backup", "shared")


@dataclass(frozen=True)
class ImportedBill:
    """What one import found and wrote."""

    rows: int
    months: tuple[str, ...]
    total_usd: Decimal
    # Rows without a tag that says where they belong; they are in the total.
    untagged: int


def import_bill(
    lake: Lake,
    paths: Sequence[str],
    *,
    subscription: str,
    rates: Mapping[str, Decimal] | None = None,
) -> ImportedBill:
    """Reads exports (`.csv`, `.parquet`) and pages of the query API (`.json`) and replaces the months they hold.

    A restated month takes the place of what was imported of it before; the same file again changes nothing. `rates`
    are US dollars for one unit of another currency. Raises MedallionError `bill-empty`, `bill-columns-missing`,
    `bill-truncated`, `bill-page-repeated`, `bill-value-invalid`, `bill-of-another-subscription`,
    `currency-without-rate`, and writes nothing then.
    """
    if not paths:
        raise MedallionError("bill-empty", "No bill is named.", "Name the files of an export.")
    known = {"USD": Decimal(1), **(rates or {})}
    frames = [_canonical(_read(lake, path), path) for path in paths]
    bill = frames[0]
    for frame in frames[1:]:
        bill = bill.unionByName(frame)
    bill = bill.cache()
    try:
        _check(bill, subscription, known)
        rate = F.create_map(*[F.lit(part) for pair in known.items() for part in (pair[0], str(pair[1]))])
        priced = bill.withColumn(
            # Wider types would make Spark round the product to six digits.
            "usd",
            (F.col("cost").cast("decimal(24,12)") * rate[F.col("currency")].cast("decimal(12,8)")).cast(MONEY),
        ).withColumn("billing_month", F.date_format("charge_date", "yyyy-MM"))
        facts = priced.agg(
            F.count("*").alias("rows"),
            F.sum("usd").alias("usd"),
            F.sum((F.col("layer") == UNALLOCATED).cast("int")).alias("untagged"),
            F.sort_array(F.collect_set("billing_month")).alias("months"),
        ).first()
        assert facts is not None
        months = tuple(str(month) for month in facts["months"])
        _replace(lake, priced, subscription, months)
        write_months(lake, priced, subscription)
        return ImportedBill(int(facts["rows"]), months, Decimal(facts["usd"]), int(facts["untagged"]))
    finally:
        bill.unpersist()


def costs(lake: Lake) -> DataFrame:
    """Every imported row. Raises MedallionError `no-bill` before the first import."""
    location = lake.system(COSTS)
    if not exists(lake.spark, f"{location}/_delta_log"):
        raise MedallionError(
            "no-bill", "No bill has been imported into this lake.", "Import an export of Cost Management first."
        )
    return lake.spark.read.format("delta").load(location)


def _read(lake: Lake, path: str) -> DataFrame:
    spark = lake.spark
    if path.endswith(".json"):
        return _query_pages(lake, path)
    if path.endswith(".parquet"):
        return spark.read.parquet(path)
    if not path.endswith((".csv", ".csv.gz")):
        raise MedallionError("bill-format", f"{path} is no .csv, .parquet or .json.", "Export in one of these formats.")
    rows = spark.read.csv(path, header=True, multiLine=True, escape='"', mode="PERMISSIVE", enforceSchema=False)
    _check_manifest(path, rows)
    return rows


def _check_manifest(path: str, rows: DataFrame) -> None:
    """An export has a `manifest.json` beside it that counts its rows: fewer were delivered than were exported."""
    manifest = Path(path).parent / "manifest.json"
    if not manifest.exists():
        return
    described = json.loads(manifest.read_text("utf-8"))
    for blob in described.get("blobs", []):
        name = str(blob.get("blobName", "")).rpartition("/")[2]
        expected = blob.get("dataRowCount")
        if name == Path(path).name and expected is not None and (found := rows.count()) != int(expected):
            raise MedallionError(
                "bill-truncated",
                f"{path} has {found} rows, its manifest says {expected}.",
                "Wait until the export is complete, or run it again.",
            )


def _query_pages(lake: Lake, path: str) -> DataFrame:
    """Pages of the query API in one file: a list of answers, or one answer. Columns go by name."""
    content = json.loads(Path(path).read_text("utf-8"))
    pages = content if isinstance(content, list) else [content]
    seen: set[str] = set()
    records: list[dict[str, Any]] = []
    for page in pages:
        properties = page.get("properties", page)
        names = [str(column["name"]) for column in properties["columns"]]
        mark = json.dumps(properties["rows"], sort_keys=True)
        if mark in seen and properties["rows"]:
            raise MedallionError(
                "bill-page-repeated", f"{path} has the same page twice.", "Follow nextLink of each page once."
            )
        seen.add(mark)
        records += [dict(zip(names, row, strict=True)) for row in properties["rows"]]
    if pages and pages[-1].get("properties", pages[-1]).get("nextLink"):
        raise MedallionError(
            "bill-truncated", f"{path} ends with a page that has a next one.", "Fetch all pages before the import."
        )
    names = sorted({name for record in records for name in record})
    schema = ", ".join(f"`{name}` string" for name in names)
    texts = [{name: None if record.get(name) is None else str(record[name]) for name in names} for record in records]
    return of_records(lake.spark, texts, schema or "empty string")


def _canonical(rows: DataFrame, where: str) -> DataFrame:
    """Our columns, typed. What does not fit becomes null and is found by `_check`."""
    names = columns_of(rows.columns, where)

    def text(name: str) -> Any:
        return F.trim(F.col(f"`{names[name]}`").cast("string")) if name in names else F.lit(None).cast("string")

    day = text("charge_date")
    tags = _tags(text("tags"))
    meter = F.lower(text("meter"))
    tagged = F.lower(F.coalesce(tags["layer"], tags["medallion-layer"]))
    return rows.select(
        F.coalesce(
            F.to_date(F.when(day.rlike(r"^\d{8}$"), day), "yyyyMMdd"),
            F.to_date(F.when(day.rlike(r"^\d\d/\d\d/\d{4}"), F.substring(day, 1, 10)), "MM/dd/yyyy"),
            F.to_date(F.when(day.rlike(r"^\d{4}-\d\d-\d\d"), F.substring(day, 1, 10))),
        ).alias("charge_date"),
        text("cost").cast(MONEY).alias("cost"),
        F.upper(text("currency")).alias("currency"),
        text("quantity").cast(MONEY).alias("quantity"),
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
        tags.alias("tags"),
        F.when(tagged.isin(*LAYERS), tagged).otherwise(F.lit(UNALLOCATED)).alias("layer"),
        F.coalesce(tags["tenant"], F.lit(UNALLOCATED)).alias("tenant"),
        F.regexp_extract(meter, r"^(hot|cool|cold|archive)\b", 1).alias("tier"),
    )


def _tags(text: Any) -> Any:
    """Tags as a map with lower-case keys. Exports leave the braces of the JSON object away."""
    object_text = F.when(text.startswith("{"), text).otherwise(F.concat(F.lit("{"), text, F.lit("}")))
    parsed = F.from_json(F.coalesce(object_text, F.lit("{}")), "map<string,string>")
    return F.transform_keys(F.coalesce(parsed, F.create_map().cast("map<string,string>")), lambda key, _: F.lower(key))


def _check(bill: DataFrame, subscription: str, rates: Mapping[str, Decimal]) -> None:
    wanted = subscription.lower()
    broken = F.col("charge_date").isNull() | F.col("cost").isNull() | F.col("quantity").isNull()
    facts = bill.agg(
        F.count("*").alias("rows"),
        F.sum(broken.cast("int")).alias("broken"),
        F.collect_set("currency").alias("currencies"),
        F.collect_set("subscription").alias("subscriptions"),
    ).first()
    assert facts is not None
    if facts["rows"] == 0:
        raise MedallionError("bill-empty", "The bill has no row.", "Export a period with charges.")
    if facts["broken"]:
        raise MedallionError(
            "bill-value-invalid",
            f"{facts['broken']} of {facts['rows']} rows have no date, cost or quantity that can be read.",
            "Export again: a line that ends early is a truncated file.",
        )
    others = sorted(name for name in facts["subscriptions"] if name != wanted)
    if others:
        raise MedallionError(
            "bill-of-another-subscription",
            f"The bill is of {', '.join(others)}, expected was {wanted}.",
            "Import it into the lake of its own subscription.",
        )
    unknown = sorted(str(currency) for currency in facts["currencies"] if currency not in rates)
    if unknown:
        raise MedallionError(
            "currency-without-rate",
            f"The bill is in {', '.join(unknown)}, for which no rate is stated; known are {', '.join(sorted(rates))}.",
            "State US dollars for one unit of it.",
        )


def _replace(lake: Lake, bill: DataFrame, subscription: str, months: Sequence[str]) -> None:
    """One commit: rows of these months and this subscription go, the new ones come."""
    location = lake.system(COSTS)
    writer = bill.write.format("delta").mode("overwrite").partitionBy("billing_month")
    if exists(lake.spark, f"{location}/_delta_log"):
        listed = ", ".join(f"'{month}'" for month in months)
        writer = writer.option(
            "replaceWhere", f"billing_month IN ({listed}) AND subscription = '{subscription.lower()}'"
        )
    writer.save(location)
