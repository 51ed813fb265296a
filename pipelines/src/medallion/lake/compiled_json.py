"""Reads JSON documents that the TypeScript half writes for the jobs, and checks their version and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from medallion.errors import MedallionError

SCHEMA_VERSION = 1

_Parsed = TypeVar("_Parsed")


def decode(origin: str, what: str, build: Callable[[], _Parsed]) -> _Parsed:
    try:
        return build()
    except (KeyError, TypeError, AttributeError) as error:
        raise MedallionError(
            f"{what}-invalid",
            f"The {what} {origin} is missing a field or has an invalid one: {error}.",
            "Write it again with `npx medallion package` (manifest) or `npx medallion publish` (binding).",
        ) from error


def require_version(document: Mapping[str, Any], origin: str, what: str) -> None:
    found = document.get("schemaVersion") if isinstance(document, Mapping) else None
    if found != SCHEMA_VERSION:
        raise MedallionError(
            f"{what}-version",
            f"The {what} {origin} has schemaVersion {found!r}; this engine reads {SCHEMA_VERSION}.",
            "Use the engine that the release carries, or package the release again.",
        )
