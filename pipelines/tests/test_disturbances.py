"""Clocks that go back, signals, full disks, read-only places: the lake is the old or the new one, and never locked."""

from __future__ import annotations

import datetime as standard
import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from medallion.errors import MedallionError
from medallion.lake.lock import exclusive
from medallion.recovery import backup
from medallion.running.runner import execute, new_run
from medallion.spark.folder import Folder

from tests.damages import forget
from tests.lakes import HouseLake, repository, user
from tests.test_command import Engine, only_error

PAIR = ("bronze.users", "silver.users_enriched")
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)


@contextmanager
def clock_off_by(hours: float) -> Iterator[None]:
    """Every module of the engine sees this time."""
    shift = standard.timedelta(hours=hours)

    class Shifted(standard.datetime):
        @classmethod
        def now(cls, tz: standard.tzinfo | None = None) -> Any:
            return standard.datetime.now(tz) + shift

    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("medallion.") and getattr(module, "datetime", None) is standard.datetime:
                patch.setattr(module, "datetime", Shifted)
        yield


def _run(house: HouseLake) -> list[str]:
    forget(house)
    tables = [house.lake.manifest.find(name) for name in PAIR]
    return [result.status for result in execute(house.lake, new_run(), tables, parallel=1)]


@pytest.mark.long
def test_a_clock_that_goes_back_an_hour_changes_no_order(
    chained: HouseLake, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house = chained
    place = tmp_path_factory.mktemp("backups")
    with clock_off_by(1):
        house.deliver_csv("users/b.csv", [user(2)])
        assert _run(house) == ["succeeded", "succeeded"]
        first = backup.back_up(house.lake, f"file://{place}", lambda _: None)
    house.deliver_csv("users/c.csv", [user(3)])
    assert _run(house) == ["succeeded", "succeeded"]
    # Read from the rows, in the order of their times, as after a crash.
    (house.home / "lake/system/digest.json").unlink()
    assert _run(house) == ["unchanged", "unchanged"]
    rows = house.rows_at(house.lake.system("runs"))
    assert max(Counter((row["table"], row["version"]) for row in rows).values()) == 1
    in_order = [row["version"] for row in sorted(rows, key=lambda row: row["started_at"]) if row["table"] == PAIR[1]]
    assert in_order == sorted(in_order)
    second = backup.back_up(house.lake, f"file://{place}", lambda _: None)
    newest = backup.newest(Folder(house.lake.spark, f"file://{place}"))
    assert newest is not None
    assert first.id < second.id == newest.id


@pytest.mark.parametrize("sent", SIGNALS)
def test_a_lock_ends_with_its_process(tmp_path: Path, sent: signal.Signals) -> None:
    """Also while a program that the process has started goes on, as Spark does."""
    script = f"""
        import subprocess, sys, time
        from pathlib import Path
        from medallion.lake.lock import exclusive
        with exclusive(Path({str(tmp_path)!r})):
            child = subprocess.Popen(["sleep", "20"], stdin=subprocess.DEVNULL)
            print(child.pid, flush=True)
            time.sleep(20)
    """
    environment = {**os.environ, "PYTHONPATH": str(repository() / "pipelines/src")}
    command = [sys.executable, "-c", textwrap.dedent(script)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert holder.stdout is not None
    child = int(holder.stdout.readline())
    with pytest.raises(MedallionError, match="Another run is using the lake"), exclusive(tmp_path):
        pass
    holder.send_signal(sent)
    holder.wait(10)
    with exclusive(tmp_path):
        os.kill(child, signal.SIGKILL)


def test_a_home_that_cannot_be_written_is_one_clear_error(tmp_path: Path, release_folder: Path) -> None:
    (tmp_path / "run.lock").mkdir()
    (tmp_path / "binding.json").write_text("{}")
    assert only_error(Engine(tmp_path, release_folder)) == (1, "storage-failed")


@pytest.mark.long
def test_a_ledger_that_cannot_be_written_is_one_clear_error_and_the_next_run_completes_it(
    house: HouseLake,
) -> None:
    house.deliver_csv("users/a.csv", [user(1)])
    in_the_way = house.home / "lake/system/runs"
    in_the_way.write_text("")
    with pytest.raises(MedallionError) as raised:
        _run(house)
    assert raised.value.code == "run-failed"
    in_the_way.unlink()
    assert set(_run(house)) <= {"succeeded", "unchanged"}
    assert {row["table"] for row in house.rows_at(house.lake.system("runs"))} == set(PAIR)


@contextmanager
def _volume(place: Path, kilobytes: int) -> Iterator[Callable[[int], None]]:
    """A file system of that size at the place. Yields what gives it another size."""
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "none", str(place)], check=False).returncode:
        pytest.skip("mounting a small file system needs root")

    def resize(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(place)], check=True)

    try:
        resize(kilobytes)
        yield resize
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.long
def test_a_disk_that_is_full_at_any_write_leaves_the_old_or_the_new_lake(
    chained: HouseLake, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def deliver(house: HouseLake) -> HouseLake:
        house.deliver_csv("users/b.csv", [user(2), user(1, age="65+", snapshot_date="2018-01-01"), user(3)])
        return house

    undisturbed = deliver(chained.copy_to(tmp_path_factory.mktemp("undisturbed")))
    assert _run(undisturbed) == ["succeeded", "succeeded"]
    refused = Counter[str]()
    for free in (0, 4, 8, 16, 24, 32, 48, 64, 96, 128):
        home = tmp_path_factory.mktemp("full")
        with _volume(home, 100_000) as resize:
            house = deliver(chained.copy_to(home))
            used = subprocess.run(["df", "-k", "--output=used", str(home)], capture_output=True, text=True, check=True)
            resize(int(used.stdout.split()[-1]) + free)
            try:
                outcome = ",".join(_run(house))
            except (MedallionError, OSError) as error:
                outcome = error.code if isinstance(error, MedallionError) else "storage-failed"
            refused[outcome] += 1
            resize(100_000)
            assert set(_run(house)) <= {"succeeded", "unchanged"}
            assert house.contents() == undisturbed.contents()
    print(f"full disks: {dict(refused)}")
    assert len(refused) >= 2


@pytest.mark.long
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_run_that_gets_a_signal_is_completed_by_the_next(
    chained: HouseLake, tmp_path: Path, release_folder: Path, sent: signal.Signals
) -> None:
    def deliver(home: Path) -> HouseLake:
        house = chained.copy_to(home)
        house.deliver_csv("users/b.csv", [user(2), user(3)])
        return house

    undisturbed, house = deliver(tmp_path / "undisturbed"), deliver(tmp_path / "disturbed")
    assert _run(undisturbed) == ["succeeded", "succeeded"]
    engine = Engine(house.home, release_folder, "--tables", ",".join(PAIR))
    for event in engine.events():
        if event["event"] == "table.started" and event["table"] == PAIR[1]:
            engine.process.send_signal(sent)
            break
    engine.process.wait(60)
    with exclusive(house.home):
        pass
    assert set(_run(house)) <= {"succeeded", "unchanged"}
    assert house.contents() == undisturbed.contents()
