"""GET requests that survive rate limits, server errors, timeouts and truncated responses."""

from __future__ import annotations

import base64
import email.utils
import http.client
import ipaddress
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from medallion.errors import MedallionError
from medallion.lake.binding import Connection
from medallion.sources.secrets import read_secret

_RETRIED = {408, 425, 429, 500, 502, 503, 504}
# Waits of 1, 2, 4 ... seconds: about a minute in total, enough for a server to restart.
_ATTEMPTS = 7
_LONGEST_WAIT_SECONDS = 120.0
_TIMEOUT_SECONDS = "60"


@dataclass(frozen=True)
class Answer:
    """`content` is the response body, `parsed` the result of the caller's check."""

    content: bytes
    parsed: Any
    headers: Mapping[str, str]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it could send the credentials to another host."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Client:
    """Calls one connection at most `requests_per_second` times per second. `sleep` and `clock` use seconds."""

    def __init__(
        self,
        connection: Connection,
        requests_per_second: float,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.connection, self.sleep, self.clock = connection, sleep, clock
        self.interval = 1 / requests_per_second
        self.last = float("-inf")
        self.opener = urllib.request.build_opener(_NoRedirects)
        self.timeout = float(connection.options.get("timeoutSeconds", _TIMEOUT_SECONDS))

    def get(self, url: str, check: Callable[[bytes], Any]) -> Answer:
        """`check` raises ValueError for an incomplete body; the request is then repeated.

        Raises MedallionError `api-refused`, `api-unreachable`, `api-strayed`.
        """
        self._require_own_host(url)
        reason = ""
        for attempt in range(_ATTEMPTS):
            self._wait_for_turn()
            wait = float(2**attempt)
            try:
                with self.opener.open(self._request(url), timeout=self.timeout) as response:
                    content = response.read()
                    return Answer(content, check(content), dict(response.headers.items()))
            except urllib.error.HTTPError as error:
                if error.code not in _RETRIED:
                    raise self._refused(url, error.code) from error
                reason = f"status {error.code}"
                wait = _retry_after(error.headers.get("Retry-After")) or wait
            except (OSError, http.client.HTTPException, ValueError) as error:
                reason = f"{type(error).__name__}: {error}".rstrip(".: ")
            if attempt < _ATTEMPTS - 1:
                self.sleep(min(wait, _LONGEST_WAIT_SECONDS))
        raise MedallionError(
            "api-unreachable",
            f"The connection '{self.connection.name}' did not answer {_path(url)} completely in {_ATTEMPTS} attempts; "
            f"the last one failed with {reason}.",
            "Check that the service is up, and run again: an unfinished fetch is discarded.",
        )

    def _wait_for_turn(self) -> None:
        ahead = self.last + self.interval - self.clock()
        if ahead > 0:
            self.sleep(ahead)
        self.last = self.clock()

    def _request(self, url: str) -> urllib.request.Request:
        headers = {"Accept": "application/json", "User-Agent": "medallion"}
        secret = read_secret(self.connection)
        if secret is not None and not _is_private(url):
            raise MedallionError(
                "api-unencrypted",
                f"The connection '{self.connection.name}' has a secret and calls {_origin(url)} without encryption.",
                "Use an https:// url; http:// is only for a service on this machine.",
            )
        if secret is not None and self.connection.user is not None:
            pair = base64.b64encode(f"{self.connection.user}:{secret}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        elif secret is not None:
            headers["Authorization"] = f"Bearer {secret}"
        return urllib.request.Request(url, headers=headers)

    def _require_own_host(self, url: str) -> None:
        home, there = urllib.parse.urlsplit(self.connection.url), urllib.parse.urlsplit(url)
        if (home.scheme, home.netloc) != (there.scheme, there.netloc) or there.scheme not in ("http", "https"):
            raise MedallionError(
                "api-strayed",
                f"The connection '{self.connection.name}' ({_origin(self.connection.url)}) returned a link to "
                f"{_origin(url)}, which must not receive its credentials.",
                "Set the connection's url to the address that the API uses in its links.",
            )

    def _refused(self, url: str, status: int) -> MedallionError:
        return MedallionError(
            "api-refused",
            f"The connection '{self.connection.name}' answered {_path(url)} with status {status}.",
            "Correct the connection's secret for 401 and 403, else the request in the contract.",
        )


def _path(url: str) -> str:
    """The URL's path without the query, which may contain a cursor or a key."""
    return urllib.parse.urlsplit(url).path


def _origin(url: str) -> str:
    """Scheme and host without user info, which may contain a password."""
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _is_private(url: str) -> bool:
    """Whether the request is encrypted or stays on this machine."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _retry_after(value: str | None) -> float | None:
    """Seconds, or a date (RFC 9110). None for any other text, which some proxies send."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    # A date in "-0000" has no zone; HTTP dates are in UTC.
    zoned = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())
