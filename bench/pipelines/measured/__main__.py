"""Usage: `npm run bench:pipelines -- [names...] [--rounds N] [--format json]` (needs the sample: `npm start` first).

Runs the named benchmarks, default all, prints one table, and writes every figure to `bench/pipelines.json` below
MEDALLION_HOME, where the report finds it. A figure that was measured before and is not now stays there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from medallion.lake.lake import load_release
from medallion.spark.session import find_or_create

from measured import bronze, gold, peers, promotions, silver, year
from measured.measuring import Figure
from measured.places import Setting

BENCHMARKS: dict[str, Callable[[Setting], Sequence[Figure]]] = {
    "bronze": bronze.figures,
    "silver": silver.figures,
    "gold": gold.figures,
    "year": year.figures,
    "peers": peers.figures,
    "promotions": promotions.figures,
}


def main() -> None:
    options = _options()
    spark = find_or_create(log_file=options.home / "bench/spark.log")
    records: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="medallion-bench-") as scratch:
        setting = Setting(
            spark,
            load_release(str(options.release)),
            options.home,
            Path(scratch),
            options.rounds,
            options.vcore_hour,
            options.scale,
        )
        for name in options.names or BENCHMARKS:
            for figure in BENCHMARKS[name](setting):
                records.append(figure.as_record())
                if options.format == "text":
                    print(_line(records[-1]), flush=True)
                if options.scale == 1:
                    _keep(options.home / "bench/pipelines.json", records[-1], options.rounds)
    if options.format == "json":
        print(json.dumps({"figures": records}, indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="npm run bench:pipelines --", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"any of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--home", type=Path, required=True, help="MEDALLION_HOME of a lake with the sample")
    parser.add_argument("--release", type=Path, required=True, help="folder of the packaged release of the benchmarks")
    parser.add_argument("--vcore-hour", type=float, required=True, help="US dollars of an hour of a Spark vCore")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="of the rows made up; another than 1 is a trial")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark '{unknown[0]}'; name any of: {', '.join(BENCHMARKS)}")
    if not 0 < options.scale <= 1:
        parser.error(f"--scale is {options.scale:g}; allowed is above 0, up to 1")
    if options.rounds < 1:
        parser.error(f"--rounds is {options.rounds}; at least one round counts")
    return options


def _line(record: dict[str, Any]) -> str:
    goal = "" if record["goal"] is None else f"goal {'<=' if record['better'] == 'lower' else '>='} {record['goal']:g}"
    verdict = {True: "met", False: "missed", None: ""}[record["met"]]
    cpu = "" if record["cpuValue"] is None else f"cpu {record['cpuValue']:.2f}"
    told = "  ".join(f"{key} {value}" for key, value in record["detail"].items())
    value = f"{record['value']:7.2f} {record['unit']}"
    return f"{record['title']:52s} {value:22s} {cpu:10s} {goal:13s} {verdict:7s} load {record['load']:4.1f}  {told}"


def _keep(file: Path, record: dict[str, Any], rounds: int) -> None:
    """Replaces the figure in the file, which is never half-written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(file.read_text()) if file.exists() else {"schemaVersion": 1, "figures": []}
    measured = {**record, "measuredAt": datetime.now(UTC).isoformat(timespec="seconds"), "roundsAsked": rounds}
    others = [other for other in known["figures"] if other["id"] != record["id"]]
    machine = {"cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}"}
    document = {"schemaVersion": 1, "machine": machine, "figures": [*others, measured]}
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(document, indent=2) + "\n")
    partial.replace(file)


if __name__ == "__main__":
    main()
