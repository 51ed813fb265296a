"""Aggregates silver tables into gold tables, from a notebook:

from gold_aggregation import GoldAggregator
GoldAggregator().aggregate(silver_table="silver.transactions_validated")
"""

from __future__ import annotations

from medallion.lake.lake import Lake, find_lake
from medallion.running.operations import RunResult, choose, run_tables


class GoldAggregator:
    """Updates gold tables whose inputs or SQL have changed. `lake` defaults to the one of MEDALLION_HOME."""

    def __init__(self, *, lake: Lake | None = None) -> None:
        self._lake = lake or find_lake()

    def aggregate(self, silver_table: str = "silver.transactions_validated") -> RunResult:
        """Brings every gold table that reads the silver table up to date. Raises MedallionError."""
        source = self._lake.manifest.find(silver_table)
        reading = [t for t in self._lake.manifest.of_layer("gold") if source.name in t.inputs]
        return run_tables(self._lake, choose(self._lake, reading, f"of gold reads '{silver_table}'"))
