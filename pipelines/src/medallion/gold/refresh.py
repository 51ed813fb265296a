"""Brings a gold table up to date if an input or its SQL has changed.

In full, or incrementally if the contract says how changes reach groups. After every `verify_every` increments the table
is compared with a full recompute.
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
from medallion.gold.write import RefreshCommit, merge, overwrite
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger import commit_note
from medallion.ledger.results import CheckResult, TableResult
from medallion.quality.table_checks import gold_rows
from medallion.spark.transactions import state

# A transaction version is the generation of the table times this number, plus the sum of its input versions.
_GENERATION = 1 << 40


@dataclass(frozen=True)
class Rebuild:
    """Transaction id of a refresh and the input versions it reads. `in_full` rules out an increment."""

    app_id: str
    version: int
    inputs: Mapping[str, int] = field(default_factory=dict)
    in_full: bool = False

    def again(self) -> Rebuild:
        """The next generation with the same inputs, after increments gave a wrong table."""
        return Rebuild(self.app_id, self.version + _GENERATION, self.inputs, in_full=True)


def app_prefix(table: Table) -> str:
    return f"medallion:{table.name}:"


def pending(lake: Lake, table: Table, in_full: bool = False) -> Rebuild | None:
    """None if the table is the result of this SQL over these input versions and no full rebuild is requested.

    Each refresh increases the generation. The newest generation is the content of the table, so going back to an
    earlier release rebuilds it, although that release's transaction id was used before.
    """
    found = state(lake.spark, lake.location(table))
    versions = {name: state(lake.spark, lake.location(lake.manifest.find(name))).version for name in table.inputs}
    total = sum(version + 1 for version in versions.values())
    app_id = f"{app_prefix(table)}{table.fingerprint[:16]}"
    last = found.newest_of(app_prefix(table))
    newest = None if last is None else Rebuild(*last)
    if not in_full and newest is not None and newest.app_id == app_id and newest.version % _GENERATION == total:
        return None
    generation = 0 if newest is None else newest.version // _GENERATION + 1
    return Rebuild(app_id, generation * _GENERATION + total, versions, in_full)


def refresh(lake: Lake, table: Table, rebuild: Rebuild) -> TableResult:
    """Raises MedallionError `output-mismatch`, before anything is written, if the SQL does not match the contract, and
    `increment-mismatch`, after the table has been rebuilt, if increments differ from a full recompute."""
    try:
        found, why = _increment(lake, table, rebuild)
    except UnreadableError as error:
        found, why = None, str(error)
    if found is None:
        log(f"{table.name}: rebuilt in full: {why}")
        return _full(lake, table, rebuild, why)
    commit = _commit(table, rebuild, found.number, "incremental", "")
    checks = merge(lake, table, found, commit)
    if table.incremental is not None and found.number % table.incremental.verify_every == 0:
        _require_equivalence(lake, table, rebuild)
    return _result(lake, table, checks, "incremental", "")


def _increment(lake: Lake, table: Table, rebuild: Rebuild) -> tuple[Increment | None, str]:
    """The increment, or the reason for a full rebuild."""
    if rebuild.in_full:
        return None, "a full rebuild was requested"
    if table.incremental is None:
        return None, "its contract does not say how changes reach its rows"
    found = state(lake.spark, lake.location(table))
    if not found.exists:
        return None, "it does not exist yet"
    note = notes.newest(lake, table, found)
    if note is None or note.fingerprint != table.fingerprint:
        return None, "its contract or SQL has changed" if note else "its commits have no note of their input versions"
    _require_contract(table, _whole(lake, table, rebuild).schema)
    return increment(lake, table, note, rebuild.inputs)


def _full(lake: Lake, table: Table, rebuild: Rebuild, why: str) -> TableResult:
    frame = _whole(lake, table, rebuild)
    _require_contract(table, frame.schema)
    return _result(lake, table, overwrite(lake, table, frame, _commit(table, rebuild, 0, "full", why)), "full", why)


def _whole(lake: Lake, table: Table, rebuild: Rebuild) -> DataFrame:
    return inputs.run(
        lake, table, {name: inputs.snapshot(lake, name, version) for name, version in rebuild.inputs.items()}
    )


def count_again(lake: Lake, table: Table, version: int) -> TableResult:
    """What a refresh that made this version counted: its rows, and those that fail a check."""
    stored = lake.spark.read.format("delta").option("versionAsOf", version).load(lake.location(table))
    rows = stored.count()
    checks = tuple(gold_rows(table, stored))
    return TableResult(table.name, table.layer, "succeeded", version, rows_in=rows, accepted=rows, checks=checks)


def _commit(table: Table, rebuild: Rebuild, number: int, mode: str, why: str) -> RefreshCommit:
    origin = Note(table.fingerprint, rebuild.inputs, number)
    noted = commit_note.note(origin.document(), is_counted=False, mode=mode, mode_reason=why)
    return RefreshCommit(rebuild.app_id, rebuild.version, noted or origin.text())


def _require_equivalence(lake: Lake, table: Table, rebuild: Rebuild) -> None:
    whole = _whole(lake, table, rebuild)
    differing = equivalence.differences(lake, table, whole)
    crash_points.reached(f"{table.name}:compared")
    if not differing:
        return
    _full(lake, table, rebuild.again(), "increments differed from a full recompute")
    raise MedallionError(
        "increment-mismatch",
        f"The incremental result of {table.name} differs from a full recompute of {table.sql}: "
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
            f"The SQL {table.sql} of {table.name} returns ({_listed(given)}), but the contract declares "
            f"({_listed(declared)}).",
            "Change the SQL or the contract until columns, order and types agree.",
        )


def _listed(columns: list[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns)
