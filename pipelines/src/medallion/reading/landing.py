"""The files of a source in the landing container, and their identities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.reading.containers import CONTAINER_FORMATS, inspect_container
from medallion.reading.inspection import HEAD_LINES, Inspection, content_hash, inspect
from medallion.spark.files import hadoop_path, local_path, reported_uris

# Names that writers give to what is not complete yet.
_UNFINISHED = (".tmp", ".part", ".partial", ".inprogress", ".crdownload", ".filepart", ".crc")
# Spark skips such names as well.
_HIDDEN = ("_", ".")
# Hashing and inflating release the interpreter lock.
_THREADS = 4
_OF_LINES = ("jsonl", "csv")
# Characters that Spark does not percent-encode in a path (RFC 3986: unreserved, and `=` and `/`).
_NEVER_ENCODED = re.compile(r"[A-Za-z0-9._~=/-]*")


@dataclass(frozen=True)
class LandingFile:
    """`path` is relative to the landing container, absolute for a file outside it.

    `identity` changes with the content: the SHA-256 of a local file, length and modification time of a remote one.
    """

    path: str
    identity: str
    stored_bytes: int


def listing(lake: Lake, table: Table, path: str | None = None) -> list[LandingFile]:
    """All files of the table's source, sorted. `path` selects some of them, or a local file or folder outside of
    landing.

    Empty while nothing has been delivered. Raises MedallionError `landing-missing` for a `path` that is not there.
    """
    assert table.source is not None
    root = local_path(lake.landing())
    if root is None:
        return _remote(lake, table, path)
    if path is None and not (root / table.source.path).exists():
        return []
    place = _place(root, table.source.path, path)
    found = sorted(_visible(place)) if place.is_dir() else [place]
    chosen = selected([file.relative_to(place).as_posix() for file in found], table.source.settings)
    files = found if place.is_file() else [place / name for name in chosen]
    with ThreadPoolExecutor(_THREADS) as pool:
        hashes = pool.map(content_hash, files)
        return [
            LandingFile(_shown(root, file), digest, file.stat().st_size)
            for file, digest in zip(files, hashes, strict=True)
        ]


def inspect_all(lake: Lake, table: Table, files: Sequence[LandingFile]) -> list[Inspection]:
    """Reads every new local file once, before its batch is recorded; of remote files only the first lines."""
    root = local_path(lake.landing())
    assert table.source is not None
    kind = table.source.format
    if root is None:
        return [_glance(lake, file, kind) for file in files]

    def look(file: LandingFile) -> Inspection:
        if kind in CONTAINER_FORMATS:
            return inspect_container(root / file.path, file.path, kind)
        return inspect(root / file.path, file.path)

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(look, files))


def head(lake: Lake, file: LandingFile) -> tuple[str, ...]:
    """The first lines; empty if the file does not exist."""
    place = uri(lake, file)
    root = local_path(lake.landing())
    if root is not None:
        path = root / file.path
        return inspect(path, file.path).head if path.exists() else ()
    system, remote = hadoop_path(lake.spark, place)
    return _glance(lake, file, "csv").head if system.exists(remote) else ()


def uri(lake: Lake, file: LandingFile) -> str:
    """The location from which Spark reads the file."""
    outside = Path(file.path).is_absolute()
    return file.path if outside else lake.landing(file.path)


def relative_path(lake: Lake, files: Sequence[LandingFile] | None = None) -> SparkColumn:
    """The path below landing of the file that each row is read from, spelled as in `listing`: Spark percent-encodes it.

    `files` are those that are read, if known: when no name has a character to encode, decoding is left out.
    """
    path = F.col("_metadata.file_path")
    below = F.regexp_replace(path, "^file:/+", "/")
    for root in reported_uris(lake.spark, lake.landing()):
        # Cut as bytes, which is cheaper than cutting characters; the root is ASCII.
        rest = F.substring(path.cast("binary"), len(root) + 2, 2**31 - 1).cast("string")
        below = F.when(path.startswith(f"{root}/"), rest).otherwise(below)
    if files is not None and all(_NEVER_ENCODED.fullmatch(file.path) for file in files):
        return below
    return F.when(below.contains("%"), F.url_decode(F.replace(below, F.lit("+"), F.lit("%2B")))).otherwise(below)


def _glance(lake: Lake, file: LandingFile, kind: str) -> Inspection:
    if kind not in _OF_LINES or file.path.endswith(".zst"):
        return Inspection(file.stored_bytes, file.stored_bytes, ())
    lines = lake.spark.read.text(uri(lake, file)).head(HEAD_LINES)
    head = tuple(row["value"].removeprefix("\ufeff") for row in lines)
    return Inspection(file.stored_bytes, file.stored_bytes, head)


def _place(root: Path, source_path: str, path: str | None) -> Path:
    place = root / source_path
    if path is not None:
        given = Path(path)
        inside = [root / path, root / source_path / path]
        candidates = [given] if given.is_absolute() else [*inside, given.absolute()]
        place = next((candidate for candidate in candidates if candidate.exists()), candidates[0])
    if not place.exists():
        raise MedallionError(
            "landing-missing",
            f"There is nothing at {place}.",
            "Deliver the source's files there; `npx medallion sample` writes the sample year.",
        )
    return place


def _visible(folder: Path) -> Iterable[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def selected(names: Sequence[str], settings: Mapping[str, Any]) -> list[str]:
    """The names (paths below the source's folder) of files that are data and complete, sorted.

    Never data are hidden files and folders, and files that are being written. `include` and `exclude` are patterns in
    which `*` is any text, slashes too. With a `marker` a folder is complete once it has a file of that name.
    """
    include, exclude, marker = settings.get("include", ["*"]), settings.get("exclude", []), settings.get("marker")
    complete = {name.rpartition("/")[0] for name in names if name.rpartition("/")[2] == marker}
    return sorted(
        name
        for name in names
        if not any(part.startswith(_HIDDEN) for part in name.split("/"))
        and not name.lower().endswith(_UNFINISHED)
        and any(fnmatchcase(name, pattern) for pattern in include)
        and not any(fnmatchcase(name, pattern) for pattern in exclude)
        and (marker is None or (name.rpartition("/")[0] in complete and name.rpartition("/")[2] != marker))
    )


def _shown(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)


def _remote(lake: Lake, table: Table, path: str | None) -> list[LandingFile]:
    assert table.source is not None
    place = path or table.source.path
    system, folder = hadoop_path(lake.spark, lake.landing(place))
    if not system.exists(folder):
        if path is None:
            return []
        raise MedallionError(
            "landing-missing", f"There is nothing at {lake.landing(place)}.", "Let the source system deliver there."
        )
    root, below = f"{lake.landing()}/", f"{place.rstrip('/')}/"
    found: dict[str, LandingFile] = {}
    files = system.listFiles(folder, True)
    while files.hasNext():
        status = files.next()
        name = str(status.getPath().toString()).removeprefix(root)
        length = int(status.getLen())
        found[name.removeprefix(below)] = LandingFile(name, f"{length}:{int(status.getModificationTime())}", length)
    return [found[name] for name in selected(list(found), table.source.settings)]
