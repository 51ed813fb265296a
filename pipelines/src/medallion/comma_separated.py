"""The only parser of comma-separated lists in options and environment variables."""

from __future__ import annotations


def comma_separated(text: str | None) -> list[str]:
    """The stripped names of the list; empty for None and for an empty text."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]
