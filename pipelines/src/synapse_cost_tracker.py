"""What queries cost, and whom:

from synapse_cost_tracker import QueryCostAnalyzer
analyzer = QueryCostAnalyzer()

@analyzer.track_cost
def run_gold_aggregation(query: str):
    return spark.sql(query)
"""

from __future__ import annotations

import functools
import getpass
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

from medallion.finops.advice import Recommendation, recommendations
from medallion.finops.prices import load_prices
from medallion.finops.queries import (
    QueryCost,
    QueryCostReport,
    import_dedicated,
    import_serverless,
    record,
    recorded,
    report_of,
    spark_usd,
)
from medallion.lake.lake import Lake, find_lake
from medallion.spark.files import local_path
from pyspark import StorageLevel
from pyspark.sql import DataFrame

P = ParamSpec("P")
R = TypeVar("R")


class QueryCostAnalyzer:
    """Records costs in the lake's ledger. `lake` defaults to the one of MEDALLION_HOME, `user` to who runs it."""

    def __init__(self, *, lake: Lake | None = None, user: str | None = None) -> None:
        self._lake = lake or find_lake()
        self._user = user or getpass.getuser()

    def track_cost(self, function: Callable[P, R]) -> Callable[P, R]:
        """Times a function on all cores of the session, and prices it by the vCore-hour.

        A DataFrame is lazy: it is computed here and kept, so that its cost is known and later actions read the copy.
        """

        @functools.wraps(function)
        def tracked(*args: P.args, **kwargs: P.kwargs) -> R:
            prices = load_prices(self._lake)
            started, clock = datetime.now(UTC), time.monotonic()
            result = function(*args, **kwargs)
            tables: tuple[str, ...] = ()
            sizes: list[int] = []
            if isinstance(result, DataFrame):
                files = result.inputFiles()
                sizes = [_size(file) for file in files]
                tables = tuple(sorted({_table_of(self._lake, file) for file in files}))
                result.persist(StorageLevel.MEMORY_AND_DISK).count()
            seconds = time.monotonic() - clock
            vcores = self._lake.spark.sparkContext.defaultParallelism
            query = next((str(value) for value in (*args, *kwargs.values()) if isinstance(value, str)), "")
            usd = spark_usd(seconds, vcores, prices.spark_vcore_hour)
            label = function.__name__
            cost = QueryCost(
                query or label, label, self._user, "spark", tables, started, seconds, sum(sizes), len(sizes), usd
            )
            record(self._lake, cost, vcores)
            return result

        return tracked

    def import_serverless_requests(self, requests: Sequence[Mapping[str, Any]]) -> int:
        """Rows of `sys.dm_exec_requests_history`. Raises MedallionError `request-invalid`."""
        return import_serverless(self._lake, requests)

    def import_dedicated_requests(self, requests: Sequence[Mapping[str, Any]], *, dwu: int, online_hours: float) -> int:
        """Rows of `SynapseSqlPoolExecRequests`. Raises MedallionError `request-invalid`."""
        return import_dedicated(self._lake, requests, dwu=dwu, online_hours=online_hours)

    def generate_cost_report(self, period: str = "weekly") -> QueryCostReport:
        """Raises MedallionError `no-queries`, `unknown-period`."""
        return report_of(*recorded(self._lake, period))

    def optimize_queries(self, cost_threshold: float, period: str = "monthly") -> list[Recommendation]:
        """What to do about queries that together cost more than `cost_threshold` US dollars in the period."""
        _, costs = recorded(self._lake, period)
        return recommendations(costs, self._lake.manifest, Decimal(str(cost_threshold)))


def _size(file: str) -> int:
    path = local_path(file)
    return path.stat().st_size if path is not None and path.exists() else 0


def _table_of(lake: Lake, file: str) -> str:
    """The table whose folder holds a file; the folder itself for a file of no table."""
    path = str(local_path(file) or file)
    for table in lake.manifest.tables:
        root = str(local_path(lake.location(table)) or lake.location(table))
        if path.startswith(f"{root}/"):
            return str(table.name)
    return path.rpartition("/")[0]
