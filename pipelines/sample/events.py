"""Campaign mailings and coupon redemptions as JSON lines a month."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sample import faults
from sample.choice import Picker, Positions
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
        duplicated=picker.pick(counts.duplicated, everything),
        late=picker.pick(counts.late, everything),
    )


def write_events(folder: Path, plan: EventPlan) -> None:
    """Writes ``events-YYYY-MM.json`` into ``folder``, one event a line."""
    lines = [json.dumps(event, separators=(",", ":")) for event in plan.events]
    for position in plan.unknown_type.tolist():
        lines[position] = json.dumps({**plan.events[position], "event_type": "opened"}, separators=(",", ":"))
    for position in plan.malformed.tolist():
        lines[position] = lines[position][: len(lines[position]) // 2]
    months = [_month(event) for event in plan.events]
    last = months[-1]
    delivered = dict(enumerate(months))
    for position in plan.late.tolist():
        delivered[position] = min(_later(months[position], faults.LATE_MONTHS), last)
    files: dict[Month, list[str]] = defaultdict(list)
    for position, month in delivered.items():
        files[month].append(lines[position])
    for position in plan.duplicated.tolist():
        files[min(_later(months[position], 1), last)].append(lines[position])
    for (year, number), content in files.items():
        write_text(folder / f"events-{year}-{number:02d}.json", "\n".join(content) + "\n")


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
