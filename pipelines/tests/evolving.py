"""Lakes whose contracts change between deliveries, and lakes that had the last contract from the beginning."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from medallion.lake.lake import Release, open_lake
from medallion.ledger.results import TableResult
from pyspark.sql import SparkSession

from tests.lakes import RUN_COLUMNS, HouseLake, Value
from tests.tables import document, manifest

BRONZE, SILVER, GOLD = "bronze.things", "silver.things", "gold.counts"
COLUMNS = {"id": "int", "v": "string", "n": "int", "a": "decimal(10,2)", "at": "timestamp"}
Contracts = dict[str, dict[str, Any]]
Change = Callable[[Contracts], None]
Rows = Sequence[Mapping[str, Value] | str]

FIRST: Rows = [
    {"id": 1, "v": "x", "n": 1, "a": 1.5, "at": "2024-01-01T00:00:00", "extra": 7},
    {"id": 2, "v": "x", "n": 2, "a": 2.25, "at": "2024-01-02T00:00:00"},
    {"id": 1, "v": "y", "n": 3000000000, "a": 3, "at": "2024-01-03T00:00:00"},
    {"id": None, "v": "z", "n": 4, "a": 3, "at": "2024-01-03T00:00:00"},
    '{"id": 5, "v"',
]
SECOND: Rows = [
    {"id": 1, "v": "y", "n": 4, "a": 4, "at": "2024-02-01T00:00:00", "late": "L"},
    {"id": 3, "v": "x", "n": 5, "a": 5.125, "at": "2024-02-01T00:00:00", "extra": 8},
    {"id": 2, "v": "w", "n": 6, "a": 12345678901.5, "at": "2023-12-01T00:00:00"},
]
SQL = "SELECT v, count(*) AS c FROM silver.things GROUP BY v"


def required(column: str) -> dict[str, Any]:
    return rule(f"{column}.required", f"{column} IS NOT NULL")


def rule(name: str, expression: str) -> dict[str, Any]:
    return {
        "id": name,
        "description": "",
        "columns": [],
        "expression": expression,
        "severity": "error",
        "dimension": "completeness",
        "tolerance": None,
    }


def contracts(with_gold: bool = False, **silver: Any) -> Contracts:
    source = {"kind": "files", "system": "shop", "format": "jsonl", "path": "things"}
    bronze = document(BRONZE, COLUMNS, source=source, rowChecks=[required("id")], keys=["id"])
    made = document(
        SILVER,
        COLUMNS,
        **{"inputs": [BRONZE], "history": "scd1", "keys": ["id"], "orderBy": ["at"], "deduplicate": False, **silver},
    )
    gold = document(
        GOLD,
        {"v": "string", "c": "bigint"},
        inputs=[SILVER],
        history="refresh",
        keys=["v"],
        sql="counts.sql",
    )
    return {BRONZE: bronze, SILVER: made, **({GOLD: gold} if with_gold else {})}


def column(contract: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in contract["columns"] if one["name"] == name)


def add(contract: dict[str, Any], name: str, kind: str, at: int | None = None, **more: Any) -> None:
    new = document("bronze.x", {name: kind})["columns"][0] | more
    contract["columns"].insert(len(contract["columns"]) if at is None else at, new)


def drop(contract: dict[str, Any], name: str) -> None:
    contract["columns"] = [one for one in contract["columns"] if one["name"] != name]


class EvolvingLake(HouseLake):
    """Deliveries and contracts in turns."""

    def __init__(self, home: Path, spark: SparkSession, declared: Contracts, sql: str = SQL) -> None:
        self.declared = copy.deepcopy(declared)
        self.sql = sql
        super().__init__(home, spark, self._release(()))
        self.count = 0

    def _release(self, accepted: Sequence[str]) -> Release:
        folder = self.home / "release/sql" if hasattr(self, "home") else None
        documents = []
        for name, contract in self.declared.items():
            texts = repr([contract, self.sql if name == GOLD else ""])
            documents.append({**contract, "fingerprint": f"{hash(texts):x}" * 4})
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "counts.sql").write_text(self.sql)
        found = manifest(documents)
        root = str(self.home / "release") if hasattr(self, "home") else ""
        return Release("made-up", root, type(found)(found.tables, frozenset(accepted)))

    def declare(self, change: Change | None = None, accepted: Sequence[str] = ()) -> None:
        if change is not None:
            change(self.declared)
        self.lake = open_lake(self.lake.spark, self._release(accepted), self.lake.binding, self.home)

    def copied(self, home: Path) -> EvolvingLake:
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        copy_of = EvolvingLake(home, self.lake.spark, self.declared, self.sql)
        copy_of.count = self.count
        copy_of.declare()
        return copy_of

    def take(self, rows: Rows) -> dict[str, TableResult]:
        self.count += 1
        self.deliver(f"things/{self.count}.jsonl", rows)
        return self.bring()

    def bring(self) -> dict[str, TableResult]:
        return {result.table: result for result in self.run()}

    def told(self) -> dict[str, list[dict[str, Any]]]:
        """All rows, but for what only says when and by what batch they came."""
        spoken = self.contents()
        hidden = {*RUN_COLUMNS, "_batch_id"}
        return {
            path: sorted(({k: v for k, v in row.items() if k not in hidden} for row in rows), key=_place)
            for path, rows in spoken.items()
            if rows and not path.startswith("system/ingestions")
        }


def _place(row: Mapping[str, Any]) -> str:
    return repr(sorted(row.items()))


def fresh(
    home: Path, spark: SparkSession, declared: Contracts, deliveries: Sequence[Rows], sql: str = SQL
) -> EvolvingLake:
    """A lake that had these contracts from the beginning, of the same landing files."""
    lake = EvolvingLake(home, spark, declared, sql)
    lake.declare()
    for rows in deliveries:
        lake.count += 1
        lake.deliver(f"things/{lake.count}.jsonl", rows)
    lake.bring()
    return lake
