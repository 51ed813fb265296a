"""The `manifest.json` that an export has beside its files: which files it consists of, and how large each is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.spark.files import exists, local_path, read_text

_REMEDY = "Wait until the export is complete, or run it again."


@dataclass(frozen=True)
class Delivery:
    """One run of an export: files of the same name belong together. `rows` is None where nothing says how many."""

    name: str
    rows: int | None = None


def delivery_of(lake: Lake, path: str, paths: Sequence[str]) -> Delivery:
    """Raises MedallionError `bill-truncated` where a file of the export is not named, or shorter than it should be."""
    folder, _, name = path.rpartition("/")
    manifest = f"{folder}/manifest.json"
    if path == manifest or not exists(lake.spark, manifest):
        return Delivery(path)
    try:
        blobs = json.loads(read_text(lake.spark, manifest, "manifest")).get("blobs", [])
        listed = {str(blob["blobName"]).rpartition("/")[2]: blob for blob in blobs}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MedallionError("bill-truncated", f"{manifest} cannot be read: {error}.", _REMEDY) from error
    if name not in listed:
        return Delivery(path)
    for other in sorted(listed):
        if f"{folder}/{other}" not in paths:
            raise MedallionError(
                "bill-truncated",
                f"{path} is one of {len(listed)} files of an export, and {other} is not named.",
                f"Name all files that {manifest} lists.",
            )
    _check_bytes(path, listed[name].get("byteCount"))
    rows = listed[name].get("dataRowCount")
    return Delivery(manifest, None if rows is None else int(rows))


def _check_bytes(path: str, expected: object) -> None:
    """Where an export counts bytes and no rows. Spark itself notices a remote file that ends early."""
    here = local_path(path)
    if here is None or expected is None:
        return
    size = here.stat().st_size
    if size != int(str(expected)):
        raise MedallionError("bill-truncated", f"{path} has {size} bytes, its manifest says {expected}.", _REMEDY)
