"""`<home>/standing.json`: the lake at the end of a run after which nothing was left to do.

The next run that finds the same release, the same landing files and the same files of every table has no news, and ends
without Spark. Any difference, and everything that cannot be told, starts the run: the note is never the reason to skip
work that is due. It holds for local lakes only.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from medallion.lake.binding import Binding
from medallion.lake.lake import Lake, Release
from medallion.lake.manifest import Table
from medallion.ledger import digest
from medallion.ledger.results import TableResult
from medallion.running import run_metrics
from medallion.running.evolve import EVOLVED
from medallion.running.footprint import Footprint, UntellableError, footprint
from medallion.spark.files import exists, local_path

FILE = "standing.json"
SCHEMA_VERSION = 1
# FAT keeps times in steps of two seconds: a file this young could be written again without a trace.
_COARSE_NS = 2_000_000_000
# Written anew whatever the news, from the ledger's digest, and read by no run.
_APART = {"system": (run_metrics.FILE,)}


@dataclass(frozen=True)
class Landed:
    """The landing files before a run looked for deliveries; `is_certain` if none was being written at the time."""

    print: Footprint
    is_certain: bool


@dataclass(frozen=True)
class Quiet:
    """No news: what was looked at, and the tables' versions and warnings on record."""

    landing_files: int
    lake_files: int
    versions: Mapping[str, int]
    warnings: Sequence[str]


def look(binding: Binding) -> Landed | None:
    """None if landing cannot be listed; the run says why if it needs it."""
    root = local_path(binding.containers["landing"])
    began = time.time_ns()
    try:
        found = None if root is None else footprint(root)
    except UntellableError:
        return None
    return None if found is None else Landed(found, found.newest_ns < began - _COARSE_NS)


def news(home: Path, release: Release, binding: Binding, chosen: Sequence[Table]) -> Quiet | str:
    """Why a run of the tables has to look closer; Quiet if there is nothing for it to do."""
    try:
        return _quiet(home, release, binding, chosen)
    except UntellableError as error:
        return str(error)
    except (KeyError, TypeError, ValueError, AttributeError):
        return f"{home / FILE} cannot be read"


def _quiet(home: Path, release: Release, binding: Binding, chosen: Sequence[Table]) -> Quiet:
    asked = [table.name for table in chosen if table.source is not None and table.source.kind != "files"]
    if asked:
        raise UntellableError(f"only the source of {', '.join(asked)} can say whether it has news")
    note = _read(home)
    if note is None:
        raise UntellableError("no earlier run left a record of the lake without anything to do")
    if note["release"] != release.id:
        raise UntellableError(f"release {release.id} has not run since another one did")
    if note["setting"] != setting(binding):
        raise UntellableError("the binding or the token key has changed")
    kept = {name: Footprint(**place) for name, place in note["places"].items()}
    found = places(binding)
    changed = [name for name in sorted({*kept, *found}) if kept.get(name) != found.get(name)]
    if changed:
        raise UntellableError(f"files of {', '.join(changed)} have changed since the last run")
    return Quiet(
        found["landing"].files,
        sum(place.files for name, place in found.items() if name != "landing"),
        {table.name: int(note["versions"][table.name]) for table in chosen},
        tuple(str(warning) for warning in note["warnings"]),
    )


def forget(home: Path) -> None:
    """Before a run writes anything: if it dies, the next one has to look."""
    (home / FILE).unlink(missing_ok=True)


def keep(lake: Lake, landed: Landed | None, results: Sequence[TableResult]) -> None:
    """Leaves the note, if a run of all tables has left nothing to do. The caller still holds the lock."""
    if lake.home is None or landed is None or not landed.is_certain or not _is_settled(lake, results):
        return
    try:
        document = {
            "schemaVersion": SCHEMA_VERSION,
            "release": lake.release.id,
            "setting": setting(lake.binding),
            "places": {
                name: asdict(place) for name, place in {**places(lake.binding), "landing": landed.print}.items()
            },
            "versions": {result.table: result.version for result in results},
            "warnings": [warning for result in results for warning in result.warnings],
        }
        draft = lake.home / f".{FILE}.{os.getpid()}"
        draft.write_text(json.dumps(document, separators=(",", ":")), "utf-8")
        draft.replace(lake.home / FILE)
    except (UntellableError, OSError):
        # Without a note the next run looks closer, which is all that is lost.
        forget(lake.home)


def _is_settled(lake: Lake, results: Sequence[TableResult]) -> bool:
    """Whether the next run would find nothing: certain if this one did, or if nothing that it wrote can cause more."""
    if {result.table for result in results} != {table.name for table in lake.manifest.tables}:
        return False
    if not all(result.is_sound for result in results) or not digest.read(lake).is_kept:
        return False
    if all(result.status == "unchanged" for result in results):
        return True
    # A held row may wait for a parent that this run wrote after the table had been looked at.
    is_held = any(
        key.orphans == "hold" and exists(None, lake.system(f"held/{table.name}"))
        for table in lake.manifest.tables
        for key in table.foreign_keys
    )
    return not is_held and not any(result.mode in EVOLVED for result in results)


def _read(home: Path) -> dict[str, Any] | None:
    try:
        note = json.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and note.get("schemaVersion") == SCHEMA_VERSION else None


def places(binding: Binding) -> dict[str, Footprint]:
    """Footprints of the containers and of the proofs of erasure, by name. Raises UntellableError."""
    roots = {**binding.containers, "evidence": binding.evidence}
    found = {}
    for name, location in roots.items():
        root = local_path(location)
        if root is None:
            raise UntellableError(f"{name} is not on this machine")
        found[name] = footprint(root, _APART.get(name, ()))
    return found


def setting(binding: Binding) -> str:
    """Digest of the binding, and of when the key was last changed."""
    kept = binding.token_key.get("path")
    if binding.token_key.get("kind") != "file" or kept is None:
        raise UntellableError("the token key is not a file of this machine")
    try:
        status = Path(kept).stat()
    except OSError as error:
        raise UntellableError(f"the token key {kept} cannot be looked at ({error.strerror})") from error
    facts = [asdict(binding), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
