"""The same ten checks over the same year with other libraries, each in a virtual environment of its own.

Great Expectations counts what fails and writes nothing; spark-expectations writes good rows, failing rows and
statistics. Ours writes good and failing rows with their reasons, the counts and the ledger.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from medallion.lake.manifest import Table

from measured.measuring import Cost, Figure, median_of, rounds_of, timed
from measured.places import Setting, new_lake, run, unzipped_year

TABLE = "bronze.lines_strict"
SCRIPTS = Path(__file__).parent.parent / "peers"


@dataclass(frozen=True)
class Peer:
    """`goal`: how many times faster than the library ours is to be."""

    name: str
    script: str
    goal: float


PEERS = (
    Peer("great-expectations", "great_expectations_checks", 1.5),
    Peer("spark-expectations", "spark_expectations_checks", 4.0),
)


def figures(setting: Setting) -> list[Figure]:
    year = unzipped_year(setting)
    ours = median_of([pair[0] for pair in rounds_of(setting.rounds, partial(_ours, setting, year))])
    return [_figure(setting, year, peer, ours) for peer in PEERS]


def _ours(setting: Setting, year: Path, _: int) -> list[Cost]:
    lake = new_lake(setting, "peers", year)
    return [timed(setting.spark, lambda: run(lake, [TABLE]))]


def _figure(setting: Setting, year: Path, peer: Peer, ours: Cost) -> Figure:
    seconds = _theirs(setting, peer, year)
    return Figure(
        peer.name,
        f"Ten checks, {peer.name} over ours",
        seconds / ours.wall,
        "x",
        peer.goal,
        better="higher",
        detail={"theirSeconds": round(seconds, 2), "oursSeconds": round(ours.wall, 2), "rounds": setting.rounds},
    )


def _theirs(setting: Setting, peer: Peer, year: Path) -> float:
    """Median seconds of a round of the library."""
    table = setting.release.manifest.find(TABLE)
    scratch = setting.scratch / peer.name
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    command = [str(_python(setting, peer)), "-m", f"peers.{peer.script}", "--rounds", str(setting.rounds)]
    command += ["--landing", str(year / "transactions"), "--scratch", str(scratch)]
    command += ["--schema", table.schema().json(), "--checks", json.dumps(_checks(table))]
    with (scratch / "output.log").open("wb") as log:
        # The metastore of a session lies where it starts.
        done = subprocess.run(command, cwd=scratch, stdout=log, stderr=log, check=False)
    if done.returncode != 0:
        raise SystemExit(f"error: {peer.name} ended with {done.returncode}: {_last_line(scratch / 'output.log')}")
    seconds: list[float] = json.loads((scratch / "seconds.json").read_text())
    return statistics.median(seconds)


def _checks(table: Table) -> list[dict[str, str]]:
    """A check is called after the column it is about: `quantity.minimum`."""
    return [
        {"id": check.id, "column": check.id.rpartition(".")[0], "expression": check.expression}
        for check in table.row_checks
    ]


def _python(setting: Setting, peer: Peer) -> Path:
    """Of the library's environment, made once below MEDALLION_HOME. Spark is ours: this is no contest of versions."""
    home = setting.home / "bench" / peer.name
    python = home / "bin/python"
    made = home / "made"
    locked = SCRIPTS / f"{peer.name}.lock"
    if made.exists() and made.read_text() == locked.read_text():
        return python
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    library = next((home / "lib").glob("python*/site-packages"))
    # Behind its own packages, which come first.
    (library / "zz-medallion.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", str(locked)]
    subprocess.run(install, check=True)
    made.write_text(locked.read_text())
    return python


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
