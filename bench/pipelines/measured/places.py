"""Lakes for one benchmark, in folders that are thrown away."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from medallion.lake.lake import Lake, Release, load_binding, open_lake
from medallion.ledger.results import TableResult
from medallion.running.runner import execute, new_run
from pyspark.sql import SparkSession

CONTAINERS = ("landing", "bronze", "silver", "gold", "system")


@dataclass(frozen=True)
class Setting:
    """What every benchmark is given. `home` is the lake of MEDALLION_HOME, whose landing zone has the sample year."""

    spark: SparkSession
    release: Release
    home: Path
    scratch: Path
    rounds: int
    vcore_hour: float
    # Of the sizes that are declared. A trial at another scale is held to no goal.
    scale: float = 1.0

    def goal(self, goal: float) -> float | None:
        return goal if self.scale == 1 else None

    def rows(self, rows: int) -> int:
        return int(rows * self.scale)

    @property
    def cores(self) -> int:
        return self.spark.sparkContext.defaultParallelism


def new_lake(setting: Setting, name: str, landing: Path | None = None, release: Release | None = None) -> Lake:
    """An empty lake below the scratch folder; `landing` is another landing zone that it reads."""
    home = setting.scratch / name
    shutil.rmtree(home, ignore_errors=True)
    for container in CONTAINERS:
        (home / container).mkdir(parents=True)
    key = home / "token.key"
    key.write_text("00112233445566778899aabbccddeeff" * 2 + "\n")
    places = {container: f"file://{home / container}" for container in CONTAINERS}
    binding = {
        "schemaVersion": 1,
        "environment": "bench",
        "containers": {**places, **({} if landing is None else {"landing": f"file://{landing}"})},
        "tokenKey": {"kind": "file", "path": str(key)},
    }
    (home / "binding.json").write_text(json.dumps(binding))
    return open_lake(setting.spark, release or setting.release, load_binding(str(home / "binding.json")), home)


def run(lake: Lake, names: Sequence[str], path: str | None = None) -> list[TableResult]:
    """Raises SystemExit for the first table that fails: a benchmark of a failure says nothing."""
    tables = [lake.manifest.find(name) for name in names] or None
    results = execute(lake, new_run(), tables, path=path)
    for result in results:
        if not result.is_sound:
            raise SystemExit(f"error: {result.table} {result.status}: {result.error}")
    return results


def unzipped_year(setting: Setting, times: int = 1) -> Path:
    """A landing zone with the receipt lines of the sample as plain files, each `times` over; made once."""
    landing = setting.scratch / f"year-{times}"
    if landing.exists():
        return landing
    files = sorted((setting.home / "lake/landing/transactions").rglob("*.jsonl.gz"))
    if not files:
        raise SystemExit("error: the lake has no sample.\nremedy: Run `npx medallion sample` first.")
    partial = landing.with_suffix(".partial")
    for copy in range(times):
        folder = partial / "transactions" / f"copy={copy}"
        folder.mkdir(parents=True)
        for file in files:
            with gzip.open(file) as source, (folder / file.stem).open("wb") as target:
                shutil.copyfileobj(source, target)
    partial.rename(landing)
    return landing


def bytes_below(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
