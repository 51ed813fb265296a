"""The sample: deterministic, whole or absent, and exactly as faulty as planned."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from sample import faults
from sample.audit import audit
from sample.source import read_transactions
from sample.transactions import plan_transactions

PIPELINES = Path(__file__).resolve().parents[2]
BAD_INPUT = 2


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


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    assert generate(folder, "--weeks", "8").returncode == 0
    return folder


def test_truth_is_what_an_independent_reader_finds(home: Path) -> None:
    truth = json.loads((home / "sample" / "truth.json").read_text())
    found = audit(home / "lake" / "landing")
    for layer in ("silver", "gold"):
        assert found[layer] == truth[layer]
    for table, expected in truth["bronze"].items():
        bronze = found["bronze"]
        assert isinstance(bronze, dict)
        assert {**bronze[table], "reasons": dict(bronze[table]["reasons"])} == expected


def test_what_is_lost_adds_up_to_the_source(home: Path) -> None:
    truth = json.loads((home / "sample" / "truth.json").read_text())
    cents = [round(float(lost["salesValue"]) * 100) for lost in truth["lost"].values()]
    assert sum(cents) > 0
    assert sum(cents) + round(float(truth["gold"]["salesValue"]) * 100) == round(
        float(truth["source"]["salesValue"]) * 100
    )


def test_same_bytes_on_every_run(home: Path, tmp_path: Path) -> None:
    assert generate(tmp_path, "--weeks", "8").returncode == 0
    assert content(tmp_path / "lake" / "landing") == content(home / "lake" / "landing")


def test_a_second_run_touches_nothing(home: Path) -> None:
    landing = home / "lake" / "landing"
    before = {path: path.stat().st_mtime_ns for path in landing.rglob("*")}
    again = generate(home, "--weeks", "8")
    assert again.returncode == 0
    assert "are there already" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in landing.rglob("*")} == before


def test_another_size_in_the_same_place_is_refused(home: Path) -> None:
    other = generate(home, "--weeks", "9")
    assert other.returncode == BAD_INPUT
    assert "holds 8 weeks, wanted are 9" in other.stderr
    assert "remedy: " in other.stderr


def test_a_number_of_weeks_outside_the_year_is_refused(tmp_path: Path) -> None:
    assert "--weeks is 54, allowed is 4 to 53" in generate(tmp_path, "--weeks", "54").stderr


def test_a_killed_sample_delivers_no_half_folder(home: Path, tmp_path: Path) -> None:
    landing = tmp_path / "lake" / "landing"
    process = subprocess.Popen(
        [sys.executable, "-m", "sample", "--landing", str(landing), "--weeks", "8"],
        env={**os.environ, "PYTHONPATH": str(PIPELINES)},
        stderr=subprocess.DEVNULL,
    )
    partial = landing.parent / ".landing-transactions-partial"
    while process.poll() is None and not partial.exists():
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (landing / "transactions").exists()
    assert generate(tmp_path, "--weeks", "8").returncode == 0
    assert content(landing) == content(home / "lake" / "landing")


def test_the_year_meets_every_fault_as_often_as_planned() -> None:
    source = read_transactions(faults.YEAR_WEEKS)
    plan = plan_transactions(source, faults.YEAR_WEEKS)
    assert len(source) == faults.YEAR_LINES
    for name, count in asdict(faults.TransactionFaults()).items():
        assert len(getattr(plan, name)) == count, name
    replaced = [getattr(plan, name).tolist() for name in asdict(faults.TransactionFaults())]
    flat = [position for positions in replaced for position in positions]
    assert len(flat) == len(set(flat)), "two faults meet the same line"
