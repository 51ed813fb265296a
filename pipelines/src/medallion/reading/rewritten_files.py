"""Landing files that lost records on purpose: with their new content they are the deliveries that were ingested."""

from __future__ import annotations

import json
from collections.abc import Mapping

from medallion.lake.lake import Lake
from medallion.lake.records import read_record
from medallion.spark.files import exists, write_text

_FILE = "rewritten-files.json"


def known(lake: Lake) -> Mapping[str, list[str]]:
    """Identities by path; empty for a lake whose files are as they were delivered."""
    location = lake.system(_FILE)
    if not exists(lake.spark, location):
        return {}
    found: Mapping[str, list[str]] = read_record(lake.spark, location, "record of rewritten files")["files"]
    return found


def note(lake: Lake, path: str, identity: str) -> None:
    """Before the file is replaced: after a crash in between the file is still the one that is known. The caller holds
    the lake's lock."""
    files = {**known(lake)}
    files[path] = sorted({*files.get(path, ()), identity})
    write_text(lake.spark, lake.system(_FILE), json.dumps({"schemaVersion": 1, "files": files}))
