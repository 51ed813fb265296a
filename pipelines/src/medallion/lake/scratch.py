"""A place where tables are made beside those that readers see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.files import hadoop_path


@contextmanager
def scratch_lake(lake: Lake, run_id: str, *tables: Table) -> Iterator[Lake]:
    """The lake with these tables, and what is set aside of them, in a place that is removed afterwards."""
    root = lake.system(f"rebuilds/{tables[0].name}")
    system, folder = hadoop_path(lake.spark, root)
    # What a run that died has left.
    system.delete(folder, True)
    try:
        yield replace(lake, moved={table.name: f"{root}/{run_id}/{table.name}" for table in tables})
    finally:
        system.delete(folder, True)
