"""The sample on the command line: the same bytes every time, whole or absent, and as faulty as its truth says."""

import fcntl
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from sample.audit import audit

PIPELINES = Path(__file__).resolve().parents[2]
BAD_INPUT = 2
WEEKS = "4"


def generate(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the generator as the command line does."""
    return subprocess.run(
        [sys.executable, "-m", "sample", "--landing", str(home / "lake" / "landing"), *arguments],
        env={**os.environ, "PYTHONPATH": str(PIPELINES)},
        capture_output=True,
        text=True,
        check=False,
    )


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def expected(truth: Mapping[str, object]) -> dict[str, object]:
    return {layer: truth[layer] for layer in ("bronze", "silver", "gold")}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    made = generate(folder, "--weeks", WEEKS)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def truth(home: Path) -> dict[str, dict[str, object]]:
    read: dict[str, dict[str, object]] = json.loads((home / "sample" / "truth.json").read_text())
    return read


def test_truth_is_what_an_independent_reader_finds(home: Path, truth: dict[str, object]) -> None:
    assert audit(home / "lake" / "landing") == expected(truth)


def test_the_independent_reader_sees_a_single_cent(home: Path, truth: dict[str, object], tmp_path: Path) -> None:
    landing = copytree(home / "lake" / "landing", tmp_path / "landing")
    week = landing / "transactions" / "week=01" / "transactions-week-01.jsonl.gz"
    first, rest = gzip.decompress(week.read_bytes()).split(b"\n", 1)
    assert b'"sales_value":0.50' in first
    week.write_bytes(gzip.compress(first.replace(b'"sales_value":0.50', b'"sales_value":0.51') + b"\n" + rest))
    found = audit(landing)
    assert found["bronze"] == expected(truth)["bronze"]
    assert found["gold"] != expected(truth)["gold"]


def test_what_is_lost_adds_up_to_the_source(truth: dict[str, dict[str, dict[str, str]]]) -> None:
    assert Decimal(truth["lost"]["malformed"]["salesValue"]) > 0
    for total in ("salesValue", "retailDiscount", "couponDiscount"):
        lost = sum(Decimal(fault[total]) for fault in truth["lost"].values())
        assert lost + Decimal(str(truth["gold"][total])) == Decimal(str(truth["source"][total]))


def test_no_basket_and_no_household_is_lost(truth: dict[str, dict[str, object]]) -> None:
    for total in ("baskets", "households"):
        assert truth["gold"][total] == truth["source"][total]


def test_one_week_arrives_in_the_folder_of_the_next(home: Path) -> None:
    folder = home / "lake" / "landing" / "transactions"
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.gz")) == [
        "week=01/transactions-week-01.jsonl.gz",
        "week=02/transactions-week-02.jsonl.gz",
        "week=04/transactions-week-03.jsonl.gz",
        "week=04/transactions-week-04.jsonl.gz",
    ]


def test_same_bytes_on_every_run(home: Path, tmp_path: Path) -> None:
    assert generate(tmp_path, "--weeks", WEEKS).returncode == 0
    assert content(tmp_path) == content(home)


def test_a_second_run_touches_nothing_and_says_so(home: Path) -> None:
    before = times(home)
    again = generate(home, "--weeks", WEEKS, "--format", "json")
    assert again.returncode == 0
    assert "are there already" in again.stderr
    summary = json.loads(again.stdout)
    files = content(home / "lake" / "landing")
    assert (summary["fresh"], summary["files"]) == (False, len(files))
    assert summary["bytes"] == sum(map(len, files.values()))
    assert times(home) == before


def test_only_what_is_missing_is_delivered_again(home: Path, tmp_path: Path) -> None:
    copy = copytree(home, tmp_path / "home")
    missing = copy / "lake" / "landing" / "users" / "users-2017-01-01.csv"
    missing.unlink()
    before = times(copy / "lake" / "landing" / "transactions")
    assert generate(copy, "--weeks", WEEKS).returncode == 0
    assert content(copy) == content(home)
    assert times(copy / "lake" / "landing" / "transactions") == before


def test_fails_where_a_file_is_not_that_of_the_sample(home: Path, tmp_path: Path) -> None:
    copy = copytree(home, tmp_path / "home")
    changed = copy / "lake" / "landing" / "users" / "users-2017-01-01.csv"
    changed.write_text("household_id\n")
    (copy / "lake" / "landing" / "events" / "events-2017-01.json").unlink()
    before = content(copy)
    refused = generate(copy, "--weeks", WEEKS)
    assert refused.returncode == BAD_INPUT
    assert f"{changed} is there and is not the file of the sample\nremedy: " in refused.stderr
    assert content(copy) == before


def test_fails_where_another_number_of_weeks_is_delivered(home: Path) -> None:
    before = times(home)
    refused = generate(home, "--weeks", "5")
    assert refused.returncode == BAD_INPUT
    assert f"holds {WEEKS} weeks, wanted are 5\nremedy: " in refused.stderr
    assert times(home) == before


def test_fails_on_a_truth_that_the_sample_did_not_write(tmp_path: Path) -> None:
    truth = tmp_path / "sample" / "truth.json"
    truth.parent.mkdir()
    truth.write_text("{")
    refused = generate(tmp_path)
    assert refused.returncode == BAD_INPUT
    assert f"{truth} is not what the sample wrote\nremedy: " in refused.stderr


def test_fails_on_a_number_of_weeks_outside_the_year(tmp_path: Path) -> None:
    refused = generate(tmp_path, "--weeks", "54")
    assert refused.returncode == BAD_INPUT
    assert "--weeks is 54, allowed is 4 to 53" in refused.stderr


def test_fails_while_another_sample_is_being_written(tmp_path: Path) -> None:
    partial = tmp_path / "lake" / ".landing-partial"
    partial.mkdir(parents=True)
    held = os.open(partial, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = generate(tmp_path, "--weeks", WEEKS)
    finally:
        os.close(held)
    assert refused.returncode == BAD_INPUT
    assert f"another process is writing the sample in {partial}\nremedy: " in refused.stderr
    assert generate(tmp_path, "--weeks", WEEKS).returncode == 0


def test_fails_where_the_landing_zone_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("")
    refused = generate(tmp_path, "--weeks", WEEKS)
    assert refused.returncode == BAD_INPUT
    assert "error: the sample cannot be written: " in refused.stderr
    assert not (tmp_path / "sample").exists()


def test_a_killed_sample_delivers_nothing(home: Path, tmp_path: Path) -> None:
    landing = tmp_path / "lake" / "landing"
    process = subprocess.Popen(
        [sys.executable, "-m", "sample", "--landing", str(landing), "--weeks", WEEKS],
        env={**os.environ, "PYTHONPATH": str(PIPELINES)},
        stderr=subprocess.DEVNULL,
    )
    begun = landing.parent / ".landing-partial" / "landing" / "transactions"
    while process.poll() is None and not begun.exists():
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert begun.exists(), "it was killed in the middle"
    assert not landing.exists()
    assert generate(tmp_path, "--weeks", WEEKS).returncode == 0
    assert content(tmp_path) == content(home)
