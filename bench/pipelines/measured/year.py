"""The sample year from landing to gold with the shipped tables: megabytes a second and core, dollars a terabyte."""

from __future__ import annotations

from collections import defaultdict

from medallion.lake.lake import find_lake
from medallion.ledger.results import TableResult

from measured.measuring import Cost, Figure, median_of, rounds_of, timed
from measured.places import Setting, new_lake, run

MB_PER_CORE = 8.0
DOLLARS_PER_TB = 5.0


def figures(setting: Setting) -> list[Figure]:
    shipped = find_lake(setting.home).release
    seconds: dict[str, list[float]] = defaultdict(list)
    sizes: list[int] = []

    def one(number: int) -> list[Cost]:
        lake = new_lake(setting, "year", setting.home / "lake/landing", shipped)
        results: list[TableResult] = []
        cost = timed(setting.spark, lambda: results.extend(run(lake, [])))
        if number > 0:
            for result in results:
                seconds[result.layer].append(result.seconds)
            sizes.append(sum(result.bytes_in for result in results))
        return [cost]

    costs = [pair[0] for pair in rounds_of(setting.rounds, one)]
    whole, megabytes = median_of(costs), sizes[-1] / 1e6
    speed = megabytes / whole.wall / setting.cores
    rounds = len(costs)
    layers = {layer: sum(parts) / rounds for layer, parts in seconds.items()}
    # Tables of a layer may run side by side: the layers share the clock in proportion to what their tables took.
    shares = {layer: part / sum(layers.values()) for layer, part in layers.items()}
    dollars = whole.wall * setting.cores / 3600 * setting.vcore_hour / (megabytes / 1e6)
    by_layer = {layer: round(dollars * share, 2) for layer, share in shares.items()}
    cpu_speed = megabytes / whole.cpu
    detail = {"seconds": round(whole.wall, 1), "megabytes": round(megabytes), "cores": setting.cores, "rounds": rounds}
    return [
        Figure("year-speed", "Landing to gold", speed, "MB/s a core", MB_PER_CORE, "higher", cpu_speed, detail),
        Figure(
            "year-dollars",
            "Landing to gold, Spark alone",
            dollars,
            "USD a TB",
            DOLLARS_PER_TB,
            detail={"byLayer": by_layer, "vcoreHour": setting.vcore_hour},
        ),
    ]
