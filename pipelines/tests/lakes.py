"""A lake in a temporary folder, and deliveries of a small retailer for it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from medallion.lake.lake import Lake, Release, load_binding, open_lake
from medallion.ledger.results import TableResult
from medallion.running.runner import execute, new_run
from pyspark.sql import SparkSession

Value = str | int | float | bool | None

# Differ between two runs that did the same.
RUN_COLUMNS = {"_run_id", "_release_id", "_ingested_at", "_updated_at", "_quarantined_at", "run_id", "stored_at"}

# From the landing zone to the lines of silver and what they refer to.
CHAIN = ("bronze.users", "bronze.transactions", "silver.users_enriched", "silver.transactions_validated")

KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"


def repository() -> Path:
    return Path(__file__).resolve().parents[2]


def delta_jars() -> list[str]:
    return sorted(str(jar) for jar in (repository() / ".medallion/jars").glob("*.jar"))


def line(**changes: Value) -> dict[str, Value]:
    """A receipt line."""
    return {
        "household_id": 1,
        "store_id": 10,
        "basket_id": 100,
        "product_id": 1000,
        "quantity": 1,
        "sales_value": 2.5,
        "retail_disc": 0.5,
        "coupon_disc": 0.0,
        "coupon_match_disc": 0.0,
        "week": 1,
        "transaction_timestamp": "2017-01-01T10:00:00",
        **changes,
    }


def user(household: int, **changes: Value) -> dict[str, Value]:
    return {
        "household_id": household,
        "name": f"Maud Ellison {household}",
        "email": f"Maud.{household}@Example.com",
        "phone": f"+1-555-01{household:02d}",
        "street": f"{household} Juniper Lane",
        "birth_date": "1980-02-29",
        "contact_generated": "true",
        "age": "35-44",
        "income": "50-74K",
        "home_ownership": "Homeowner",
        "marital_status": None,
        "household_size": "2",
        "household_comp": "2 Adults No Kids",
        "kids_count": "0",
        "snapshot_date": "2017-01-01",
        **changes,
    }


def event(number: int, **changes: Value) -> dict[str, Value]:
    return {
        "event_id": f"e{number}",
        "event_type": "mailing",
        "household_id": 1,
        "campaign_id": 7,
        "campaign_type": "Type A",
        "coupon_upc": None,
        "event_date": "2017-01-05",
        **changes,
    }


class HouseLake:
    """Home, deliveries and runs of one lake."""

    def __init__(self, home: Path, spark: SparkSession, release: Release) -> None:
        self.home = home
        lay_out(home)
        self.binding = home / "binding.json"
        self.lake: Lake = open_lake(spark, release, load_binding(str(self.binding)), home)

    def deliver(self, path: str, rows: Sequence[Mapping[str, Value] | str]) -> Path:
        """JSON lines (or raw lines), compressed when the name says so."""
        text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
        return self.deliver_bytes(
            path, gzip.compress(text.encode(), mtime=0) if path.endswith(".gz") else text.encode()
        )

    def deliver_csv(self, path: str, rows: Sequence[Mapping[str, Value]]) -> Path:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return self.deliver_bytes(path, buffer.getvalue().encode())

    def deliver_bytes(self, path: str, content: bytes) -> Path:
        target = self.home / "lake/landing" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    def deliver_all(self) -> None:
        """Something of everything: duplicates, a late line, malformed, uncastable, unknown, null keys, orphans."""
        self.deliver_csv("users/a.csv", [user(1), user(2, age=None, income="Under 15K"), user(3)])
        self.deliver_csv("users/b.csv", [user(1, age="45-54", snapshot_date="2017-06-01")])
        lines = [
            line(basket_id=100 + i, product_id=j, household_id=1 + i % 2, sales_value=1.25 * j, quantity=j)
            for i in range(6)
            for j in range(1, 4)
        ]
        faults: list[Mapping[str, Value] | str] = [
            line(basket_id=100, product_id=1, sales_value=1.25, household_id=1),
            line(basket_id=300, household_id=99),
            line(basket_id=301, quantity="three"),
            line(basket_id=302, coupon_disc="none"),
            line(basket_id=None),
            line(basket_id=303, channel="web"),
            '{"household_id": 1, "store_id"',
        ]
        self.deliver("transactions/week=01/a.jsonl.gz", [*lines, *faults])
        self.deliver(
            "transactions/week=02/b.jsonl.gz", [line(basket_id=400, transaction_timestamp="2017-01-09T08:00:00")]
        )
        self.deliver(
            "events/e.json", [event(1), event(2, event_type="redemption", coupon_upc=5), event(3, household_id=2)]
        )

    def copy_to(self, home: Path) -> HouseLake:
        """The same lake in another place: nothing in it depends on where it stands."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        return HouseLake(home, self.lake.spark, self.lake.release)

    def copy_landing_to(self, other: HouseLake) -> None:
        """What was delivered, with the times of the files."""
        shutil.copytree(self.home / "lake/landing", other.home / "lake/landing", dirs_exist_ok=True)

    def run(self, *names: str) -> list[TableResult]:
        tables = [self.lake.manifest.find(name) for name in names] or None
        return execute(self.lake, new_run(), tables)

    def one(self, name: str) -> TableResult:
        return self.run(name)[0]

    def location(self, name: str) -> str:
        return self.lake.location(self.lake.manifest.find(name))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """All rows without what differs between runs, in a fixed order."""
        return self.rows_at(self.location(name))

    def rows_at(self, location: str) -> list[dict[str, Any]]:
        collected = self.lake.spark.read.format("delta").load(location).collect()
        plain = [{k: v for k, v in row.asDict(recursive=True).items() if k not in RUN_COLUMNS} for row in collected]
        return sorted(plain, key=repr)

    def pandas(self, name: str) -> pd.DataFrame:
        return pd.DataFrame(self.rows(name))

    def contents(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of every Delta table in the lake but the ledger of runs and what was put aside, by path."""
        root = self.home / "lake"
        folders = sorted(log.parent for log in root.rglob("_delta_log") if "/_" not in str(log.parent))
        skipped = {root / "system" / name for name in ("runs", "quality", "ingestions", "drift")}
        return {str(f.relative_to(root)): self.rows_at(f"file://{f}") for f in folders if f not in skipped}

    def versions(self) -> dict[str, int]:
        """Newest Delta version by table path, read from the files."""
        root = self.home / "lake"
        return {
            str(log.parent.relative_to(root)): max(int(file.stem) for file in log.glob("*.json"))
            for log in sorted(root.rglob("_delta_log"))
        }


def lay_out(home: Path) -> None:
    """What publishing to the local target does: containers, binding and key."""
    containers = {name: home / "lake" / name for name in ("landing", "bronze", "silver", "gold", "system")}
    for folder in containers.values():
        folder.mkdir(parents=True, exist_ok=True)
    (home / "keys").mkdir(exist_ok=True)
    (home / "keys/token.key").write_text(KEY + "\n")
    binding = {
        "schemaVersion": 1,
        "environment": "local",
        "containers": {name: f"file://{folder}" for name, folder in containers.items()},
        "tokenKey": {"kind": "file", "path": str(home / "keys/token.key")},
    }
    (home / "binding.json").write_text(json.dumps(binding))
