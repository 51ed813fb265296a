"""Campaign mailings and coupon redemptions as JSON lines a month."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sample import faults
from sample.choice import Flags, Picker, Positions
from sample.source import Transactions, read_rows
from sample.writing import write_text

Event = dict[str, object]
Month = tuple[int, int]


@dataclass(frozen=True)
class EventPlan:
    """All events in order of day and id, and which of them meets which fault; disjoint positions."""

    events: list[Event]
    malformed: Positions
    unknown_type: Positions
    duplicated: Positions
    late: Positions
    orphan_household: Positions

    def kept(self) -> list[Event]:
        """Events that reach silver, as they were before any fault, once each."""
        lost = {*self.malformed.tolist(), *self.unknown_type.tolist(), *self.orphan_household.tolist()}
        return [event for position, event in enumerate(self.events) if position not in lost]


def plan_events(source: Transactions, weeks: int) -> EventPlan:
    """Events up to the last delivered week, of households that bought something."""
    end = source.timestamp.max().astype("datetime64[D]").astype(object)
    households = set(np.unique(source.household).tolist())
    events = [
        event
        for event in (*_mailings(), *_redemptions())
        if event["household_id"] in households and str(event["event_date"]) <= end.isoformat()
    ]
    events.sort(key=lambda event: (str(event["event_date"]), str(event["event_id"])))
    counts = faults.scaled(faults.EventFaults(), weeks / faults.YEAR_WEEKS)
    everything = np.ones(len(events), dtype=bool)
    picker = Picker(len(events), "events", excluded=~everything)
    return EventPlan(
        events=events,
        malformed=picker.pick(counts.malformed, everything),
        unknown_type=picker.pick(counts.unknown_type, everything),
        orphan_household=picker.pick(counts.orphan_household, everything),
        duplicated=picker.pick(counts.duplicated, _has_month_after(events, 1)),
        late=picker.pick(counts.late, _has_month_after(events, faults.LATE_MONTHS)),
    )


def write_events(folder: Path, plan: EventPlan) -> None:
    """Writes ``events-YYYY-MM.json`` into ``folder``, one event a line; what is late or repeated ends a file."""
    lines = _lines(plan)
    months = [_month(event) for event in plan.events]
    files: dict[Month, list[str]] = defaultdict(list)
    late = set(plan.late.tolist())
    for position, month in enumerate(months):
        if position not in late:
            files[month].append(lines[position])
    for delay, positions in ((1, plan.duplicated), (faults.LATE_MONTHS, plan.late)):
        for position in positions.tolist():
            files[_later(months[position], delay)].append(lines[position])
    for (year, number), content in files.items():
        write_text(folder / f"events-{year}-{number:02d}.json", "\n".join(content) + "\n")


def _lines(plan: EventPlan) -> list[str]:
    changed: dict[int, Event] = {position: {"event_type": "opened"} for position in plan.unknown_type.tolist()}
    for index, position in enumerate(plan.orphan_household.tolist()):
        changed[position] = {"household_id": faults.ORPHAN_BASE + index}
    lines = [
        json.dumps({**event, **changed.get(position, {})}, separators=(",", ":"))
        for position, event in enumerate(plan.events)
    ]
    for position in plan.malformed.tolist():
        lines[position] = lines[position][: len(lines[position]) // 2]
    return lines


def _has_month_after(events: list[Event], delay: int) -> Flags:
    """Events that can arrive ``delay`` months later in a file that has events of its own time."""
    months = {_month(event) for event in events}
    return np.array([_later(_month(event), delay) in months for event in events], dtype=bool)


def _mailings() -> list[Event]:
    campaigns = _campaigns()
    return [
        {
            "event_id": f"mailing-{row['campaign_id']}-{row['household_id']}",
            "event_type": "mailing",
            "household_id": row["household_id"],
            "campaign_id": row["campaign_id"],
            **campaigns[row["campaign_id"]],
        }
        for row in read_rows("campaigns")
    ]


def _redemptions() -> list[Event]:
    campaigns = _campaigns()
    return [
        {
            "event_id": "-".join(map(str, ("redemption", *_key(row)))),
            "event_type": "redemption",
            "household_id": row["household_id"],
            "campaign_id": row["campaign_id"],
            "campaign_type": campaigns[row["campaign_id"]]["campaign_type"],
            "coupon_upc": row["coupon_upc"],
            "event_date": _day(row["redemption_date"]),
        }
        for row in read_rows("coupon_redemptions")
    ]


def _key(row: Event) -> tuple[object, ...]:
    return row["campaign_id"], row["household_id"], row["coupon_upc"], _day(row["redemption_date"])


def _campaigns() -> dict[object, Event]:
    return {
        row["campaign_id"]: {"campaign_type": row["campaign_type"], "event_date": _day(row["start_date"])}
        for row in read_rows("campaign_descriptions")
    }


def _day(moment: object) -> str:
    return str(moment)[:10]


def _month(event: Event) -> Month:
    day = date.fromisoformat(str(event["event_date"]))
    return day.year, day.month


def _later(month: Month, count: int) -> Month:
    index = month[0] * 12 + month[1] - 1 + count
    return index // 12, index % 12 + 1
