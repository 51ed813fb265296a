"""Calls to an API never show a secret, never send one unencrypted, and ignore invalid headers."""

from __future__ import annotations

from pathlib import Path

import pytest
from medallion.errors import MedallionError
from medallion.lake.binding import Connection
from medallion.sources.calls import Client, _retry_after


def client(tmp_path: Path, url: str) -> Client:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    return Client(Connection("api", url, None, {"kind": "file", "path": str(secret)}, {}), 100, sleep=lambda _: None)


@pytest.mark.parametrize(
    "value", ["", "soon", "-1", "1.5", "²", "Wed, 99 Foo 2015 07:28:00 GMT", ",", "Mon,", "7 seconds", "\x00"]
)
def test_an_invalid_retry_after_is_ignored(value: str) -> None:
    assert _retry_after(value) is None


def test_a_retry_after_without_a_zone_is_in_utc() -> None:
    assert _retry_after("Wed, 21 Oct 2015 07:28:00 -0000") == 0


@pytest.mark.parametrize("url", ["http://api.example.com/v1", "http://10.0.0.1/v1", "http://localhost.example.com/v1"])
def test_no_secret_is_sent_unencrypted(tmp_path: Path, url: str) -> None:
    with pytest.raises(MedallionError) as refused:
        client(tmp_path, url).get(url, len)
    assert refused.value.code == "api-unencrypted"
    assert "hush" not in refused.value.message


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://[::1]:9/v1", "http://localhost:9/v1"])
def test_a_service_on_this_machine_may_be_unencrypted(tmp_path: Path, url: str) -> None:
    with pytest.raises(MedallionError) as refused:
        client(tmp_path, url).get(url, len)
    assert refused.value.code == "api-unreachable"


def test_errors_never_show_the_user_info_of_a_url(tmp_path: Path) -> None:
    with pytest.raises(MedallionError) as refused:
        client(tmp_path, "https://me:hush@api.example.com").get("https://you:quiet@elsewhere.example/x", len)
    assert refused.value.code == "api-strayed"
    assert "hush" not in refused.value.message
    assert "quiet" not in refused.value.message
    assert "elsewhere.example" in refused.value.message
