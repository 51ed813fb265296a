"""Ingests landing files into bronze tables, from a notebook:

from bronze_ingestion import BronzeLoader
BronzeLoader(source="pos").ingest()
"""

from __future__ import annotations

from medallion.errors import MedallionError
from medallion.lake.lake import Lake, find_lake
from medallion.lake.manifest import Table
from medallion.running.operations import RunResult, choose, run_tables

IngestResult = RunResult


class BronzeLoader:
    """Ingests the deliveries of a source system, each exactly once.

    `source` is a source system (`pos`), a bronze table (`bronze.transactions` or `transactions`), or None for all.
    `lake` defaults to the one of MEDALLION_HOME.
    """

    def __init__(self, source: str | None = None, *, lake: Lake | None = None) -> None:
        self._lake = lake or find_lake()
        self._tables = choose(self._lake, self._of(source), f"of bronze reads the source '{source}'")

    def ingest(self, path: str | None = None) -> IngestResult:
        """Ingests new files of the source, or of one file or folder.

        `path` is below landing, or a local file or folder outside of it. It needs a source with one table, or a place
        below that table's landing folder. Raises MedallionError; the table is then unchanged.
        """
        tables = self._tables if path is None else [self._reader_of(path)]
        return run_tables(self._lake, tables, path=path)

    def _of(self, source: str | None) -> list[Table]:
        bronze = self._lake.manifest.of_layer("bronze")
        if source is None:
            return bronze
        return [t for t in bronze if t.source and source in (t.source.system, t.name, t.table)]

    def _reader_of(self, path: str) -> Table:
        below = [t for t in self._tables if t.source and f"{path}/".startswith(f"{t.source.path}/")]
        found = below or list(self._tables)
        if len(found) == 1:
            return found[0]
        raise MedallionError(
            "ambiguous-source",
            f"'{path}' could be input of several tables: {', '.join(table.name for table in found)}.",
            "Name the bronze table: BronzeLoader(source='bronze.<table>').",
        )
