"""What of a compiled contract decides the rows of a table: its shape, which a table keeps as the one that made it.

What only documents, watches, tiers or tunes a table is no part of it. A setting that is absent, null, false or empty
is the same in a shape, so that a newer engine, whose contracts say more, finds the tables of an older one unchanged.
`contracts/row-shape.ts` does the same; both are tested with `pipelines/tests/evolutions.json`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_OF_NO_ROW = frozenset(
    "name layer table version fingerprint description grain location subjects tableChecks changeFeed latencyHours "
    "incremental layout rowChecks inputs sql".split()
)
_OF_NO_VALUE = frozenset("description measure required pii renamedFrom".split())


def shape_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The shape of one table of a `manifest.json`. Gold, which is made anew with its fingerprint, has no other."""
    if item["layer"] == "gold":
        return {"fingerprint": item["fingerprint"]}
    others = {
        name: value for name, value in item.items() if name not in _OF_NO_ROW and not name.startswith("retention")
    }
    shape = {
        **others,
        "columns": [_column(column) for column in item["columns"]],
        "partitionBy": item["layout"]["partitionBy"],
        "rules": {rule["id"]: rule["expression"] for rule in item["rowChecks"] if rule["severity"] == "error"},
        "input": item["inputs"][0] if item["inputs"] else None,
    }
    pruned = _pruned(shape)
    assert isinstance(pruned, dict)
    return pruned


def _column(item: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in item.items() if name not in _OF_NO_VALUE}
    return {**own, "protection": (item.get("pii") or {}).get("protection")}


def _pruned(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {name: _pruned(inner) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if not _says_nothing(inner)}
    return [_pruned(inner) for inner in value] if isinstance(value, list | tuple) else value


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, dict | list | str) and len(value) == 0)


def text_of(shape: Mapping[str, Any]) -> str:
    """The same text for the same shape, whoever writes it."""
    return json.dumps(shape, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def code_of(table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Names one change of one table: what a person accepts is this change and no other."""
    text = "\n".join((table, text_of(before), text_of(after)))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
