"""The plan of faults for the whole year, without writing a file."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sample import faults
from sample.audit import audit
from sample.events import EventPlan, plan_events, write_events
from sample.people import person
from sample.source import Transactions, read_transactions
from sample.transactions import TransactionPlan, plan_transactions
from sample.truth import truth_of
from sample.users import HEADER, SNAPSHOTS, UserFiles, plan_users, write_users


@pytest.fixture(scope="module")
def source() -> Transactions:
    return read_transactions(faults.YEAR_WEEKS)


@pytest.fixture(scope="module")
def plan(source: Transactions) -> TransactionPlan:
    return plan_transactions(source, faults.YEAR_WEEKS)


@pytest.fixture(scope="module")
def users(source: Transactions) -> UserFiles:
    return plan_users(source, faults.YEAR_WEEKS)


@pytest.fixture(scope="module")
def events(source: Transactions) -> EventPlan:
    return plan_events(source, faults.YEAR_WEEKS)


def test_the_year_is_the_one_the_counts_are_for(source: Transactions) -> None:
    assert len(source) == faults.YEAR_LINES
    assert int(source.week.max()) == faults.YEAR_WEEKS


def test_receipt_lines_meet_every_fault_as_often_as_planned(plan: TransactionPlan) -> None:
    planned = asdict(faults.TransactionFaults())
    assert {name: len(getattr(plan, name)) for name in planned} == planned


def test_no_receipt_line_meets_two_faults(plan: TransactionPlan) -> None:
    positions = [getattr(plan, name) for name in (*asdict(faults.TransactionFaults()), "pilot")]
    together = np.concatenate(positions)
    assert len(np.unique(together)) == len(together) == sum(map(len, positions))


def test_no_basket_meets_two_faults_or_loses_its_only_line(source: Transactions, plan: TransactionPlan) -> None:
    positions = np.concatenate([getattr(plan, name) for name in asdict(faults.TransactionFaults())])
    baskets = source.basket[positions]
    assert len(np.unique(baskets)) == len(baskets)
    sizes = Counter(source.basket.tolist())
    assert min(sizes[basket] for basket in baskets.tolist()) > 1


def test_the_unknown_key_begins_with_its_week_in_thousands_of_lines(
    source: Transactions, plan: TransactionPlan
) -> None:
    pilot = np.zeros(len(source), dtype=bool)
    pilot[plan.pilot] = True
    piloted = np.isin(source.store, faults.PILOT_STORES)
    assert int(source.week[pilot].min()) == faults.UNKNOWN_COLUMN_WEEK
    assert not (piloted & ~pilot & (source.week >= faults.UNKNOWN_COLUMN_WEEK)).any()
    assert len(plan.pilot) > sum(asdict(faults.TransactionFaults()).values())


def test_late_lines_have_a_later_file_and_spare_the_late_week(source: Transactions, plan: TransactionPlan) -> None:
    assert plan.late_week == faults.LATE_WEEK
    for positions, delay in ((plan.late, faults.LATE_WEEKS), (plan.duplicated, 1)):
        arrival = source.week[positions] + delay
        assert int(arrival.max()) <= faults.YEAR_WEEKS
        assert faults.LATE_WEEK not in arrival


def test_orphans_are_no_households_of_the_programme(source: Transactions) -> None:
    assert int(source.household.max()) < faults.ORPHAN_BASE


def test_events_meet_every_fault_as_often_as_planned(events: EventPlan) -> None:
    planned = asdict(faults.EventFaults())
    assert {name: len(getattr(events, name)) for name in planned} == planned
    together = np.concatenate([getattr(events, name) for name in planned])
    assert len(np.unique(together)) == sum(planned.values())
    assert len({event["event_id"] for event in events.events}) == len(events.events)
    assert Counter(event["event_type"] for event in events.events) == {"mailing": 6589, "redemption": 2102}


def test_snapshots_meet_every_fault_as_often_as_planned(users: UserFiles) -> None:
    rows = [row for rows in users.files.values() for row in rows[1:]]
    whole = [row for row in rows if len(row) in (len(HEADER), len(HEADER) + 1) and row[14][:2] == "20"]
    found = {
        "duplicated": sum(count - 1 for count in Counter(map(tuple, whole)).values()),
        "household_null": sum(row[0] == "" for row in whole),
        "birth_date_text": sum(row[5] == "unknown" for row in whole),
        "ragged": len(rows) - len(whole),
    }
    assert found == asdict(faults.UserFaults())


def test_the_last_snapshot_has_every_household_and_the_unknown_column(source: Transactions, users: UserFiles) -> None:
    header, *rows = users.files[SNAPSHOTS[-1]]
    assert header == [*HEADER, "preferred_store"]
    assert {int(row[0]) for row in rows} == set(source.household.tolist())
    assert {row[-1] for row in rows} <= set(map(str, source.store.tolist()))
    sizes = [len(users.files[day]) for day in SNAPSHOTS]
    assert sizes[1:] == sorted(sizes[1:])


def test_an_independent_reader_agrees_on_a_year_of_snapshots_and_events(
    source: Transactions, plan: TransactionPlan, users: UserFiles, events: EventPlan, tmp_path: Path
) -> None:
    write_users(tmp_path / "users", users)
    write_events(tmp_path / "events", events)
    truth, found = truth_of(source, plan, users, events), audit(tmp_path)
    for layer, tables in (
        ("bronze", ("bronze.users", "bronze.events")),
        ("silver", ("silver.users_enriched", "silver.events_clean")),
        ("gold", ("householdsWithDemographics", "mailings", "redemptions")),
    ):
        for table in tables:
            assert found[layer][table] == truth[layer][table], table


def test_a_part_of_the_year_meets_every_fault() -> None:
    assert min(asdict(faults.scaled(faults.TransactionFaults(), 0.001)).values()) == 1
    assert faults.scaled(faults.TransactionFaults(), 1) == faults.TransactionFaults()


def test_contact_fields_cannot_reach_anybody() -> None:
    people = [person(household, "35-44", 3) for household in range(1, 500)]
    assert {one.email.rsplit("@", 1)[1] for one in people} == {"example.com", "example.net", "example.org"}
    assert all("-555-01" in one.phone for one in people)


@pytest.mark.parametrize(
    ("band", "youngest", "oldest"), [("19-24", 19, 24), ("35-44", 35, 44), ("65+", 65, 89), (None, 19, 89)]
)
def test_birth_dates_agree_with_the_age_band(band: str | None, youngest: int, oldest: int) -> None:
    born = [person(household, band, 0).birth_date for household in range(1, 500)]
    assert min(born) >= date(2017 - oldest, 1, 1)
    assert max(born) <= date(2017 - youngest, 12, 31)


def test_some_households_move_or_change_their_address() -> None:
    before, after = ([person(household, None, snapshot) for household in range(1, 2500)] for snapshot in (0, 3))
    moved = sum(a.street != b.street for a, b in zip(before, after, strict=True))
    renamed = sum(a.email != b.email for a, b in zip(before, after, strict=True))
    assert 0 < moved < len(before) // 10
    assert 0 < renamed < len(before) // 10
    assert all(a.name == b.name for a, b in zip(before, after, strict=True))
