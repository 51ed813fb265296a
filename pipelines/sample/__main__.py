"""Writes the sample into a landing zone. Harmless to repeat: what has been delivered is never touched."""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sample import faults
from sample.events import plan_events, write_events
from sample.source import SourceError, read_transactions
from sample.transactions import plan_transactions, write_transactions
from sample.truth import truth_of
from sample.users import plan_users, write_users
from sample.writing import DeliveryError, deliver, holds, replace_text

# Fewer weeks hold too few lines for one fault of each kind and its late delivery.
_FEWEST_WEEKS = 4


@dataclass(frozen=True)
class Delivery:
    """Size in bytes of every file in the landing zone, and whether it has just been written."""

    sizes: dict[str, int]
    fresh: bool


def main() -> int:
    """Command line; 0 when the landing zone is complete, 2 on bad input."""
    parser = argparse.ArgumentParser(prog="python -m sample", description=__doc__)
    parser.add_argument("--landing", type=Path, required=True, help="folder of the landing zone")
    parser.add_argument("--truth", type=Path, help="what a correct lake holds; default ../../sample/truth.json")
    parser.add_argument("--weeks", type=int, default=faults.YEAR_WEEKS, help="deliver only the first weeks, 4 to 53")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: a summary on stdout")
    arguments = parser.parse_args()
    landing: Path = arguments.landing
    truth: Path = arguments.truth or landing.resolve().parent.parent / "sample" / "truth.json"
    weeks: int = arguments.weeks
    if not _FEWEST_WEEKS <= weeks <= faults.YEAR_WEEKS:
        return _fail(f"--weeks is {weeks}, allowed is {_FEWEST_WEEKS} to {faults.YEAR_WEEKS}", "Give another number.")
    begun = time.monotonic()
    try:
        delivery = _ensure(landing, truth, weeks)
    except SourceError as error:
        return _fail(str(error), "Run `npx medallion setup`.")
    except DeliveryError as error:
        return _fail(str(error), error.remedy)
    except OSError as error:
        return _fail(f"the sample cannot be written: {error}", "Mend what the message names, then run it again.")
    seconds = time.monotonic() - begun
    _say(f"delivered {weeks} weeks in {seconds:.0f} s" if delivery.fresh else f"{weeks} weeks are there already")
    if arguments.format == "json":
        total = {"files": len(delivery.sizes), "bytes": sum(delivery.sizes.values())}
        print(
            json.dumps({"landing": str(landing), "truth": str(truth), "weeks": weeks, "fresh": delivery.fresh, **total})
        )
    return 0


def _ensure(landing: Path, truth: Path, weeks: int) -> Delivery:
    if truth.exists():
        there, sizes = _read_truth(truth)
        if there != weeks:
            raise DeliveryError(
                f"{landing} holds {there} weeks, wanted are {weeks}", f"Give --weeks {there}, or another landing zone."
            )
        if holds(landing, sizes):
            return Delivery(sizes, fresh=False)
    return Delivery(_deliver(landing, truth, weeks), fresh=True)


def _deliver(landing: Path, truth: Path, weeks: int) -> dict[str, int]:
    _say("reading the published data")
    source = read_transactions(weeks)
    transactions = plan_transactions(source, weeks)
    users = plan_users(source, weeks)
    events = plan_events(source, weeks)

    def write(folder: Path) -> None:
        _say(f"writing {len(source):,} receipt lines of {weeks} weeks")
        write_transactions(folder / "transactions", source, transactions)
        _say(f"writing {len(users.files)} snapshots of {users.households:,} households")
        write_users(folder / "users", users)
        _say(f"writing {len(events.events):,} campaign events")
        write_events(folder / "events", events)

    sizes = deliver(landing, write)
    expected = truth_of(source, transactions, users, events)
    replace_text(truth, json.dumps({"schemaVersion": 1, "weeks": weeks, **expected, "files": sizes}, indent=2) + "\n")
    return sizes


def _read_truth(truth: Path) -> tuple[int, dict[str, int]]:
    """Weeks and files of the delivery that wrote ``truth``."""
    try:
        content = json.loads(truth.read_text())
        return content["weeks"], content["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryError(f"{truth} is not what the sample wrote", "Remove it; it is written anew.") from error


def _say(line: str) -> None:
    print(f"sample: {line}", file=sys.stderr, flush=True)


def _fail(message: str, remedy: str) -> int:
    print(f"error: {message}\nremedy: {remedy}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
