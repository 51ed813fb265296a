"""Delivered rows read anew by the words of the bronze contracts, for the audit alone."""

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

Row = dict[str, object]
Check = tuple[str, Callable[[Row], bool]]
Columns = dict[str, Callable[[object], object]]
Parsed = TypeVar("Parsed")

_AGES = {"19-24", "25-34", "35-44", "45-54", "55-64", "65+"}
_INCOMES = {
    *("Under 15K", "15-24K", "25-34K", "35-49K", "50-74K", "75-99K"),
    *("100-124K", "125-149K", "150-174K", "175-199K", "200-249K", "250K+"),
}
_WEEKS_OF_YEAR = 53
# One for all lines: building it costs as much as a line.
_DECODER = json.JSONDecoder(parse_float=Decimal)
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    number = _number(value)
    return None if number is None else Decimal(number)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _timestamp(value: object) -> datetime | None:
    return _parsed(value, lambda text: datetime.fromisoformat(text) if _TIMESTAMP.fullmatch(text) else None)


def _day(value: object) -> date | None:
    return _parsed(value, lambda text: date.fromisoformat(text) if _DAY.fullmatch(text) else None)


def _parsed(value: object, parse: Callable[[str], Parsed | None]) -> Parsed | None:
    try:
        return parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


TRANSACTION: Columns = {
    **dict.fromkeys(("household_id", "store_id", "basket_id", "product_id", "quantity"), _number),
    **dict.fromkeys(("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"), _decimal),
    "week": _number,
    "transaction_timestamp": _timestamp,
}
EVENT: Columns = {
    "event_id": _text,
    "event_type": _text,
    "household_id": _number,
    "campaign_id": _number,
    "campaign_type": _text,
    "coupon_upc": _number,
    "event_date": _day,
}
USER: Columns = {
    "household_id": lambda value: int(value) if isinstance(value, str) and value.isdigit() else None,
    **dict.fromkeys(("name", "email", "phone", "street"), _text),
    "birth_date": _day,
    "contact_generated": lambda value: {"true": True, "false": False}.get(str(value)),
    **dict.fromkeys(("age", "income", "home_ownership", "marital_status", "household_size"), _text),
    **dict.fromkeys(("household_comp", "kids_count"), _text),
    "snapshot_date": _day,
}


def _required(*names: str) -> list[Check]:
    return [(f"{name}.required", _is_present(name)) for name in names]


def _is_present(name: str) -> Callable[[Row], bool]:
    return lambda row: row[name] is not None


def _at_least_zero(*names: str) -> list[Check]:
    return [(f"{name}.minimum", _in_range(name, 0, None)) for name in names]


def _in_range(name: str, low: int | None, high: int | None) -> Callable[[Row], bool]:
    def passes(row: Row) -> bool:
        value = row[name]
        if not isinstance(value, int | Decimal):
            return True
        return (low is None or value >= low) and (high is None or value <= high)

    return passes


def _one_of(name: str, allowed: set[str]) -> Check:
    return f"{name}.validValues", lambda row: row[name] is None or row[name] in allowed


TRANSACTION_CHECKS = [
    *_required("household_id", "store_id", "basket_id", "product_id", "quantity", "sales_value", "week"),
    *_required("transaction_timestamp"),
    *_at_least_zero("quantity", "sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"),
    ("week.minimum", _in_range("week", 1, None)),
    ("week.maximum", _in_range("week", None, _WEEKS_OF_YEAR)),
]
USER_CHECKS = [
    *_required("household_id", "contact_generated", "snapshot_date"),
    _one_of("age", _AGES),
    _one_of("income", _INCOMES),
]
EVENT_CHECKS = [
    *_required("event_id", "event_type", "household_id", "campaign_id", "event_date"),
    _one_of("event_type", {"mailing", "redemption"}),
]


def json_rows(folder: Path, columns: Columns) -> Iterator[Row | None]:
    """Every line below ``folder`` as its columns and ``_rescued``; None for one that does not parse."""
    for path in sorted(folder.rglob("*.json*")):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    raw = _DECODER.decode(line)
                except json.JSONDecodeError:
                    yield None
                    continue
                yield _typed(raw, columns)


def csv_rows(folder: Path, columns: Columns) -> Iterator[Row | None]:
    """Every record of the files in ``folder``; None for one with more or fewer fields than its header."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="") as stream:
            rows = csv.reader(stream)
            header = next(rows)
            for values in rows:
                if len(values) != len(header):
                    yield None
                    continue
                filled = {name: value for name, value in zip(header, values, strict=True) if value != ""}
                yield _typed(filled, columns)


def _typed(raw: Mapping[str, object], columns: Columns) -> Row:
    row: Row = {name: read(raw.get(name)) for name, read in columns.items()}
    unread = [name for name in columns if raw.get(name) is not None and row[name] is None]
    unknown = [name for name in raw if name not in columns]
    row["_rescued"] = bool(unread or unknown)
    return row
