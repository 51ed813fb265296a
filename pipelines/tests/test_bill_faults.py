"""Bills that are not what they should be: each is refused by its code and leaves the lake as it was, or is counted."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.finops.__main__ import _rate
from medallion.finops.bill import ImportedBill, import_bill
from medallion.lake.lake import Release
from pyspark.sql import SparkSession

from tests.bills import NOVEMBER, SUBSCRIPTION, spark_pool, storage, write_csv
from tests.lakes import HouseLake

LINE = storage("11/01/2026", "gold", "Hot LRS Data Stored", "1", "1")
Make = Callable[[Path], list[str]]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release) -> HouseLake:
    return HouseLake(tmp_path_factory.mktemp("untouched"), spark, release)


def one(**changes: str | None) -> Make:
    row = {name: value for name, value in {**LINE, **changes}.items() if value is not None}
    return lambda folder: [write_csv(folder / "bill.csv", [row])]


def twice_delivered(folder: Path) -> list[str]:
    """The export of the 16th and that of the 17th, which holds the lines of the 16th again."""
    later = [*NOVEMBER, spark_pool("11/17/2026", "adhoc", "1", "0.14")]
    return [write_csv(folder / "run1/part.csv", NOVEMBER), write_csv(folder / "run2/part.csv", later)]


def export(folder: Path, *counts: dict[str, Any]) -> list[str]:
    """An export of one file a manifest entry, each with one row of its own."""
    rows = [storage(f"11/{place + 1:02}/2026", "gold", "Hot LRS Data Stored", "1", "1") for place in range(len(counts))]
    files = [write_csv(folder / f"part_{place}.csv", [row]) for place, row in enumerate(rows)]
    blobs = [{"blobName": f"exports/{Path(file).name}", **count} for file, count in zip(files, counts, strict=True)]
    (folder / "manifest.json").write_text(json.dumps({"blobs": blobs}), "utf-8")
    return files


def cut_gzip(folder: Path) -> list[str]:
    whole = gzip.compress(Path(write_csv(folder / "bill.csv", NOVEMBER * 50)).read_bytes())
    (folder / "bill.csv.gz").write_bytes(whole[: len(whole) // 2])
    return [str(folder / "bill.csv.gz")]


def cut_json(folder: Path) -> list[str]:
    (folder / "pages.json").write_text('[{"properties": {"columns": [], "rows": [[1,', "utf-8")
    return [str(folder / "pages.json")]


def cut_manifest(folder: Path) -> list[str]:
    files = export(folder, {})
    (folder / "manifest.json").write_text('{"blobs": [', "utf-8")
    return files


def not_parquet(folder: Path) -> list[str]:
    (folder / "bill.parquet").write_bytes(b"PAR1 and nothing else")
    return [str(folder / "bill.parquet")]


FAULTS: dict[str, tuple[Make, str, str]] = {
    "a file that is not there": (lambda folder: [str(folder / "gone.csv")], "bill-missing", "gone.csv"),
    "a file named twice": (lambda folder: one()(folder) * 2, "bill-delivered-twice", "named twice"),
    "an export delivered twice": (twice_delivered, "bill-delivered-twice", "run1/part.csv.*run2/part.csv stand in"),
    "a part that is not named": (lambda folder: export(folder, {}, {})[:1], "bill-truncated", "part_1.csv is not"),
    "fewer bytes than counted": (lambda folder: export(folder, {"byteCount": 9999}), "bill-truncated", "says 9999"),
    "fewer rows than counted": (lambda folder: export(folder, {"dataRowCount": 2}), "bill-truncated", "says 2"),
    "a manifest that ends early": (cut_manifest, "bill-truncated", "manifest.json cannot be read"),
    "pages that end early": (cut_json, "bill-truncated", "ends early"),
    "a compressed file that ends early": (cut_gzip, "bill-damaged", "bill.csv.gz cannot be read"),
    "Parquet that is none": (not_parquet, "bill-damaged", "bill.parquet cannot be read"),
    "usage without a quantity": (one(Quantity=""), "bill-value-invalid", "1 of 1 rows"),
    "a cost beyond measure": (one(CostInBillingCurrency="1E12"), "bill-value-invalid", "stlakegold"),
    "a cost that is no number": (one(CostInBillingCurrency="NaN"), "bill-value-invalid", "1 of 1 rows"),
    "a year beyond measure": (one(Date="11/01/0206"), "bill-value-invalid", "1 of 1 rows"),
    "a line of no subscription": (one(SubscriptionId=""), "bill-of-another-subscription", r"\(none\)"),
    "a line of no currency": (one(BillingCurrency=""), "currency-without-rate", r"\(none\)"),
}


@pytest.mark.parametrize(("make", "code", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_refused_and_writes_nothing(
    untouched: HouseLake, tmp_path: Path, make: Make, code: str, says: str
) -> None:
    with pytest.raises(MedallionError, match=says) as refused:
        import_bill(untouched.lake, make(tmp_path), subscription=SUBSCRIPTION)
    assert refused.value.code == code
    assert not (untouched.home / "lake/system/finops").exists()


@pytest.mark.parametrize("rate", ["EUR", "EUR=", "EUR=a lot", "EUR=0", "EUR=-1", "EUR=NaN", "EUR=1.123456789", "USD=2"])
def test_a_rate_that_is_none_is_refused(untouched: HouseLake, tmp_path: Path, rate: str) -> None:
    with pytest.raises(MedallionError) as refused:
        import_bill(untouched.lake, one()(tmp_path), subscription=SUBSCRIPTION, rates=dict([_rate(rate)]))
    assert refused.value.code == "rate-invalid"


def test_what_is_legal_is_kept_and_counted(house: HouseLake, tmp_path: Path) -> None:
    """Two currencies, credits, a purchase without a quantity, parts of one export that hold the same line."""
    euros = {"BillingCurrency": "EUR", "ChargeType": "Usage"}
    refund = {**LINE, **euros, "CostInBillingCurrency": "-2.50", "ChargeType": "Refund", "Tags": ""}
    purchase = {**LINE, **euros, "CostInBillingCurrency": "10", "ChargeType": "Purchase", "Quantity": ""}
    dollars = {**LINE, "ChargeType": "Usage"}
    files = [
        write_csv(tmp_path / "part_0.csv", [{**LINE, **euros}, refund, dollars, dollars]),
        write_csv(tmp_path / "part_1.csv", [purchase, dollars]),
    ]
    blobs = [{"blobName": Path(file).name, "byteCount": Path(file).stat().st_size} for file in files]
    (tmp_path / "manifest.json").write_text(json.dumps({"blobs": blobs}), "utf-8")
    done = import_bill(house.lake, files, subscription=SUBSCRIPTION, rates={"eur": Decimal("1.08")})
    # Three dollars; one, minus two and a half and ten euros: 8.5 x 1.08 = 9.18.
    assert done == ImportedBill(6, ("2026-11",), Decimal("12.18"), 1, 1, Decimal("-2.70"), ())
