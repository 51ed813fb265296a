"""Bronze against an explicit-schema JSON read appended to Delta, which is the least that Spark can do with the files.

Ours also identifies and validates the files, checks, sets aside, counts, keeps the ledger and (with rescue) looks for
whatever the contract does not know. What a batch costs however small it is, is measured with ten lines and told apart.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from measured.measuring import Cost, Figure, median_of, ratio, rounds_of, timed
from measured.places import Setting, bytes_below, new_lake, run, unzipped_year

TABLES = {
    "bronze-checks": ("bronze.lines_strict", "Bronze, 10 checks, quarantine, metrics", 1.15),
    "bronze-rescue": ("bronze.lines", "Bronze with rescue of the undeclared", 1.4),
}


def figures(setting: Setting) -> list[Figure]:
    year = unzipped_year(setting)
    tiny = _tiny(setting, year)
    found = []
    for id_, (table, title, goal) in TABLES.items():
        fixed = rounds_of(setting.rounds, partial(_pair, setting, tiny, table))
        whole = rounds_of(setting.rounds, partial(_pair, setting, year, table))
        bare_fixed, ours_fixed = (median_of([pair[side] for pair in fixed]) for side in (0, 1))
        bare, ours = (median_of([pair[side] for pair in whole]) for side in (0, 1))
        rest = (ours - ours_fixed).over(bare - bare_fixed)
        found.append(
            ratio(
                id_,
                title,
                goal,
                whole,
                megabytes=round(bytes_below(year) / 1e6),
                fixedBareSeconds=round(bare_fixed.wall, 2),
                fixedOursSeconds=round(ours_fixed.wall, 2),
                proportionalRatio=round(rest.wall, 2),
                proportionalCpuRatio=round(rest.cpu, 2),
            )
        )
    return found


def _pair(setting: Setting, landing: Path, table: str, _: int) -> tuple[Cost, Cost]:
    """Costs of the bare append and of ours, in fresh tables."""
    lake = new_lake(setting, "bronze", landing)
    target = setting.scratch / "bare"
    shutil.rmtree(target, ignore_errors=True)
    schema = lake.manifest.find(table).schema()

    def bare() -> None:
        reader = setting.spark.read.schema(schema).option("recursiveFileLookup", "true")
        reader.json(str(landing / "transactions")).write.format("delta").mode("append").save(str(target))

    return timed(setting.spark, bare), timed(setting.spark, lambda: run(lake, [table]))


def _tiny(setting: Setting, year: Path) -> Path:
    landing = setting.scratch / "tiny"
    folder = landing / "transactions"
    folder.mkdir(parents=True, exist_ok=True)
    source = next(iter(sorted((year / "transactions").rglob("*.jsonl"))))
    with source.open("rb") as lines:
        (folder / "tiny.jsonl").write_bytes(b"".join(line for line, _ in zip(lines, range(10), strict=False)))
    return landing
