"""What a correct lake holds, known from the plan of faults; `audit.py` finds the same from the files alone."""

from collections import Counter
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from sample.choice import Flags
from sample.events import EventPlan
from sample.source import Transactions
from sample.transactions import TransactionPlan
from sample.users import UserFiles

Truth = dict[str, object]


def truth_of(
    source: Transactions, transactions: TransactionPlan, users: UserFiles, events: EventPlan
) -> dict[str, Truth]:
    """Counts of every table, totals of gold (money as decimal strings), and what each fault took away."""
    return {
        "source": {"transactionLines": len(source), **_totals(source, np.ones(len(source), dtype=bool))},
        "bronze": {
            "bronze.transactions": _bronze_transactions(source, transactions),
            "bronze.users": _bronze_users(users),
            "bronze.events": _bronze_events(events),
        },
        "silver": {
            "silver.transactions_validated": {
                "rows": int(_valid(source, transactions).sum()),
                "quarantined": len(transactions.orphan_household),
            },
            "silver.users_enriched": {"rows": users.households, "quarantined": 0},
            "silver.events_clean": {"rows": len(events.kept()), "quarantined": len(events.orphan_household)},
        },
        "gold": {**_gold(source, transactions), **_features(users, events)},
        "lost": {name: _totals(source, _flags(source, lost)) for name, lost in _lost(transactions).items()},
    }


def _lost(plan: TransactionPlan) -> dict[str, npt.NDArray[np.int64]]:
    return {
        "malformed": plan.malformed,
        "quantity.required": plan.quantity_text,
        "sales_value.required": plan.sales_value_text,
        "basket_id.required": plan.basket_null,
        "product_id.required": plan.product_null,
        "sales_value.minimum": plan.sales_value_negative,
        "orphan_household": plan.orphan_household,
    }


def _valid(source: Transactions, plan: TransactionPlan) -> Flags:
    return ~_flags(source, np.concatenate(list(_lost(plan).values())))


def _flags(source: Transactions, positions: npt.NDArray[np.int64]) -> Flags:
    flags = np.zeros(len(source), dtype=bool)
    flags[positions] = True
    return flags


def _bronze_transactions(source: Transactions, plan: TransactionPlan) -> Truth:
    reasons = {name: len(lost) for name, lost in _lost(plan).items() if name != "orphan_household"}
    rows_in = len(source) + len(plan.duplicated)
    quarantined = sum(reasons.values())
    rescued = (plan.pilot, plan.quantity_text, plan.sales_value_text, plan.coupon_disc_text)
    return {
        "rowsIn": rows_in,
        "accepted": rows_in - quarantined,
        "quarantined": quarantined,
        "rescued": sum(map(len, rescued)),
        "reasons": reasons,
    }


def _bronze_users(plan: UserFiles) -> Truth:
    rows_in = sum(len(rows) - 1 for rows in plan.files.values())
    reasons = {"household_id.required": plan.counts.household_null, "malformed": plan.counts.ragged}
    one_file = len(plan.files) == 1
    return {
        "rowsIn": rows_in,
        "accepted": rows_in - sum(reasons.values()),
        "quarantined": sum(reasons.values()),
        # In a lake of one snapshot the rows with an unreadable date carry the unknown column too.
        "rescued": plan.unknown_column + (0 if one_file else plan.counts.birth_date_text),
        "reasons": reasons,
    }


def _bronze_events(plan: EventPlan) -> Truth:
    rows_in = len(plan.events) + len(plan.duplicated)
    reasons = {"event_type.validValues": len(plan.unknown_type), "malformed": len(plan.malformed)}
    quarantined = sum(reasons.values())
    return {
        "rowsIn": rows_in,
        "accepted": rows_in - quarantined,
        "quarantined": quarantined,
        "rescued": 0,
        "reasons": reasons,
    }


def _gold(source: Transactions, plan: TransactionPlan) -> Truth:
    valid = _valid(source, plan)
    days, position = np.unique(source.timestamp[valid].astype("datetime64[D]"), return_inverse=True)
    daily = np.bincount(position, weights=source.sales_value[valid]).astype(np.int64)
    return {
        "transactionLines": int(valid.sum()),
        **_totals(source, valid),
        "dailySales": {str(day): money(cents) for day, cents in zip(days, daily.tolist(), strict=True)},
    }


def _features(users: UserFiles, events: EventPlan) -> Truth:
    types = Counter(str(event["event_type"]) for event in events.kept())
    return {
        "householdsWithDemographics": users.known,
        "mailings": types["mailing"],
        "redemptions": types["redemption"],
    }


def _totals(source: Transactions, chosen: Flags) -> Truth:
    coupons = source.coupon_disc[chosen].sum() + source.coupon_match_disc[chosen].sum()
    return {
        "salesValue": money(int(source.sales_value[chosen].sum())),
        "retailDiscount": money(int(source.retail_disc[chosen].sum())),
        "couponDiscount": money(int(coupons)),
        "units": int(source.quantity[chosen].sum()),
        "baskets": len(np.unique(source.basket[chosen])),
        "households": len(np.unique(source.household[chosen])),
    }


def money(cents: int) -> str:
    """Cents as dollars with two decimals."""
    return str(Decimal(cents).scaleb(-2).quantize(Decimal("0.01")))
