"""Maintenance of one Delta table, from a notebook:

from delta_optimizer import DeltaOptimizer
DeltaOptimizer().optimize_table("silver.transactions_validated", z_order_by=["transaction_date"])
"""

from __future__ import annotations

from collections.abc import Sequence

from medallion.lake.lake import Lake, find_lake
from medallion.lake.lock import exclusive
from medallion.running.maintenance import SHORTEST_RETENTION_HOURS, Optimization, optimize


class DeltaOptimizer:
    """Compacts, clusters and vacuums. `lake` defaults to the one of MEDALLION_HOME."""

    def __init__(self, *, lake: Lake | None = None) -> None:
        self._lake = lake or find_lake()

    def optimize_table(
        self,
        table_name: str,
        z_order_by: Sequence[str] | None = None,
        vacuum_retention_hours: float = SHORTEST_RETENTION_HOURS,
    ) -> Optimization:
        """Compacts small files or clusters by `z_order_by`, then removes files unused for longer than the retention.

        Without columns the contract's `zOrderBy` is taken; where there is none, or with an empty list, only small files
        are rewritten. A table that is clustered so already is left alone, because a Z-order rewrites all files. Raises
        MedallionError `unknown-table`, `unknown-column`, `retention-too-short`, `vacuum-would-break-reader`.
        """
        table = self._lake.manifest.find(table_name)
        with exclusive(self._lake.home):
            return optimize(self._lake, table, z_order_by, vacuum_retention_hours)
