"""Tables made up for one test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from medallion.lake.manifest import Manifest, Table
from medallion.lake.manifest_reader import parse_manifest


def table(name: str, columns: Mapping[str, str], **changes: Any) -> Table:
    """A compiled table with the given columns (name to Spark type) and nothing else declared."""
    return manifest([document(name, columns, **changes)]).tables[0]


def manifest(tables: Sequence[Mapping[str, Any]]) -> Manifest:
    return parse_manifest({"schemaVersion": 1, "tables": list(tables)}, "a test")


def document(name: str, columns: Mapping[str, str], **changes: Any) -> dict[str, Any]:
    layer, short = name.split(".")
    return {
        "name": name,
        "layer": layer,
        "table": short,
        "version": "1.0.0",
        "fingerprint": f"{name}-1",
        "description": "",
        "grain": "",
        "location": {"container": layer, "path": short},
        "columns": [
            {
                "name": column,
                "type": kind,
                "required": False,
                "description": "",
                "expression": None,
                "standard": None,
                "pii": None,
                "format": None,
                "measure": None,
            }
            for column, kind in columns.items()
        ],
        "subjects": {},
        "keys": [],
        "orderBy": [],
        "history": "append",
        "deduplicate": True,
        "deleteWhen": None,
        "source": None,
        "inputs": [],
        "sql": None,
        "incremental": None,
        "changeFeed": layer != "gold",
        "rowChecks": [],
        "tableChecks": [],
        "foreignKeys": [],
        "drift": "evolve",
        "layout": {"partitionBy": [], "zOrderBy": [], "targetFileSizeMb": 128},
        "retentionDays": 1,
        "latencyHours": 1,
        **changes,
    }
