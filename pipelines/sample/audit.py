"""Recomputes from the landing files alone, without Spark and without the plan of faults, what a correct lake holds.

Usage: ``python -m sample.audit --landing <folder>``; prints the counts and totals as JSON.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from sample.audit_rows import (
    EVENT,
    EVENT_CHECKS,
    TRANSACTION,
    TRANSACTION_CHECKS,
    USER,
    USER_CHECKS,
    Check,
    Row,
    csv_rows,
    json_rows,
)

Audit = dict[str, object]


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


def audit(landing: Path) -> dict[str, Audit]:
    """Counts of every bronze and silver table, totals of gold; money as decimal strings."""
    transactions, users, events = Bronze(), Bronze(), Bronze()
    for row in json_rows(landing / "transactions", TRANSACTION):
        transactions.take(row, TRANSACTION_CHECKS)
    for row in csv_rows(landing / "users", USER):
        users.take(row, USER_CHECKS)
    for row in json_rows(landing / "events", EVENT):
        events.take(row, EVENT_CHECKS)
    households = _newest(users.accepted, ("household_id",), "snapshot_date")
    lines = _newest(transactions.accepted, ("basket_id", "product_id"), "transaction_timestamp")
    clean = _newest(events.accepted, ("event_id",), "event_date")
    known = {row["household_id"] for row in households}
    known_lines = [row for row in lines if row["household_id"] in known]
    known_events = [row for row in clean if row["household_id"] in known]
    types = Counter(row["event_type"] for row in known_events)
    return {
        "bronze": {
            "bronze.transactions": transactions.summary(),
            "bronze.users": users.summary(),
            "bronze.events": events.summary(),
        },
        "silver": {
            "silver.transactions_validated": {"rows": len(known_lines), "quarantined": len(lines) - len(known_lines)},
            "silver.users_enriched": {"rows": len(households), "quarantined": 0},
            "silver.events_clean": {"rows": len(known_events), "quarantined": len(clean) - len(known_events)},
        },
        "gold": {
            **_gold(known_lines),
            "householdsWithDemographics": sum(row["age"] is not None for row in households),
            "mailings": types["mailing"],
            "redemptions": types["redemption"],
        },
    }


def _newest(rows: list[Row], keys: tuple[str, ...], order: str) -> list[Row]:
    """One row a key: the one with the greatest ``order``."""
    newest: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        other = newest.get(key)
        if other is None or str(row[order]) > str(other[order]):
            newest[key] = row
    return list(newest.values())


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
