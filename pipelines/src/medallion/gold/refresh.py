"""Gold tables: brought up to date when an input or the SQL has changed, left alone otherwise.

In full, or in proportion to the change where the contract says how changes reach groups. Every so many increments the
table is compared with what a full recompute makes of the same inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyspark.sql import DataFrame
from pyspark.sql.types import StructType

from medallion import crash_points
from medallion.errors import MedallionError
from medallion.events import log
from medallion.gold import equivalence, inputs, notes
from medallion.gold.increments import Increment, UnreadableError, increment
from medallion.gold.notes import Note
from medallion.gold.write import Commit, merge, overwrite
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger.results import CheckResult, TableResult
from medallion.spark.transactions import state

# A transaction version holds the generation of the table above the sum of its input versions.
_GENERATION = 1 << 40


@dataclass(frozen=True)
class Rebuild:
    """The transaction under which a refresh is recorded, and the input versions it takes; `anew`: in full."""

    app_id: str
    version: int
    inputs: Mapping[str, int] = field(default_factory=dict)
    anew: bool = False

    def again(self) -> Rebuild:
        """The same once more, after a table that came out wrong."""
        return Rebuild(self.app_id, self.version + _GENERATION, self.inputs, anew=True)


def app_prefix(table: Table) -> str:
    return f"medallion:{table.name}:"


def pending(lake: Lake, table: Table, anew: bool = False) -> Rebuild | None:
    """None when the table stands as this SQL over these input versions makes it, unless it is to be made anew.

    Each refresh counts a generation up. The newest generation is what the table holds, so going back to an earlier
    release rebuilds it, although that release's transaction id has been used before.
    """
    found = state(lake.spark, lake.location(table))
    versions = {name: state(lake.spark, lake.location(lake.manifest.find(name))).version for name in table.inputs}
    total = sum(version + 1 for version in versions.values())
    app_id = f"{app_prefix(table)}{table.fingerprint[:16]}"
    last = found.newest_of(app_prefix(table))
    newest = None if last is None else Rebuild(*last)
    if not anew and newest is not None and newest.app_id == app_id and newest.version % _GENERATION == total:
        return None
    generation = 0 if newest is None else newest.version // _GENERATION + 1
    return Rebuild(app_id, generation * _GENERATION + total, versions, anew)


def refresh(lake: Lake, table: Table, rebuild: Rebuild) -> TableResult:
    """Raises MedallionError `output-mismatch` before anything is written when the SQL does not give the contract, and
    `increment-mismatch`, after the table has been rebuilt, when increments had led elsewhere than a full recompute."""
    try:
        found, why = _increment(lake, table, rebuild)
    except UnreadableError as error:
        found, why = None, str(error)
    if found is None:
        log(f"{table.name}: rebuilt in full: {why}")
        return _full(lake, table, rebuild, why)
    commit = _commit(table, rebuild, found.number)
    checks = merge(lake, table, found, commit)
    if table.incremental is not None and found.number % table.incremental.verify_every == 0:
        _require_equivalence(lake, table, rebuild)
    return _result(lake, table, checks, "incremental", "")


def _increment(lake: Lake, table: Table, rebuild: Rebuild) -> tuple[Increment | None, str]:
    """What to merge, or why the table is rebuilt instead."""
    if rebuild.anew:
        return None, "it is to be made anew"
    if table.incremental is None:
        return None, "its contract does not say how changes reach its rows"
    found = state(lake.spark, lake.location(table))
    if not found.exists:
        return None, "it does not exist yet"
    note = notes.newest(lake, table, found)
    if note is None or note.fingerprint != table.fingerprint:
        return None, "its contract or SQL has changed" if note else "nothing is noted of how it came about"
    _require_contract(table, _whole(lake, table, rebuild).schema)
    return increment(lake, table, note, rebuild.inputs)


def _full(lake: Lake, table: Table, rebuild: Rebuild, why: str) -> TableResult:
    frame = _whole(lake, table, rebuild)
    _require_contract(table, frame.schema)
    return _result(lake, table, overwrite(lake, table, frame, _commit(table, rebuild, 0)), "full", why)


def _whole(lake: Lake, table: Table, rebuild: Rebuild) -> DataFrame:
    return inputs.run(
        lake, table, {name: inputs.snapshot(lake, name, version) for name, version in rebuild.inputs.items()}
    )


def _commit(table: Table, rebuild: Rebuild, number: int) -> Commit:
    return Commit(rebuild.app_id, rebuild.version, Note(table.fingerprint, rebuild.inputs, number).text())


def _require_equivalence(lake: Lake, table: Table, rebuild: Rebuild) -> None:
    whole = _whole(lake, table, rebuild)
    differing = equivalence.differences(lake, table, whole)
    crash_points.reached(f"{table.name}:compared")
    if not differing:
        return
    _full(lake, table, rebuild.again(), "increments had led elsewhere")
    raise MedallionError(
        "increment-mismatch",
        f"Increments of {table.name} had come to another table than a full recompute of {table.sql}: "
        f"{', '.join(f'{name} in {rows} rows' for name, rows in differing.items())}. It has been rebuilt.",
        "Correct the measures and inputs under 'incremental' in its contract, or remove them to rebuild it every time.",
    )


def _result(lake: Lake, table: Table, counted: tuple[int, tuple[CheckResult, ...]], mode: str, why: str) -> TableResult:
    rows, checks = counted
    return TableResult(
        table=table.name,
        layer=table.layer,
        status="succeeded",
        version=state(lake.spark, lake.location(table)).version,
        rows_in=rows,
        accepted=rows,
        checks=checks,
        mode=mode,
        mode_reason=why,
    )


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
