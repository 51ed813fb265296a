"""The plan of faults. ``docs/sample-data.md`` explains each; the counts are for the whole year."""

from dataclasses import dataclass, fields
from typing import TypeVar

# Lines of the whole year: fewer weeks get fewer faults, in proportion, and at least one of each kind.
YEAR_LINES = 1_469_307
YEAR_WEEKS = 53


@dataclass(frozen=True)
class TransactionFaults:
    """Lines of receipts that arrive in another shape than the contract says."""

    malformed: int = 150
    quantity_text: int = 60
    sales_value_text: int = 60
    coupon_disc_text: int = 200
    basket_null: int = 45
    product_null: int = 45
    sales_value_negative: int = 60
    orphan_household: int = 110
    duplicated: int = 1200
    late: int = 2000


@dataclass(frozen=True)
class UserFaults:
    """Rows of snapshots; never so many that a household is lost from all of them."""

    duplicated: int = 12
    household_null: int = 5
    birth_date_text: int = 15
    ragged: int = 2


@dataclass(frozen=True)
class EventFaults:
    """Campaign events."""

    malformed: int = 15
    unknown_type: int = 25
    orphan_household: int = 20
    duplicated: int = 40
    late: int = 60


# From this week on the tills of the pilot stores send the key `self_checkout`, which the contract does not know.
UNKNOWN_COLUMN_WEEK = 20
PILOT_STORES = (292, 381)
# This whole week arrives in the folder of the next one.
LATE_WEEK = 31
LATE_WEEKS = 2
LATE_MONTHS = 2
ORPHAN_BASE = 900_000


Plan = TypeVar("Plan", TransactionFaults, UserFaults, EventFaults)


def scaled(plan: Plan, share: float) -> Plan:
    """The plan for a part of the year: each count times ``share``, at least one."""
    return type(plan)(**{field.name: max(1, round(getattr(plan, field.name) * share)) for field in fields(plan)})
