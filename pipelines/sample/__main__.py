"""Writes the sample into a landing zone. Harmless to repeat: what has been delivered is never touched."""

import argparse
import json
import sys
import time
from pathlib import Path

from sample import faults
from sample.events import plan_events, write_events
from sample.source import SourceError, read_transactions
from sample.transactions import plan_transactions, write_transactions
from sample.truth import truth_of
from sample.users import plan_users, write_users
from sample.writing import deliver, replace_text


def main() -> int:
    """Command line; 0 when the landing zone is complete, 2 on bad input."""
    parser = argparse.ArgumentParser(prog="python -m sample", description=__doc__)
    parser.add_argument("--landing", type=Path, required=True, help="folder of the landing zone")
    parser.add_argument("--truth", type=Path, help="what a correct lake holds; default ../../sample/truth.json")
    parser.add_argument("--weeks", type=int, default=faults.YEAR_WEEKS, help="deliver only the first weeks, 4 to 53")
    arguments = parser.parse_args()
    landing: Path = arguments.landing
    truth: Path = arguments.truth or landing.resolve().parent.parent / "sample" / "truth.json"
    weeks: int = arguments.weeks
    if not _FEWEST_WEEKS <= weeks <= faults.YEAR_WEEKS:
        return _fail(f"--weeks is {weeks}, allowed is {_FEWEST_WEEKS} to {faults.YEAR_WEEKS}", "give another number")
    if truth.exists():
        delivered = json.loads(truth.read_text())["weeks"]
        if delivered != weeks:
            return _fail(f"{landing} holds {delivered} weeks, wanted are {weeks}", "choose another MEDALLION_HOME")
        if all((landing / name).is_dir() for name in _FOLDERS):
            _say(f"sample: {weeks} weeks are there already")
            return 0
    try:
        _write(landing, truth, weeks)
    except SourceError as error:
        return _fail(str(error), "set up again")
    return 0


# Fewer weeks hold too few lines for one fault of each kind and its late delivery.
_FEWEST_WEEKS = 4
_FOLDERS = ("transactions", "users", "events")


def _write(landing: Path, truth: Path, weeks: int) -> None:
    begun = time.monotonic()
    _say("sample: reading the published data")
    source = read_transactions(weeks)
    transactions, users, events = (
        plan_transactions(source, weeks),
        plan_users(source, weeks),
        plan_events(source, weeks),
    )
    _say(f"sample: writing {len(source):,} receipt lines of {weeks} weeks")
    deliver(landing, "transactions", lambda folder: write_transactions(folder, source, transactions))
    _say(f"sample: writing {len(users.files)} snapshots of {users.households:,} households")
    deliver(landing, "users", lambda folder: write_users(folder, users))
    _say(f"sample: writing {len(events.events):,} campaign events")
    deliver(landing, "events", lambda folder: write_events(folder, events))
    replace_text(truth, json.dumps(truth_of(source, weeks, transactions, users, events), indent=2) + "\n")
    _say(f"sample: delivered {len(source):,} receipt lines in {time.monotonic() - begun:.0f} s")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _fail(message: str, remedy: str) -> int:
    print(f"error: {message}\nremedy: {remedy}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
