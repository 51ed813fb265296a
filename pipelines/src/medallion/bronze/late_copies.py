"""Persons who were erased and are delivered again: their rows are not taken, and their records leave the files."""

from __future__ import annotations

from dataclasses import replace

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.bronze import withdrawal
from medallion.events import log
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.suppression import THEIRS, marked, suppressed
from medallion.reading.batches import Batch
from medallion.reading.landing import inspect_all
from medallion.reading.parsing import FILE
from medallion.sources.registry import read
from medallion.spark.folder import Folder


def without_erased(lake: Lake, table: Table, rows: DataFrame) -> DataFrame:
    """The rows of everybody else."""
    persons = suppressed(lake, table)
    return marked(lake, rows, persons).where(~F.col(THEIRS)).drop(THEIRS) if persons else rows


def rows_without_erased(lake: Lake, table: Table, batch: Batch) -> DataFrame:
    """The rows of a batch, whose files no longer hold records of erased persons when this returns.

    A lake without erasures reads the batch as it is. Otherwise its files are read twice, and a third time if one of
    them was rewritten.
    """
    rows = read(lake, table, batch)
    persons = suppressed(lake, table)
    if not persons:
        return rows
    theirs = marked(lake, rows, persons).where(THEIRS)
    brought = {row[0] for row in theirs.select(FILE).distinct().collect()}
    if not brought:
        return rows
    for path in sorted(file.path for file in batch.intent.files if file.path in brought):
        rewrite = withdrawal.plan(lake, table, path, persons, withdrawal.Patterns())
        if rewrite is not None:
            withdrawal.carry_out(lake, table, rewrite, persons, withdrawal.Patterns())
    log(f"{table.name}: records of persons who were erased came again in {len(brought)} places, and were not taken")
    landing = Folder(lake.spark, lake.landing())
    left = tuple(file for file in batch.intent.files if file.path.startswith("/") or landing.exists(file.path))
    if not batch.intent.files:
        # A slice of a database.
        return without_erased(lake, table, rows)
    if not left:
        return lake.spark.createDataFrame([], rows.schema)
    intent = replace(batch.intent, files=left)
    again = replace(batch, intent=intent, inspections=tuple(inspect_all(lake, table, left)))
    return without_erased(lake, table, read(lake, table, again))
