"""JSON records that the engine keeps beside its tables: read whole and of this version, or refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyspark.sql import SparkSession

from medallion.errors import MedallionError
from medallion.spark.files import local_path, read_text

SCHEMA_VERSION = 1
_LOST = "Restore the file from the storage's soft delete or from a copy of the lake, then run again."


def read_record(spark: SparkSession, location: str, what: str, remedy: str = _LOST) -> Mapping[str, Any]:
    """Raises MedallionError `record-damaged`, with the remedy, or `record-newer`."""
    path = local_path(location)
    if path is not None and path.exists():
        # As bytes: text that is not UTF-8 is damage, and not a missing file.
        return parse_record(path.read_bytes(), location, what, remedy)
    return parse_record(read_text(spark, location, what).encode(), location, what, remedy)


def parse_record(content: bytes, location: str, what: str, remedy: str = _LOST) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
        version = found.get("schemaVersion", SCHEMA_VERSION)
    except (ValueError, AttributeError) as error:
        raise MedallionError(
            "record-damaged", f"The {what} {location} is empty, cut off or not JSON.", remedy
        ) from error
    if version != SCHEMA_VERSION:
        raise MedallionError(
            "record-newer",
            f"The {what} {location} has schemaVersion {version!r}; this engine reads {SCHEMA_VERSION}.",
            "Run the release that wrote it, or a newer one.",
        )
    record: Mapping[str, Any] = found
    return record
