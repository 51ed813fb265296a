"""The loyalty programme as quarterly CSV snapshots of the customer system."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sample import faults
from sample.choice import Picker
from sample.people import person
from sample.source import Transactions, read_rows
from sample.writing import write_text

SNAPSHOTS = (date(2017, 1, 1), date(2017, 4, 1), date(2017, 7, 1), date(2017, 10, 1))
HEADER = (
    "household_id,name,email,phone,street,birth_date,contact_generated,age,income,home_ownership,marital_status,"
    "household_size,household_comp,kids_count,snapshot_date"
).split(",")
_DEMOGRAPHICS = HEADER[7:14]
_RAGGED_COLUMNS = 9
_BIRTH_DATE = HEADER.index("birth_date")
_STREET = HEADER.index("street")
_ANY_STORE = "0"

Row = list[str]


@dataclass(frozen=True)
class UserFiles:
    """Rows of each snapshot as delivered, header first, and how many of them are out of order."""

    files: dict[date, list[Row]]
    counts: faults.UserFaults
    # Well-formed rows that carry the unknown column of the last snapshot.
    unknown_column: int
    households: int
    # Of them, those whose demographics are known.
    known: int


def plan_users(source: Transactions, weeks: int) -> UserFiles:
    """Snapshots up to the last delivered week. A household joins in the snapshot before its first purchase."""
    end = source.timestamp.max().astype("datetime64[D]").astype(object)
    days = [day for day in SNAPSHOTS if day <= end]
    counts = faults.scaled(faults.UserFaults(), weeks / faults.YEAR_WEEKS)
    known = {row["household_id"]: row for row in read_rows("demographics")}
    first = _first_purchases(source)
    snapshots: dict[date, list[Row]] = {}
    for index, (day, following) in enumerate(zip(days, [*days[1:], date.max], strict=True)):
        members = [household for household, bought in first.items() if bought < following]
        snapshots[day] = [_row(household, known.get(household, {}), index, day) for household in members]
    _spoil(snapshots[days[0]], counts)
    stores = _preferred_stores(source)
    # Also the rows without a household carry a store: that of nobody in particular.
    last = [[*row, stores.get(row[0], _ANY_STORE)] for row in snapshots[days[-1]]]
    files = {day: [HEADER, *rows] for day, rows in snapshots.items()}
    files[days[-1]] = [[*HEADER, "preferred_store"], *last]
    files[days[0]] += _ragged(files[days[0]][1], counts.ragged)
    return UserFiles(files, counts, len(last), len(first), sum(household in known for household in first))


def write_users(folder: Path, plan: UserFiles) -> None:
    """Writes ``users-YYYY-MM-DD.csv`` into ``folder``."""
    for day, rows in plan.files.items():
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(rows)
        write_text(folder / f"users-{day.isoformat()}.csv", buffer.getvalue())


def _first_purchases(source: Transactions) -> dict[int, date]:
    households, position = np.unique(source.household, return_inverse=True)
    first = np.full(len(households), np.datetime64("9999-01-01", "s"))
    np.minimum.at(first, position, source.timestamp)
    days = first.astype("datetime64[D]").astype(object)
    return dict(zip(households.tolist(), days.tolist(), strict=True))


def _row(household: int, known: dict[str, object], snapshot: int, day: date) -> Row:
    demographics = [str(known.get(name) or "") for name in _DEMOGRAPHICS]
    holder = person(household, demographics[0], snapshot)
    contact = [holder.name, holder.email, holder.phone, holder.street, holder.birth_date.isoformat(), "true"]
    return [str(household), *contact, *demographics, day.isoformat()]


def _spoil(rows: list[Row], counts: faults.UserFaults) -> None:
    """Unreadable birth dates in place; repeated rows and rows without a household at the end."""
    everyone = np.ones(len(rows), dtype=bool)
    picker = Picker(len(rows), "users", excluded=~everyone)
    unreadable = picker.pick(counts.birth_date_text, everyone).tolist()
    repeated = [list(rows[i]) for i in picker.pick(counts.duplicated, everyone).tolist()]
    nameless = [["", *rows[i][1:]] for i in picker.pick(counts.household_null, everyone).tolist()]
    for i in unreadable:
        rows[i][_BIRTH_DATE] = "unknown"
    rows += repeated + nameless


def _ragged(row: Row, count: int) -> list[Row]:
    """In turn a row that breaks off, and one whose street holds a comma that nobody quoted."""
    short, long = row[:_RAGGED_COLUMNS], [*row[: _STREET + 1], " Apt 3", *row[_STREET + 1 :]]
    return [long if i % 2 else short for i in range(count)]


def _preferred_stores(source: Transactions) -> dict[str, str]:
    """The store where a household bought most lines; of equal ones the one with the lowest number."""
    pairs, lines = np.unique(np.stack([source.household, source.store]), axis=1, return_counts=True)
    order = np.lexsort((pairs[1], -lines, pairs[0]))
    households, first = np.unique(pairs[0][order], return_index=True)
    return dict(zip(map(str, households.tolist()), map(str, pairs[1][order][first].tolist()), strict=True))
