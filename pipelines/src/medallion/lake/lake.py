"""Lake: tables, paths and the active release. The only module that builds paths."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyspark.sql import SparkSession

from medallion.errors import MedallionError
from medallion.lake.binding import Binding, parse_binding
from medallion.lake.manifest import Manifest, Table
from medallion.lake.manifest_reader import parse_manifest
from medallion.spark.files import exists, local_path, read_json, read_text
from medallion.spark.session import find_or_create

# As the commands name the files, see `delivery/targets/local/pointer.ts`.
_PROMOTION = re.compile(r"\d{8}\.json")


@dataclass(frozen=True)
class Release:
    """An immutable bundle of manifest and SQL under `root`; `digests` are the SHA-256 of its files by path."""

    id: str
    root: str
    manifest: Manifest
    digests: Mapping[str, str] = field(default_factory=dict)

    def locate(self, path: str, spark: SparkSession | None) -> str:
        """Location of a file: in the release's own folder, or among the files shared by all releases of a container."""
        own = f"{self.root}/{path}"
        digest = self.digests.get(path)
        if digest is None or exists(spark, own):
            return own
        return f"{self.root.rpartition('/')[0]}/files/{digest}"


@dataclass(frozen=True)
class Lake:
    """`home` is the local folder with the lock; None where only Delta's conflict detection prevents concurrent writers.

    `moved` maps tables that are built elsewhere first, and their quarantined and held rows, to another root.
    """

    spark: SparkSession
    release: Release
    binding: Binding
    home: Path | None
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def manifest(self) -> Manifest:
        return self.release.manifest

    def location(self, table: Table) -> str:
        if table.name in self.moved:
            return f"{self.moved[table.name]}/table"
        return f"{self.binding.containers[table.container]}/{table.path}"

    def landing(self, path: str = "") -> str:
        root = self.binding.containers["landing"]
        return f"{root}/{path}" if path else root

    def system(self, name: str) -> str:
        kind, _, table = name.rpartition("/")
        if table in self.moved:
            return f"{self.moved[table]}/{kind}"
        return f"{self.binding.containers['system']}/{name}"

    def quarantine(self, table: Table) -> str:
        return self.system(f"quarantine/{table.name}")

    def sql(self, table: Table) -> str:
        location = self.release.locate(f"sql/{table.sql}", self.spark)
        return read_text(self.spark, location, f"SQL of {table.name}")


def load_release(root: str, spark: SparkSession | None = None) -> Release:
    """Raises MedallionError when `release.json` or `manifest.json` is missing, not JSON, or of another version."""
    clean = root.rstrip("/")
    described = read_json(spark, f"{clean}/release.json", "release description")
    if not isinstance(described, dict) or not isinstance(described.get("id"), str):
        raise MedallionError(
            "release-invalid", f"{clean}/release.json has no release id.", "Package and publish the release again."
        )
    origin = f"{clean}/manifest.json"
    digests = {file["path"]: file["sha256"] for file in described.get("files", [])}
    return Release(described["id"], clean, parse_manifest(read_json(spark, origin, "manifest"), origin), digests)


def load_binding(location: str, spark: SparkSession | None = None) -> Binding:
    return parse_binding(read_json(spark, location, "binding"), location)


def default_home() -> Path:
    return Path(os.environ.get("MEDALLION_HOME", ".lakehouse")).absolute()


def find_lake(home: Path | None = None) -> Lake:
    """The lake of MEDALLION_HOME: its promoted release and its `binding.json`."""
    root = home or default_home()
    place = _newest_promotion(root / "releases")
    pointer = read_json(None, str(place), "release pointer")
    if not isinstance(pointer, dict) or not isinstance(pointer.get("release"), str):
        raise MedallionError("pointer-invalid", f"{place} has no release id.", "Promote a release again.")
    release = load_release(str(root / "releases" / pointer["release"]))
    binding = load_binding(str(root / "binding.json"))
    return open_lake(find_or_create(), release, binding, root)


def _newest_promotion(releases: Path) -> Path:
    """The file that decides which release is active. `current.json` only shows it to people, and may be late."""
    numbered = sorted(file for file in (releases / "promotions").glob("*.json") if _PROMOTION.fullmatch(file.name))
    return numbered[-1] if numbered else releases / "current.json"


def open_lake(spark: SparkSession, release: Release, binding: Binding, home: Path | None) -> Lake:
    """A lake on local files is protected by the lock in its home, any other only by Delta's conflict detection."""
    is_local = local_path(binding.containers["system"]) is not None
    return Lake(spark, release, binding, home if is_local else None)
