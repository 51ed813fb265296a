"""Recomputes from the landing files alone, without Spark and without the plan of faults, what a correct lake holds.

Usage: ``python -m sample.audit --landing <folder>``; prints the counts and totals as JSON.
"""

import argparse
import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

Row = dict[str, object]
Audit = dict[str, object]
Check = tuple[str, Callable[[Row], bool]]
Columns = dict[str, Callable[[object], object]]
Parsed = TypeVar("Parsed")

_AGES = {"19-24", "25-34", "35-44", "45-54", "55-64", "65+"}
_INCOMES = {
    *("Under 15K", "15-24K", "25-34K", "35-49K", "50-74K", "75-99K"),
    *("100-124K", "125-149K", "150-174K", "175-199K", "200-249K", "250K+"),
}
_WEEKS_OF_YEAR = 53


@dataclass
class Bronze:
    """What becomes of the rows of one table."""

    accepted: list[Row] = field(default_factory=list)
    rows_in: int = 0
    quarantined: int = 0
    rescued: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def take(self, row: Row | None, checks: list[Check]) -> None:
        """Judges one delivered row; None is one that does not parse."""
        self.rows_in += 1
        failed = ["malformed"] if row is None else [name for name, passes in checks if not passes(row)]
        self.reasons.update(failed)
        self.quarantined += bool(failed)
        self.rescued += row is not None and bool(row["_rescued"])
        if row is not None and not failed:
            self.accepted.append(row)

    def summary(self) -> Audit:
        return {
            "rowsIn": self.rows_in,
            "accepted": len(self.accepted),
            "quarantined": self.quarantined,
            "rescued": self.rescued,
            "reasons": dict(sorted(self.reasons.items())),
        }


def audit(landing: Path) -> Audit:
    """Counts of every bronze and silver table, totals of gold; money as decimal strings."""
    transactions, users, events = Bronze(), Bronze(), Bronze()
    for row in _json_rows(landing / "transactions", _TRANSACTION):
        transactions.take(row, _TRANSACTION_CHECKS)
    for row in _csv_rows(landing / "users", _USER):
        users.take(row, _USER_CHECKS)
    for row in _json_rows(landing / "events", _EVENT):
        events.take(row, _EVENT_CHECKS)
    households = {row["household_id"] for row in users.accepted}
    lines = {(row["basket_id"], row["product_id"]): row for row in transactions.accepted}
    clean = {row["event_id"]: row for row in events.accepted}
    known = [row for row in lines.values() if row["household_id"] in households]
    known_events = [row for row in clean.values() if row["household_id"] in households]
    return {
        "bronze": {
            "bronze.transactions": transactions.summary(),
            "bronze.users": users.summary(),
            "bronze.events": events.summary(),
        },
        "silver": {
            "silver.transactions_validated": {"rows": len(known), "quarantined": len(lines) - len(known)},
            "silver.users_enriched": {"rows": len(households), "quarantined": 0},
            "silver.events_clean": {"rows": len(known_events), "quarantined": len(clean) - len(known_events)},
        },
        "gold": _gold(known),
    }


def _gold(lines: list[Row]) -> Audit:
    daily: Counter[str] = Counter()
    for row in lines:
        daily[str(row["transaction_timestamp"])[:10]] += _cents(row, "sales_value")
    coupons = sum(_cents(row, "coupon_disc") + _cents(row, "coupon_match_disc") for row in lines)
    return {
        "transactionLines": len(lines),
        "salesValue": _money(sum(_cents(row, "sales_value") for row in lines)),
        "retailDiscount": _money(sum(_cents(row, "retail_disc") for row in lines)),
        "couponDiscount": _money(coupons),
        "units": sum(int(str(row["quantity"])) for row in lines),
        "baskets": len({row["basket_id"] for row in lines}),
        "households": len({row["household_id"] for row in lines}),
        "dailySales": {day: _money(cents) for day, cents in sorted(daily.items())},
    }


def _cents(row: Row, name: str) -> int:
    value = row[name]
    return int(value.scaleb(2)) if isinstance(value, Decimal) else 0


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _timestamp(value: object) -> datetime | None:
    return _parsed(value, lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S"))


def _day(value: object) -> date | None:
    return _parsed(value, date.fromisoformat)


def _parsed(value: object, parse: Callable[[str], Parsed]) -> Parsed | None:
    try:
        return parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


_TRANSACTION: Columns = {
    **dict.fromkeys(("household_id", "store_id", "basket_id", "product_id", "quantity"), _number),
    **dict.fromkeys(("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"), _decimal),
    "week": _number,
    "transaction_timestamp": _timestamp,
}
_EVENT: Columns = {
    "event_id": _text,
    "event_type": _text,
    "household_id": _number,
    "campaign_id": _number,
    "campaign_type": _text,
    "coupon_upc": _number,
    "event_date": _day,
}
_USER: Columns = {
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


def _in_range(name: str, low: int, high: int | None) -> Callable[[Row], bool]:
    def passes(row: Row) -> bool:
        value = row[name]
        return not isinstance(value, int | Decimal) or (value >= low and (high is None or value <= high))

    return passes


def _one_of(name: str, allowed: set[str]) -> Check:
    return f"{name}.validValues", lambda row: row[name] is None or row[name] in allowed


_TRANSACTION_CHECKS = [
    *_required("household_id", "store_id", "basket_id", "product_id", "quantity", "sales_value", "week"),
    *_required("transaction_timestamp"),
    *_at_least_zero("quantity", "sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"),
    ("week.range", _in_range("week", 1, _WEEKS_OF_YEAR)),
]
_USER_CHECKS = [
    *_required("household_id", "contact_generated", "snapshot_date"),
    _one_of("age", _AGES),
    _one_of("income", _INCOMES),
]
_EVENT_CHECKS = [
    *_required("event_id", "event_type", "household_id", "campaign_id", "event_date"),
    _one_of("event_type", {"mailing", "redemption"}),
]


def _json_rows(folder: Path, columns: Columns) -> Iterator[Row | None]:
    for path in sorted(folder.rglob("*.json*")):
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for line in text.decode().splitlines():
            try:
                raw = json.loads(line, parse_float=Decimal)
            except json.JSONDecodeError:
                yield None
                continue
            yield _typed(raw, columns)


def _csv_rows(folder: Path, columns: Columns) -> Iterator[Row | None]:
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


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m sample.audit", description=__doc__)
    parser.add_argument("--landing", type=Path, required=True)
    landing: Path = parser.parse_args().landing
    if not landing.is_dir():
        sys.exit(f"error: the landing zone {landing} does not exist\nremedy: run `npx medallion sample`")
    json.dump(audit(landing), sys.stdout, indent=2)


if __name__ == "__main__":
    main()
