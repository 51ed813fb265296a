"""A lake made up for one test: tables by name and columns, bronze rows written as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from delta.tables import DeltaTable
from medallion import gold, silver
from medallion.lake.lake import Lake, Release, load_binding, open_lake
from medallion.lake.manifest import Table
from medallion.ledger.results import TableResult
from medallion.running.runner import new_run
from medallion.spark.dataframes import of_records
from pyspark.sql import SparkSession

from tests.lakes import lay_out
from tests.tables import manifest

Row = Mapping[str, Any]


class Pond:
    """`documents` as compiled by `tests.tables.document`, inputs before their readers."""

    def __init__(self, home: Path, spark: SparkSession, documents: Sequence[Mapping[str, Any]]) -> None:
        lay_out(home)
        self.home = home
        release = Release("made-up", str(home / "release"), manifest(documents))
        self.lake: Lake = open_lake(spark, release, load_binding(str(home / "binding.json")), home)

    def table(self, name: str) -> Table:
        return self.lake.manifest.find(name)

    def write(self, name: str, rows: Sequence[Row]) -> None:
        """Appends accepted rows to a bronze table, as one version with a change feed."""
        table = self.table(name)
        schema = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        frame = of_records(
            self.lake.spark, [{**row, "_quarantined": False} for row in rows], f"{schema}, _quarantined boolean"
        )
        writer = frame.write.format("delta").mode("append").option("delta.enableChangeDataFeed", "true")
        writer.save(self.lake.location(table))

    def change(self, name: str, kept: Sequence[Row], gone: Sequence[Row] = ()) -> None:
        """Rows of a silver table by its keys, put in or in place of others, and taken away: one version."""
        table = self.table(name)
        schema = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        records = [{**row, "_gone": False} for row in kept] + [{**row, "_gone": True} for row in gone]
        frame = of_records(self.lake.spark, records, f"{schema}, _gone boolean")
        location = self.lake.location(table)
        if not DeltaTable.isDeltaTable(self.lake.spark, location):
            writer = frame.drop("_gone").write.format("delta").option("delta.enableChangeDataFeed", "true")
            writer.save(location)
            return
        values: dict[str, Any] = {column: f"s.{column}" for column in table.column_names}
        same = " AND ".join(f"s.{key} = t.{key}" for key in table.keys)
        target = DeltaTable.forPath(self.lake.spark, location).alias("t").merge(frame.alias("s"), same)
        target = target.whenMatchedDelete("s._gone").whenMatchedUpdate(set=values)
        target.whenNotMatchedInsert("NOT s._gone", values).execute()

    def write_sql(self, path: str, text: str) -> None:
        file = self.home / "release/sql" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def aggregate(self, name: str) -> TableResult | None:
        """None when nothing is pending."""
        table = self.table(name)
        rebuild = gold.pending(self.lake, table)
        return None if rebuild is None else gold.refresh(self.lake, table, rebuild)

    def refresh(self, name: str) -> TableResult | None:
        """None when nothing is pending."""
        table = self.table(name)
        change = silver.pending(self.lake, table)
        return None if change is None else silver.refresh(self.lake, table, change, new_run())

    def rows(self, name: str) -> list[dict[str, Any]]:
        """All rows without what differs between runs."""
        frame = self.lake.spark.read.format("delta").load(self.lake.location(self.table(name)))
        return [row.asDict(recursive=True) for row in frame.drop("_updated_at", "_run_id").collect()]
