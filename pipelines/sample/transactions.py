"""Receipt lines as the tills send them: one gzip JSON-lines file a week."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sample import faults
from sample.choice import Flags, Picker, Positions
from sample.source import Transactions
from sample.writing import write_gzip

# Baskets this small are left alone, so that no fault takes a whole basket away.
_SMALLEST_BASKET = 4


@dataclass(frozen=True)
class TransactionPlan:
    """Which line meets which fault: positions in the source, disjoint but for `pilot`."""

    malformed: Positions
    quantity_text: Positions
    sales_value_text: Positions
    coupon_disc_text: Positions
    basket_null: Positions
    product_null: Positions
    sales_value_negative: Positions
    orphan_household: Positions
    duplicated: Positions
    late: Positions
    # Lines that carry the unknown key.
    pilot: Positions


def plan_transactions(source: Transactions, weeks: int) -> TransactionPlan:
    """Spreads the faults over lines of larger baskets; the same source gives the same plan."""
    counts = faults.scaled(faults.TransactionFaults(), len(source) / faults.YEAR_LINES)
    unknown_from = faults.UNKNOWN_COLUMN_WEEK if weeks > faults.UNKNOWN_COLUMN_WEEK else (weeks + 1) // 2
    pilot: Flags = np.isin(source.store, faults.PILOT_STORES) & (source.week >= unknown_from)
    picker = Picker(len(source), "transactions", excluded=pilot)
    eligible = _in_large_baskets(source) & (source.coupon_disc == 0)
    paid: Flags = eligible & (source.sales_value > 0)
    before_end: Flags = eligible & (source.week <= weeks - faults.LATE_WEEKS) & (source.week != faults.LATE_WEEK)
    return TransactionPlan(
        malformed=picker.pick(counts.malformed, eligible),
        quantity_text=picker.pick(counts.quantity_text, eligible),
        sales_value_text=picker.pick(counts.sales_value_text, eligible),
        coupon_disc_text=picker.pick(counts.coupon_disc_text, eligible),
        basket_null=picker.pick(counts.basket_null, eligible),
        product_null=picker.pick(counts.product_null, eligible),
        sales_value_negative=picker.pick(counts.sales_value_negative, paid),
        orphan_household=picker.pick(counts.orphan_household, eligible),
        duplicated=picker.pick(counts.duplicated, eligible),
        late=picker.pick(counts.late, before_end),
        pilot=np.flatnonzero(pilot),
    )


def _in_large_baskets(source: Transactions) -> Flags:
    _, position, size = np.unique(source.basket, return_inverse=True, return_counts=True)
    large: Flags = size[position] >= _SMALLEST_BASKET
    return large


def write_transactions(folder: Path, source: Transactions, plan: TransactionPlan) -> None:
    """Writes ``week=NN/transactions-week-NN.jsonl.gz`` below ``folder``."""
    lines = _lines(source, plan)
    last = int(source.week.max())
    delivered = source.week.copy()
    delivered[plan.late] += faults.LATE_WEEKS
    files: dict[tuple[int, int], list[str]] = defaultdict(list)
    for line, week in zip(lines, delivered.tolist(), strict=True):
        files[min(week + 1, last) if week == faults.LATE_WEEK else week, week].append(line)
    for position in plan.duplicated.tolist():
        week = min(int(source.week[position]) + 1, last)
        files[week, week].append(lines[position])

    def write(key: tuple[int, int]) -> None:
        received, week = key
        write_gzip(
            folder / f"week={received:02d}" / f"transactions-week-{week:02d}.jsonl.gz", "\n".join(files[key]) + "\n"
        )

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(write, sorted(files)))


def _lines(source: Transactions, plan: TransactionPlan) -> list[str]:
    basket = source.basket.astype(object)
    product = source.product.astype(object)
    household = source.household.copy()
    quantity = source.quantity.astype(object)
    sales_value = _money(source.sales_value)
    coupon_disc = _money(source.coupon_disc)
    basket[plan.basket_null] = "null"
    product[plan.product_null] = "null"
    household[plan.orphan_household] = faults.ORPHAN_BASE + np.arange(len(plan.orphan_household))
    quantity[plan.quantity_text] = '"three"'
    sales_value[plan.sales_value_text] = '"n/a"'
    sales_value[plan.sales_value_negative] = "-" + sales_value[plan.sales_value_negative]
    coupon_disc[plan.coupon_disc_text] = '"none"'
    columns = (
        household.tolist(),
        source.store.tolist(),
        basket.tolist(),
        product.tolist(),
        quantity.tolist(),
        sales_value.tolist(),
        _money(source.retail_disc).tolist(),
        coupon_disc.tolist(),
        _money(source.coupon_match_disc).tolist(),
        source.week.tolist(),
        np.datetime_as_string(source.timestamp).tolist(),
    )
    lines = [_LINE % row for row in zip(*columns, strict=True)]
    for position in plan.pilot.tolist():
        self_checkout = "true" if source.basket[position] % 3 == 0 else "false"
        lines[position] = f'{lines[position][:-1]},"self_checkout":{self_checkout}}}'
    for position in plan.malformed.tolist():
        lines[position] = lines[position][: len(lines[position]) // 2]
    return lines


_LINE = (
    '{"household_id":%s,"store_id":%s,"basket_id":%s,"product_id":%s,"quantity":%s,"sales_value":%s,"retail_disc":%s,'
    '"coupon_disc":%s,"coupon_match_disc":%s,"week":%s,"transaction_timestamp":"%s"}'
)


def _money(cents: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """Cents as text with exactly two decimals."""
    distinct, position = np.unique(cents, return_inverse=True)
    texts = np.array([f"{value // 100}.{value % 100:02d}" for value in distinct.tolist()], dtype=object)
    money: npt.NDArray[np.object_] = texts[position]
    return money
