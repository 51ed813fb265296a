"""Gold tables: one SQL text each, rebuilt when an input or the text has changed, left alone otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from medallion.catalog import register
from medallion.checks import MASK, CheckSet
from medallion.commits import reached
from medallion.errors import MedallionError
from medallion.lake import Lake
from medallion.manifest import Table
from medallion.results import CheckResult, TableResult
from medallion.transactions import TableState, state
from medallion.writing import table_options

# A transaction version holds the generation of the table above the sum of its input versions.
_GENERATION = 1 << 40


@dataclass(frozen=True)
class Rebuild:
    """The transaction under which a rebuild is recorded."""

    app_id: str
    version: int


def app_prefix(table: Table) -> str:
    return f"medallion:{table.name}:"


def pending(lake: Lake, table: Table, anew: bool = False) -> Rebuild | None:
    """None when the table stands as this SQL over these input versions makes it, unless it is to be made anew.

    Each rebuild counts a generation up. The newest generation is what the table holds, so going back to an earlier
    release rebuilds it, although that release's transaction id has been used before.
    """
    found = state(lake.spark, lake.location(table))
    inputs = sum(state(lake.spark, lake.location(lake.manifest.find(name))).version + 1 for name in table.inputs)
    app_id = f"{app_prefix(table)}{table.fingerprint[:16]}"
    newest = _newest(found, table)
    if not anew and newest is not None and newest.app_id == app_id and newest.version % _GENERATION == inputs:
        return None
    generation = 0 if newest is None else newest.version // _GENERATION + 1
    return Rebuild(app_id, generation * _GENERATION + inputs)


def refresh(lake: Lake, table: Table, rebuild: Rebuild) -> TableResult:
    """Raises MedallionError `output-mismatch` before anything is written when the SQL does not give the contract."""
    register(lake, table.inputs)
    frame = lake.spark.sql(lake.sql(table))
    _require_contract(table, frame.schema)
    checks = CheckSet(table.row_checks)
    observation = Observation(f"{table.name}-{rebuild.version}")
    counted = (
        frame.select("*", checks.mask().alias(MASK))
        .observe(observation, F.count(F.lit(1)).alias("rows"), *checks.counters())
        .select(*table.column_names)
    )
    reached(f"{table.name}:before")
    _overwrite(lake, table, counted, rebuild)
    reached(f"{table.name}:after")
    counts = observation.get
    return TableResult(
        table=table.name,
        layer=table.layer,
        status="succeeded",
        version=state(lake.spark, lake.location(table)).version,
        rows_in=counts["rows"],
        accepted=counts["rows"],
        checks=tuple(
            CheckResult(
                check.id,
                "row",
                check.dimension,
                check.severity,
                counts["rows"],
                counts[f"check_{bit}"],
                # Nothing is set aside from an aggregate: a row that fails makes the table wrong.
                passed=counts[f"check_{bit}"] == 0,
            )
            for bit, check in enumerate(checks.checks)
        ),
    )


def _overwrite(lake: Lake, table: Table, frame: DataFrame, rebuild: Rebuild) -> None:
    (
        frame.write.format("delta")
        .mode("overwrite")
        # The whole table is rebuilt, so a newer contract may also change its columns.
        .option("overwriteSchema", "true")
        .options(**table_options(table), txnAppId=rebuild.app_id, txnVersion=str(rebuild.version))
        .partitionBy(*table.partition_by)
        .save(lake.location(table))
    )


def _newest(found: TableState, table: Table) -> Rebuild | None:
    mine = {app_id: version for app_id, version in found.transactions.items() if app_id.startswith(app_prefix(table))}
    if not mine:
        return None
    newest = max(mine, key=mine.__getitem__)
    return Rebuild(newest, mine[newest])


def _require_contract(table: Table, output: StructType) -> None:
    declared = [
        (column.name, field.dataType.simpleString())
        for column, field in zip(table.columns, table.schema(), strict=True)
    ]
    given = [(field.name, field.dataType.simpleString()) for field in output]
    if declared != given:
        raise MedallionError(
            "output-mismatch",
            f"The SQL {table.sql} of {table.name} gives ({_listed(given)}), but the contract declares "
            f"({_listed(declared)}).",
            "Change the SQL or the contract until columns, order and types agree.",
        )


def _listed(columns: list[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns)
