"""A REST API on the loopback that fails as real ones do: every row lands once, or the fetch leaves nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from medallion.errors import MedallionError
from medallion.lake.binding import Connection
from medallion.lake.lake import Lake
from medallion.sources import api
from medallion.sources.calls import Client, _retry_after
from medallion.sources.fetches import _LocalStore
from pyspark.sql import SparkSession

from tests.lakes import HouseLake
from tests.source_lakes import TABLE, order_lake

TOKEN = "a token of the test"
PAGE = 3


class Api(ThreadingHTTPServer):
    """Orders, three a page, by any paging. `faults` are answered first, one a request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.orders: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.requests: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api"

    def answer(self, path: str, query: dict[str, str]) -> tuple[dict[str, str], Any]:
        rows = [row for row in self.orders if row["at"] > query.get("since", "")]
        style = path.rsplit("/", 1)[-1]
        match style:
            case "page":
                place = (int(query["page"]) - 1) * PAGE
            case "offset":
                place = int(query["offset"])
            case "last-again":
                place = min((int(query["page"]) - 1) * PAGE, max(0, len(rows) - PAGE))
            case _:
                place = int(query.get("after", "0"))
        following = str(place + PAGE) if place + PAGE < len(rows) else None
        if style == "loop":
            following = "0" if place else "3"
        kept = "".join(f"&{key}={value}" for key, value in query.items() if key == "since")
        link = None if following is None else f"{path}?after={following}{kept}"
        headers = {} if link is None else {"Link": f'<{path}>; rel="first", <{link}>; rel="next"'}
        if style == "strayed":
            link = "http://elsewhere.example/api/orders"
        return headers, {"data": {"items": rows[place : place + PAGE]}, "meta": {"next": following, "url": link}}


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        fault = self.server.faults.pop(0) if self.server.faults else ""
        parts = urlsplit(self.path)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            fault = "401"
        if fault.split()[0:1] and fault.split()[0].isdigit():
            self.send_response(int(fault.split()[0]))
            for header in fault.split()[1:]:
                self.send_header(*header.split(":", 1))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if fault == "silence":
            threading.Event().wait(1)
            return
        headers, content = self.server.answer(parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()})
        body = json.dumps(content).encode()
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        # Cut off in the middle: seen by the announced length, or only because it is no JSON.
        self.send_header("Content-Length", str(len(body) // 2 if fault == "half" else len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault in ("half", "short") else body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def server() -> Iterator[Api]:
    running = Api()
    running.orders = [{"id": i, "at": f"2024-01-{i:02d}T00:00:00Z"} for i in range(1, 9)]
    yield running
    running.shutdown()
    running.server_close()


def lake_on(home: Path, spark: SparkSession, server: Api, style: str, **source: Any) -> HouseLake:
    declared = {
        "kind": "api",
        "format": "json",
        "connection": "shop",
        "request": f"/{style}",
        "records": "data.items",
        "watermark": {"parameter": "since", "field": "at"},
        "requestsPerSecond": 100,
        **source,
    }
    lake = order_lake(home, spark, declared, columns={"id": "bigint", "at": "timestamp"})
    (home / "token").write_text(TOKEN)
    secret = {"kind": "file", "path": str(home / "token")}
    shop = Connection("shop", server.url, None, secret, {"timeoutSeconds": "0.5"})
    bound = replace(lake.lake.binding, connections={"shop": shop})
    lake.lake = Lake(spark, lake.lake.release, bound, home)
    return lake


def fetch(lake: HouseLake, waits: list[float] | None = None) -> list[Any]:
    """Fetches without Spark. The ids that lie in the landing container, file by file."""
    table = lake.lake.manifest.find(TABLE)
    sleep = (waits if waits is not None else []).append
    api.fetch(lake.lake, table, Client(lake.lake.binding.connections["shop"], 1000, sleep))
    return landed(lake)


def landed(lake: HouseLake) -> list[Any]:
    folder = lake.home / "lake/landing/orders"
    pages = [json.loads(file.read_text())["data"]["items"] for file in folder.glob("*.json")]
    return sorted(row["id"] for page in pages for row in page)


STYLES: dict[str, dict[str, Any]] = {
    "link": {"by": "link"},
    "body-link": {"by": "link", "field": "meta.url"},
    "cursor": {"by": "cursor", "field": "meta.next", "parameter": "after"},
    "page": {"by": "page", "parameter": "page"},
    "offset": {"by": "offset", "parameter": "offset"},
    "last-again": {"by": "page", "parameter": "page"},
}
FAULTS = ["429 Retry-After:7", "500", "half", "silence", "503", "short"]


@pytest.mark.parametrize("style", STYLES)
def test_every_paging_under_faults_lands_every_row_once(
    tmp_path: Path, spark: SparkSession, server: Api, style: str
) -> None:
    lake = lake_on(tmp_path, spark, server, style, paging=STYLES[style])
    server.faults = list(FAULTS)
    waits: list[float] = []
    found = fetch(lake, waits)
    # A last page that is filled up with a row of the page before is another page, as far as one can see.
    assert sorted(set(found)) == list(range(1, 9))
    assert len(found) == (9 if style == "last-again" else 8)
    assert [round(wait) for wait in waits if wait >= 1] == [7, 2, 4, 8, 16, 32]
    requests = len(server.requests)
    assert fetch(lake) == found
    assert all("since=2024-01-08" in request for request in server.requests[requests:])


@pytest.mark.long
def test_what_landed_is_read_as_files_and_only_what_is_new_comes_again(
    tmp_path: Path, spark: SparkSession, server: Api
) -> None:
    lake = lake_on(tmp_path, spark, server, "cursor", paging=STYLES["cursor"])
    first = lake.one(TABLE)
    assert (first.rows_in, first.quarantined, first.error) == (8, 0, None)
    assert lake.one(TABLE).status == "unchanged"
    server.orders.append({"id": 9, "at": "2024-01-09T00:00:00Z"})
    assert lake.one(TABLE).rows_in == 1
    assert sorted(row["id"] for row in lake.rows(TABLE)) == list(range(1, 10))
    names = {row["_source_file"] for row in lake.rows(TABLE)}
    assert all(len(Path(name).stem) == 64 for name in names)


def test_a_fetch_that_ends_early_leaves_nothing_that_a_reader_sees(
    tmp_path: Path, spark: SparkSession, server: Api
) -> None:
    lake = lake_on(tmp_path, spark, server, "link", paging=STYLES["link"])
    server.faults = ["", "", *["500"] * 7]
    with pytest.raises(
        MedallionError, match="did not answer /api/link completely in 7 attempts; the last one failed with status 500"
    ):
        fetch(lake)
    assert landed(lake) == []
    assert fetch(lake) == list(range(1, 9))


@pytest.mark.parametrize("moves", range(4))
def test_a_stop_while_pages_are_moved_is_ended_by_the_next_fetch(
    tmp_path: Path, spark: SparkSession, server: Api, moves: int
) -> None:
    lake = lake_on(tmp_path, spark, server, "page", paging=STYLES["page"])
    move, done = _LocalStore.move, 0

    def stop(store: _LocalStore, source: str, target: str) -> None:
        nonlocal done
        if done == moves:
            raise MedallionError("stopped", "here", "")
        done += 1
        move(store, source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_LocalStore, "move", stop)
        with pytest.raises(MedallionError):
            fetch(lake)
    requests = len(server.requests)
    assert fetch(lake) == list(range(1, 9))
    # What was written down is not fetched again.
    assert ("since=" in server.requests[requests]) == (moves > 0)


@pytest.mark.parametrize(
    ("style", "paging", "code"),
    [
        ("loop", STYLES["cursor"], "api-loops"),
        ("strayed", STYLES["body-link"], "api-strayed"),
    ],
)
def test_fails_for_pages_that_go_in_circles_or_to_another_host(
    tmp_path: Path, spark: SparkSession, server: Api, style: str, paging: dict[str, Any], code: str
) -> None:
    lake = lake_on(tmp_path, spark, server, style, paging=paging)
    error = lake.one(TABLE).error
    assert error is not None
    assert error.code == code
    assert landed(lake) == []


def test_fails_at_once_when_refused_and_shows_no_secret(tmp_path: Path, spark: SparkSession, server: Api) -> None:
    lake = lake_on(tmp_path, spark, server, "page", paging=STYLES["page"])
    (tmp_path / "token").write_text("another")
    error = lake.one(TABLE).error
    assert error is not None
    assert (error.code, len(server.requests)) == ("api-refused", 1)
    assert "another" not in str(error)


def test_the_rate_is_kept_and_retry_after_may_be_a_date(server: Api) -> None:
    waits: list[float] = []
    moments = iter([0.0, 0.0, 0.1, 0.25, 5.0, 5.0])
    client = Client(Connection("shop", server.url, None, None, {}), 4, waits.append, lambda: next(moments))
    for _ in range(3):
        client._wait_for_turn()
    assert waits == [pytest.approx(0.15)]
    assert _retry_after("120") == 120
    assert _retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert _retry_after(None) is None
