"""Bills become one Delta table `finops/costs` of the system container, a month of a subscription at a time.

Beside it stands a file for each month, see `bill_months.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, Window
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
# Of which file a row is, by its place in the call.
FILE = "_file"
# Of two runs of one export nearly all rows are the same; the newest days and what was restated differ.
TWICE_SHARE = 0.5
LAYERS = ("landing", "bronze", "silver", "gold", "system", "backup", "shared")


@dataclass(frozen=True)
class RestatedMonth:
    month: str
    before_usd: Decimal
    after_usd: Decimal


@dataclass(frozen=True)
class ImportedBill:
    """What one import found and wrote."""

    rows: int
    months: tuple[str, ...]
    total_usd: Decimal
    # Rows without a tag that says where they belong; they are in the total.
    untagged: int
    # Credits and refunds: negative charges, in the total.
    credits: int = 0
    credits_usd: Decimal = Decimal(0)
    # Months that had been imported before with another total.
    restated: tuple[RestatedMonth, ...] = ()


def import_bill(
    lake: Lake,
    paths: Sequence[str],
    *,
    subscription: str,
    rates: Mapping[str, Decimal] | None = None,
    replace_shorter: bool = False,
) -> ImportedBill:
    """Reads exports (`.csv`, `.parquet`) and pages of the query API (`.json`) and replaces the months they hold.

    A restated month takes the place of what was imported of it before; the same file again changes nothing. `rates`
    are US dollars for one unit of another currency. `replace_shorter` takes a month that ends on an earlier day than
    what is imported of it: without it that is an older export, which would lose days. Raises MedallionError
    `bill-empty`, `bill-missing`, `bill-columns-missing`, `bill-truncated`, `bill-page-repeated`,
    `bill-delivered-twice`, `bill-value-invalid`, `bill-of-another-subscription`, `bill-shorter`,
    `currency-without-rate`, and writes nothing then.
    """
    if not paths:
        raise MedallionError("bill-empty", "No bill is named.", "Name the files of an export.")
    known = {"USD": Decimal(1), **(rates or {})}
    frames = [_canonical(_read(lake, path), path).withColumn(FILE, F.lit(at)) for at, path in enumerate(paths)]
    bill = frames[0]
    for frame in frames[1:]:
        bill = bill.unionByName(frame)
    bill = bill.cache()
    try:
        _check(bill, subscription, known)
        if len(paths) > 1:
            _check_twice(bill, paths)
        rate = F.create_map(*[F.lit(part) for pair in known.items() for part in (pair[0], str(pair[1]))])
        priced = (
            bill.withColumn(
                # Wider types would make Spark round the product to six digits.
                "usd",
                (F.col("cost").cast("decimal(24,12)") * rate[F.col("currency")].cast("decimal(12,8)")).cast(MONEY),
            )
            .withColumn("billing_month", F.date_format("charge_date", "yyyy-MM"))
            .drop(FILE)
        )
        facts = priced.agg(
            F.count("*").alias("rows"),
            F.sum("usd").alias("usd"),
            F.sum((F.col("layer") == UNALLOCATED).cast("int")).alias("untagged"),
            F.sum((F.col("usd") < 0).cast("int")).alias("credits"),
            F.sum(F.when(F.col("usd") < 0, F.col("usd"))).alias("credits_usd"),
            F.sort_array(F.collect_set("billing_month")).alias("months"),
        ).first()
        assert facts is not None
        months = tuple(str(month) for month in facts["months"])
        before = _months_so_far(lake, subscription)
        after = _months_of(priced)
        if not replace_shorter:
            _check_shorter(before, after)
        _replace(lake, priced, subscription, months)
        write_months(lake, priced, subscription)
        restated = tuple(
            RestatedMonth(month, before[month][1], after[month][1])
            for month in months
            if month in before and before[month][1] != after[month][1]
        )
        return ImportedBill(
            int(facts["rows"]),
            months,
            Decimal(facts["usd"]),
            int(facts["untagged"]),
            int(facts["credits"]),
            Decimal(facts["credits_usd"] or 0),
            restated,
        )
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
    if not path.endswith((".csv", ".csv.gz", ".parquet", ".json")):
        raise MedallionError("bill-format", f"{path} is no .csv, .parquet or .json.", "Export in one of these formats.")
    if not exists(spark, path):
        raise MedallionError("bill-missing", f"{path} does not exist.", "Name a file of an export.")
    if path.endswith(".json"):
        return _query_pages(lake, path)
    if path.endswith(".parquet"):
        return spark.read.parquet(path)
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


def _check_twice(bill: DataFrame, paths: Sequence[str]) -> None:
    """Exports of a month are cumulative: two runs of one export side by side would count nearly every row twice."""
    columns = [F.to_json("tags") if name == "tags" else F.col(name) for name in bill.columns if name != FILE]
    rows = bill.select(FILE, F.xxhash64(*columns).alias("row"))
    files = F.size(F.collect_set(FILE).over(Window.partitionBy("row")))
    shares = (
        rows.select(FILE, (files > 1).cast("int").alias("elsewhere"))
        .groupBy(FILE)
        .agg(F.avg("elsewhere").alias("share"))
    )
    twice = sorted(paths[row[FILE]] for row in shares.where(F.col("share") >= TWICE_SHARE).collect())
    if twice:
        raise MedallionError(
            "bill-delivered-twice",
            f"The rows of {', '.join(twice)} stand in another of the files too.",
            "Name the files of one run of an export only: the newest has all days so far.",
        )


def _months_of(rows: DataFrame) -> dict[str, tuple[date, Decimal]]:
    """Last day and total of each month."""
    found = rows.groupBy("billing_month").agg(F.max("charge_date").alias("last"), F.sum("usd").alias("usd")).collect()
    return {row["billing_month"]: (row["last"], row["usd"]) for row in found}


def _months_so_far(lake: Lake, subscription: str) -> dict[str, tuple[date, Decimal]]:
    if not exists(lake.spark, f"{lake.system(COSTS)}/_delta_log"):
        return {}
    return _months_of(costs(lake).where(F.col("subscription") == subscription.lower()))


def _check_shorter(before: Mapping[str, tuple[date, Decimal]], after: Mapping[str, tuple[date, Decimal]]) -> None:
    for month, (last, _) in sorted(after.items()):
        if month in before and last < before[month][0]:
            raise MedallionError(
                "bill-shorter",
                f"The bill of {month} ends on {last}, what is imported of it ends on {before[month][0]}.",
                "Import the newest export, or add --replace where the earlier one was wrong.",
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
