"""What a job of several tables tells the pipeline that called it: part of `system/figures.json`.

A pipeline sees of a Spark job whether it succeeded, and nothing else. It reads this afterwards: to name the table that
failed, and to show what became of each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.ledger import digest
from medallion.ledger.digest import Digest
from medallion.ledger.results import Run, TableResult
from medallion.running import run_metrics
from medallion.spark.files import exists, read_json, write_text

_MOST_NAMED = 10


@dataclass(frozen=True)
class Call:
    """`caller` is the id of the pipeline's run, empty for none. A session is waited for from `triggered` on.

    `earlier` is what other jobs of the same pipeline run have left, or an attempt of this one that failed.
    """

    caller: str
    triggered: datetime
    earlier: Mapping[str, Any] = field(default_factory=dict)


def begin(lake: Lake, caller: str, triggered: datetime) -> Call:
    """Before the run, which publishes figures of its own."""
    return Call(caller, triggered, _earlier(lake, caller) if caller else {})


def leave(
    lake: Lake, call: Call, run: Run, tables: Sequence[Table], results: Sequence[TableResult] | MedallionError
) -> list[str]:
    """Writes the figures with the outcome; returns the tables that failed, or all of them if the run did."""
    if isinstance(results, MedallionError):
        told = [{"table": table.name, "status": "failed", "code": results.code} for table in tables]
        layers = []
    else:
        told, layers = [_of(result) for result in results], minutes_of_layers(results, call.triggered)
    if call.caller:
        merged = _merged(call.earlier.get("tables", ()), told, "table")
        outcome = {
            "caller": call.caller,
            "runId": run.id,
            "releaseId": lake.release.id,
            "failed": _named([one for one in merged if one["status"] == "failed"]),
            "tables": merged,
            "layers": _merged(call.earlier.get("layers", ()), layers, "layer"),
        }
        figures = run_metrics.measure(_digest(lake), datetime.now(UTC))
        write_text(lake.spark, lake.system(run_metrics.FILE), json.dumps({**figures, "outcome": outcome}))
    return [str(one["table"]) for one in told if one["status"] == "failed"]


def _merged(earlier: Iterable[dict[str, Any]], told: Sequence[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The last word about each."""
    return list({one[key]: one for one in (*earlier, *told)}.values())


def _named(failed: Sequence[dict[str, Any]]) -> str:
    names = [f"{one['table']} ({one['code']})" for one in failed[:_MOST_NAMED]]
    more = [f"and {len(failed) - _MOST_NAMED} more"] if len(failed) > _MOST_NAMED else []
    return ", ".join([*names, *more])


def _digest(lake: Lake) -> Digest:
    """Of a ledger that cannot be read there are no figures; the outcome is told all the same."""
    try:
        return digest.read(lake)
    except MedallionError:
        return Digest()


def minutes_of_layers(results: Sequence[TableResult], triggered: datetime) -> list[dict[str, Any]]:
    """From the first start to the last end of the tables of each layer. The first waited for the session as well."""
    told: list[dict[str, Any]] = []
    for layer in dict.fromkeys(result.layer for result in results):
        of_layer = [result for result in results if result.layer == layer]
        began = min(result.started_at for result in of_layer) if told else triggered
        ended = max(result.started_at + timedelta(seconds=result.seconds) for result in of_layer)
        told.append({"layer": layer, "minutes": round(max(0.0, (ended - began).total_seconds() / 60), 3)})
    return told


def _of(result: TableResult) -> dict[str, Any]:
    event = result.as_event()
    kept = ("table", "status", "rowsIn", "accepted", "quarantined", "rescued", "seconds", "bytesIn", "version")
    return {**{name: event[name] for name in kept}, "code": "" if result.error is None else result.error.code}


def _earlier(lake: Lake, caller: str) -> Mapping[str, Any]:
    location = lake.system(run_metrics.FILE)
    try:
        found = read_json(lake.spark, location, "figures of the ledger") if exists(lake.spark, location) else {}
        outcome = found.get("outcome", {})
        return outcome if outcome.get("caller") == caller else {}
    except (MedallionError, AttributeError):
        return {}
