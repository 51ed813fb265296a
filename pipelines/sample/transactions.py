"""Receipt lines as the tills send them: one gzip JSON-lines file a week."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sample import faults
from sample.choice import Flags, Picker, Positions, scramble
from sample.source import Transactions
from sample.writing import write_gzip

_LINE = (
    '{"household_id":%s,"store_id":%s,"basket_id":%s,"product_id":%s,"quantity":%s,"sales_value":%s,"retail_disc":%s,'
    '"coupon_disc":%s,"coupon_match_disc":%s,"week":%s,"transaction_timestamp":"%s"}'
)


@dataclass(frozen=True)
class TransactionPlan:
    """Which line meets which fault: positions in the source, disjoint."""

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
    # The week that arrives as a whole in the folder of the next one.
    late_week: int


def plan_transactions(source: Transactions, weeks: int) -> TransactionPlan:
    """Spreads the faults over the lines; the same source gives the same plan.

    At most one line of a basket meets a fault, and never its only one: no basket and no household gets lost.
    """
    counts = faults.scaled(faults.TransactionFaults(), len(source) / faults.YEAR_LINES)
    late_week = faults.LATE_WEEK if weeks > faults.LATE_WEEK else weeks - 1
    unknown_from = faults.UNKNOWN_COLUMN_WEEK if weeks > faults.UNKNOWN_COLUMN_WEEK else (weeks + 1) // 2
    pilot: Flags = np.isin(source.store, faults.PILOT_STORES) & (source.week >= unknown_from)
    picker = Picker(len(source), "transactions", excluded=pilot | ~_one_line_a_basket(source))
    everything = np.ones(len(source), dtype=bool)
    return TransactionPlan(
        malformed=picker.pick(counts.malformed, everything),
        quantity_text=picker.pick(counts.quantity_text, everything),
        sales_value_text=picker.pick(counts.sales_value_text, everything),
        coupon_disc_text=picker.pick(counts.coupon_disc_text, source.coupon_disc == 0),
        basket_null=picker.pick(counts.basket_null, everything),
        product_null=picker.pick(counts.product_null, everything),
        sales_value_negative=picker.pick(counts.sales_value_negative, source.sales_value > 0),
        orphan_household=picker.pick(counts.orphan_household, everything),
        duplicated=picker.pick(counts.duplicated, _has_week_after(source, 1, weeks, late_week)),
        late=picker.pick(counts.late, _has_week_after(source, faults.LATE_WEEKS, weeks, late_week)),
        pilot=np.flatnonzero(pilot),
        late_week=late_week,
    )


def write_transactions(folder: Path, source: Transactions, plan: TransactionPlan) -> None:
    """Writes ``week=NN/transactions-week-NN.jsonl.gz`` below ``folder``; what is late or repeated ends a file."""
    lines = _lines(source, plan)
    files: dict[int, list[str]] = defaultdict(list)
    late = set(plan.late.tolist())
    weeks = source.week.tolist()
    for position, week in enumerate(weeks):
        if position not in late:
            files[week].append(lines[position])
    for delay, positions in ((1, plan.duplicated), (faults.LATE_WEEKS, plan.late)):
        for position in positions.tolist():
            files[weeks[position] + delay].append(lines[position])

    def write(week: int) -> None:
        received = week + 1 if week == plan.late_week else week
        name = f"transactions-week-{week:02d}.jsonl.gz"
        write_gzip(folder / f"week={received:02d}" / name, "\n".join(files[week]) + "\n")

    # Compression leaves the interpreter free, so that a second thread halves it.
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(write, sorted(files)))


def _one_line_a_basket(source: Transactions) -> Flags:
    """Marks one line of every basket that has more."""
    order = np.argsort(scramble(np.arange(len(source), dtype=np.int64), "basket"), kind="stable")
    _, first, size = np.unique(source.basket[order], return_index=True, return_counts=True)
    marked = np.zeros(len(source), dtype=bool)
    marked[order[first[size > 1]]] = True
    return marked


def _has_week_after(source: Transactions, delay: int, weeks: int, late_week: int) -> Flags:
    """Lines that can arrive ``delay`` weeks later in a file of its own time; the late week has a delay of its own."""
    arrival = source.week + delay
    possible: Flags = (arrival <= weeks) & (arrival != late_week) & (source.week != late_week)
    return possible


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


def _money(cents: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """Cents as text with exactly two decimals."""
    distinct, position = np.unique(cents, return_inverse=True)
    texts = np.array([f"{value // 100}.{value % 100:02d}" for value in distinct.tolist()], dtype=object)
    money: npt.NDArray[np.object_] = texts[position]
    return money
