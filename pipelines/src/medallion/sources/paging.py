"""Iterates over the pages of one fetch, with the paging that the contract declares."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from medallion.errors import MedallionError
from medallion.sources.calls import Answer, Client

_MOST_PAGES = 100_000
_NEXT = re.compile(r'<([^>]*)>\s*(?:;[^,<]*)?;\s*rel="?(?:[^",;]*\s)?next\b')


@dataclass(frozen=True)
class Page:
    """`content` is the response body; `records` are its rows, used only for counting and for the watermark."""

    content: bytes
    records: list[Any]


def pages(client: Client, settings: Mapping[str, Any], since: str | None) -> Iterator[Page]:
    """Every page of one fetch. Raises MedallionError, `api-loops` if a page links to an earlier one."""
    first = dict(settings.get("parameters", {}))
    if since is not None:
        first[settings["watermark"]["parameter"]] = since
    paging: Mapping[str, Any] = settings.get("paging", {"by": "none"})
    number, offset = int(paging.get("first", 1)), 0
    base = client.connection.url.rstrip("/") + settings["request"]
    parameters: dict[str, str] = {**first, **_counted(paging, number, offset)}
    url = _with(base, parameters)
    seen = {url}
    before = b""
    for _ in range(_MOST_PAGES):
        answer = client.get(url, lambda content: _parse(settings, content))
        records = _records(settings, answer.parsed)
        # Some servers return their last page for every greater number.
        if paging["by"] in ("page", "offset") and (not records or answer.content == before):
            return
        yield Page(answer.content, records)
        before, number, offset = answer.content, number + 1, offset + len(records)
        following = _following(paging, url, answer, base, {**first, **_counted(paging, number, offset)})
        if following is None:
            return
        if following in seen:
            break
        url = following
        seen.add(url)
    raise MedallionError(
        "api-loops",
        f"The connection '{client.connection.name}' returned a page of {settings['request']} twice, or more than "
        f"{_MOST_PAGES} pages.",
        "Correct the paging in the contract so that it matches the API; this fetch is discarded.",
    )


def _counted(paging: Mapping[str, Any], number: int, offset: int) -> dict[str, str]:
    match paging["by"]:
        case "page":
            return {paging["parameter"]: str(number)}
        case "offset":
            return {paging["parameter"]: str(offset)}
    return {}


def _following(
    paging: Mapping[str, Any], url: str, answer: Answer, base: str, counted: Mapping[str, str]
) -> str | None:
    match paging["by"]:
        case "page" | "offset":
            return _with(base, counted)
        case "cursor":
            cursor = _field(answer.parsed, paging["field"])
            return None if cursor in (None, "") else _with(base, {**counted, paging["parameter"]: str(cursor)})
        case "link" if "field" in paging:
            link = _field(answer.parsed, paging["field"])
            return None if link in (None, "") else urllib.parse.urljoin(url, str(link))
        case "link":
            header = next((value for name, value in answer.headers.items() if name.lower() == "link"), "")
            found = _NEXT.search(header)
            return None if found is None else urllib.parse.urljoin(url, found.group(1))
    return None


def _with(base: str, parameters: Mapping[str, str]) -> str:
    return f"{base}?{urllib.parse.urlencode(parameters)}" if parameters else base


def _parse(settings: Mapping[str, Any], content: bytes) -> Any:
    text = content.decode("utf-8")
    if settings["format"] == "jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return json.loads(text)


def _records(settings: Mapping[str, Any], parsed: Any) -> list[Any]:
    found = _field(parsed, settings["records"]) if "records" in settings else parsed
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def _field(parsed: Any, keys: str) -> Any:
    for key in keys.split("."):
        parsed = parsed.get(key) if isinstance(parsed, dict) else None
    return parsed
