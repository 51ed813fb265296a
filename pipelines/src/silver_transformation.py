"""Transforms bronze tables into silver tables, from a notebook:

from silver_transformation import SilverTransformer
SilverTransformer().transform(bronze_table="bronze.transactions")
"""

from __future__ import annotations

from medallion.lake.lake import Lake, find_lake
from medallion.running.operations import RunResult, choose, run_tables


class SilverTransformer:
    """Merges new bronze rows into silver: standardised, protected and checked.

    `lake` defaults to the one of MEDALLION_HOME.
    """

    def __init__(self, *, lake: Lake | None = None) -> None:
        self._lake = lake or find_lake()

    def transform(self, bronze_table: str = "bronze.transactions") -> RunResult:
        """Brings every silver table that reads the bronze table up to date. Raises MedallionError."""
        source = self._lake.manifest.find(bronze_table)
        fed = [t for t in self._lake.manifest.of_layer("silver") if t.inputs[0] == source.name]
        return run_tables(self._lake, choose(self._lake, fed, f"of silver reads '{bronze_table}'"))
