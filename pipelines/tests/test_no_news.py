"""A run without news ends without a JVM; every kind of news starts one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from medallion.lake.lake import Release, load_binding
from medallion.lake.manifest import Manifest
from medallion.ledger import report_data
from medallion.ledger.digest import FILE as DIGEST
from medallion.ledger.results import TableResult
from medallion.running import standing
from medallion.running.run_metrics import FILE as FIGURES
from medallion.running.runner import execute, new_run
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, delta_jars, event, line, user

DATA = "report/data.json"


def age(folder: Path) -> None:
    """Waits until no file is so young that a second write could leave no trace."""
    newest = max(max(file.stat().st_mtime, file.stat().st_ctime) for file in folder.rglob("*"))
    time.sleep(max(0.0, newest + 2.1 - time.time()))


def worked(house: HouseLake) -> HouseLake:
    """What `python -m medallion run` does with Spark."""
    standing.forget(house.home)
    landed = standing.look(house.lake.binding)
    results = execute(house.lake, new_run())
    report_data.write(house.lake, house.home / DATA)
    standing.keep(house.lake, landed, results)
    return house


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession, release: Release) -> HouseLake:
    """A lake after a run of everything, and one more that found nothing."""
    house = HouseLake(tmp_path_factory.mktemp("settled"), spark, release)
    house.deliver_all()
    age(house.home / "lake/landing")
    worked(house)
    return worked(house)


def found(house: HouseLake, release: Release | None = None) -> standing.Quiet | str:
    bound = load_binding(str(house.home / "binding.json"))
    chosen = release or house.lake.release
    return standing.news(house.home, chosen, bound, chosen.manifest.tables)


def engine(house: HouseLake, release_folder: Path, java: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "medallion", "run", "--release", str(release_folder), "--home", str(house.home)]
    command += ["--binding", str(house.home / "binding.json"), "--jars", ",".join(delta_jars())]
    environment = {**os.environ, "PYTHONPATH": str(release_folder / "medallion.zip"), "JAVA_HOME": str(java)}
    # The engine ends when its standard input closes, so that stays open.
    reading, writing = os.pipe()
    try:
        return subprocess.run(
            [*command, "--report-data", str(house.home / DATA)],
            stdin=reading,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
    finally:
        os.close(reading)
        os.close(writing)


@pytest.fixture
def java(tmp_path: Path) -> Path:
    """A Java that only records that it was started."""
    program = tmp_path / "java-home/bin/java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho started >> {tmp_path}/java-started\nexit 1\n")
    program.chmod(0o755)
    return tmp_path / "java-home"


def test_a_run_without_news_starts_no_jvm_and_says_what_it_looked_at(
    settled: HouseLake, release_folder: Path, java: Path, tmp_path: Path
) -> None:
    figures = settled.home / "lake/system" / FIGURES
    before, versions, ledger = json.loads(figures.read_text()), settled.versions(), found(settled)
    began = time.monotonic()
    done = engine(settled, release_folder, java)
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "java-started").exists()
    events = [json.loads(text) for text in done.stdout.splitlines()]
    tables = [table.name for table in settled.lake.manifest.tables]
    assert [one["event"] for one in events] == ["run.started", *["table.finished"] * len(tables), "run.finished"]
    assert [(one["table"], one["status"]) for one in events[1:-1]] == [(name, "unchanged") for name in tables]
    assert {one["table"]: one["version"] for one in events[1:-1]} == {
        table.name: versions[f"{table.container}/{table.path}"] for table in settled.lake.manifest.tables
    }
    landing = sum(1 for file in (settled.home / "lake/landing").rglob("*") if file.is_file())
    assert f"nothing new: looked at {landing} files of landing and" in done.stderr
    assert "Spark was not started" in done.stderr
    assert settled.versions() == versions
    after = json.loads(figures.read_text())
    assert after["asOf"] > before["asOf"], "the figures of the last day are kept up to date"
    assert found(settled) == ledger, "looking is no news"
    print(f"a run without news: {seconds:.2f} s")
    # Under 2 s on an idle machine, most of it imports; tests share theirs.
    assert seconds < 10


def test_news_start_a_jvm(settled: HouseLake, release_folder: Path, java: Path, tmp_path: Path) -> None:
    house = settled.copy_to(tmp_path / "lake")
    done = engine(house, release_folder, java)
    assert (tmp_path / "java-started").exists()
    assert done.returncode != 0
    assert "starting Spark: " in done.stderr


def _delta(house: HouseLake, name: str) -> Path:
    return Path(house.location(name).removeprefix("file://"))


def _data_file(house: HouseLake) -> Path:
    return next(file for file in sorted(_delta(house, "silver.users_enriched").rglob("*.parquet")))


def _rewritten_in_disguise(house: HouseLake) -> None:
    """Another content of the same size, with the times of the old one."""
    file = house.home / "lake/landing/events/e.json"
    times = file.stat()
    file.write_bytes(file.read_bytes().replace(b"mailing", b"mailong"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def _replaced(house: HouseLake) -> None:
    file = _data_file(house)
    copy = file.with_name("copy")
    shutil.copy2(file, copy)
    copy.replace(file)


def _edited(name: str, change: Callable[[str], str]) -> Callable[[HouseLake], None]:
    def edit(house: HouseLake) -> None:
        file = house.home / name
        file.write_text(change(file.read_text()))

    return edit


def _linked(house: HouseLake) -> None:
    (house.home / "lake/landing/elsewhere").symlink_to(house.home / "keys", target_is_directory=True)


NEWS: dict[str, Callable[[HouseLake], object]] = {
    "a file that was delivered": lambda house: house.deliver("events/new.json", [event(9)]),
    "a file in a new folder": lambda house: house.deliver("transactions/week=03/c.jsonl.gz", [line(basket_id=9)]),
    "a file that was written again": lambda house: house.deliver_csv("users/a.csv", [user(7)]),
    "a file that was rewritten with its old size and times": _rewritten_in_disguise,
    "a file that was taken away": lambda house: (house.home / "lake/landing/users/b.csv").unlink(),
    "a link to a folder": _linked,
    "a dangling link": lambda house: (house.home / "lake/landing/dangling").symlink_to("nowhere"),
    "a commit of a table": lambda house: shutil.copy(
        _delta(house, "bronze.users") / "_delta_log/00000000000000000000.json",
        _delta(house, "bronze.users") / "_delta_log/00000000000000000009.json",
    ),
    "a data file that is gone": lambda house: _data_file(house).unlink(),
    "a data file that was cut short": lambda house: os.truncate(_data_file(house), 10),
    "a data file that was replaced by a copy": _replaced,
    "a table that is gone": lambda house: shutil.rmtree(_delta(house, "gold.daily_metrics")),
    "a ledger that another process wrote": lambda house: (house.home / "lake/system/runs/_delta_log/x.json").touch(),
    "a digest that is gone": lambda house: (house.home / "lake/system" / DIGEST).unlink(),
    "an unfinished batch": lambda house: (house.home / "lake/system/ingestions/_delta_log/x.json").touch(),
    "another token key": _edited("keys/token.key", lambda text: text.replace("0", "1")),
    "no token key": lambda house: (house.home / "keys/token.key").unlink(),
    "another binding": _edited("binding.json", lambda text: text.replace('"local"', '"dev"')),
    "containers elsewhere": _edited("binding.json", lambda text: text.replace("file://", "abfss://a@b/")),
    "a note that is missing": lambda house: (house.home / standing.FILE).unlink(),
    "a note that was cut short": _edited(standing.FILE, lambda text: text[: len(text) // 2]),
    "a note that is no object": _edited(standing.FILE, lambda _: "[]"),
    "a note of another engine": _edited(
        standing.FILE, lambda text: text.replace('"schemaVersion":1', '"schemaVersion":2')
    ),
    "a note without a place": _edited(standing.FILE, lambda text: text.replace('"gold":', '"old":')),
    "a note with other fields": _edited(standing.FILE, lambda text: text.replace('"digest"', '"digests"')),
    "a note without versions": _edited(standing.FILE, lambda text: text.replace('"versions"', '"version"')),
    "a note that another run has begun": lambda house: standing.forget(house.home),
}


def _as_it_was(settled: HouseLake, home: Path) -> HouseLake:
    """The same lake elsewhere, with a note of its own: a copy has other files, so it alone is news."""
    house = settled.copy_to(home)
    note = json.loads((settled.home / standing.FILE).read_text())
    places = {name: vars(place) for name, place in standing.places(house.lake.binding).items()}
    note |= {"setting": standing.setting(house.lake.binding), "places": places}
    (home / standing.FILE).write_text(json.dumps(note, separators=(",", ":")))
    assert isinstance(found(house), standing.Quiet)
    return house


@pytest.mark.parametrize("kind", NEWS)
def test_every_kind_of_news_starts_the_run(kind: str, settled: HouseLake, tmp_path: Path) -> None:
    house = _as_it_was(settled, tmp_path / "lake")
    NEWS[kind](house)
    told = found(house)
    assert isinstance(told, str), f"{kind} went unseen"
    assert told


def test_a_copy_of_the_lake_is_news(settled: HouseLake, tmp_path: Path) -> None:
    assert isinstance(found(settled.copy_to(tmp_path / "copy")), str)


def test_another_release_is_news(settled: HouseLake) -> None:
    assert isinstance(found(settled, replace(settled.lake.release, id="0" * 12)), str)


@pytest.mark.parametrize("kind", ["database", "api", "kafka"])
def test_a_source_that_only_it_can_tell_about_is_always_asked(kind: str, settled: HouseLake) -> None:
    tables = settled.lake.manifest.tables
    first = next(table for table in tables if table.source is not None)
    assert first.source is not None
    asked = replace(first, source=replace(first.source, kind=kind))
    bound = load_binding(str(settled.home / "binding.json"))
    told = standing.news(settled.home, settled.lake.release, bound, [asked, *tables[1:]])
    assert isinstance(told, str)
    assert first.name in told


def test_a_file_that_comes_while_the_run_looks_is_taken_by_the_next(
    tmp_path: Path, spark: SparkSession, release: Release
) -> None:
    house = HouseLake(tmp_path, spark, release)
    house.deliver("events/a.json", [event(1)])
    age(house.home / "lake/landing")
    landed = standing.look(house.lake.binding)
    house.deliver("events/late.json", [event(2)])
    results = execute(house.lake, new_run())
    standing.keep(house.lake, landed, results)
    assert isinstance(found(house), str), "landing was listed before the file came: the note cannot cover it"
    standing.forget(house.home)
    (house.home / "lake/landing/events/late.json").touch()
    young = standing.look(house.lake.binding)
    assert young is not None
    assert not young.is_certain, "so young a file could be written again without a trace"
    standing.keep(house.lake, young, results)
    assert not (house.home / standing.FILE).exists()


def test_only_a_sound_run_of_everything_leaves_a_note(settled: HouseLake, tmp_path: Path) -> None:
    house = settled.copy_to(tmp_path / "lake")
    landed = standing.Landed(standing.places(house.lake.binding)["landing"], is_certain=True)
    results = [TableResult(table.name, table.layer, "unchanged", 0) for table in house.lake.manifest.tables]

    def leaves_a_note(*changed: TableResult) -> bool:
        standing.forget(house.home)
        standing.keep(house.lake, landed, changed)
        return (house.home / standing.FILE).exists()

    assert leaves_a_note(*results)
    assert not leaves_a_note(*results[1:])
    for status in ("failed", "blocked"):
        assert not leaves_a_note(replace(results[0], status=status), *results[1:])
    assert not leaves_a_note(replace(results[0], status="succeeded", mode="rebuild"), *results[1:])
    assert leaves_a_note(replace(results[0], status="succeeded"), *results[1:]) != holds_rows(house)
    (house.home / "lake/system" / DIGEST).unlink()
    assert not leaves_a_note(*results)


def holds_rows(house: HouseLake) -> bool:
    return (house.home / "lake/system/held").exists()


def test_rows_that_wait_for_a_parent_are_looked_at_again_after_a_change(settled: HouseLake, tmp_path: Path) -> None:
    house = settled.copy_to(tmp_path / "lake")
    tables = house.lake.manifest.tables
    child = next(table for table in tables if table.foreign_keys)
    waiting = replace(child, foreign_keys=tuple(replace(key, orphans="hold") for key in child.foreign_keys))
    manifest = Manifest(tuple(waiting if table is child else table for table in tables))
    lake = replace(house.lake, release=replace(house.lake.release, manifest=manifest))
    (house.home / "lake/system/held" / waiting.name).mkdir(parents=True)
    landed = standing.Landed(standing.places(lake.binding)["landing"], is_certain=True)
    results = [TableResult(table.name, table.layer, "unchanged", 0) for table in tables]
    for first, is_kept in ((replace(results[0], status="succeeded"), False), (results[0], True)):
        standing.forget(house.home)
        standing.keep(lake, landed, [first, *results[1:]])
        assert (house.home / standing.FILE).exists() == is_kept


def test_figures_of_the_report_are_read_only_after_a_change(settled: HouseLake, tmp_path: Path) -> None:
    target = tmp_path / "data.json"
    assert report_data.write(settled.lake, target)
    written = target.stat().st_mtime_ns
    assert not report_data.write(settled.lake, target)
    assert target.stat().st_mtime_ns == written
    document = json.loads(target.read_text())
    for name in document["basis"]:
        older = {**document, "basis": {**document["basis"], name: "another"}}
        target.write_text(json.dumps(older))
        assert report_data.write(settled.lake, target), f"{name} has changed since"
    target.write_text(target.read_text()[:-20])
    assert not report_data.is_there(target)
    assert report_data.write(settled.lake, target)
