"""What storage and compute have cost, from imported bills:

from finops_tracker import StorageCostTracker, ComputeCostTracker
monthly = StorageCostTracker().get_storage_costs(resource_group="data-lakehouse", period="monthly")
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from medallion.finops.bill import ImportedBill, import_bill
from medallion.finops.budgets import BudgetAlert, BudgetState, budget_states, set_budget
from medallion.finops.compute import ComputeCosts, compute_costs
from medallion.finops.storage import StorageCosts, storage_costs
from medallion.lake.lake import Lake, find_lake


class StorageCostTracker:
    """Storage by layer. `lake` defaults to the one of MEDALLION_HOME."""

    def __init__(self, *, lake: Lake | None = None) -> None:
        self._lake = lake or find_lake()

    def import_bill(
        self,
        paths: Sequence[str],
        *,
        subscription: str,
        rates: dict[str, Decimal] | None = None,
        replace_shorter: bool = False,
    ) -> ImportedBill:
        """Exports of Cost Management, FOCUS files, or pages of the query API."""
        return import_bill(self._lake, paths, subscription=subscription, rates=rates, replace_shorter=replace_shorter)

    def get_storage_costs(self, resource_group: str, period: str = "monthly") -> StorageCosts:
        """Dollars by layer and what tiering saved, its fees taken off.

        Raises MedallionError `no-bill`, `unknown-period`, `nothing-billed`.
        """
        return storage_costs(self._lake, resource_group, period)


class ComputeCostTracker:
    """Compute by pool, and budgets of pools."""

    def __init__(self, *, lake: Lake | None = None) -> None:
        self._lake = lake or find_lake()

    def get_compute_costs(self, resource_type: str, period: str = "daily") -> ComputeCosts:
        """Dollars of one kind of compute.

        Raises MedallionError `unknown-resource-type`, `no-bill`, `unknown-period`.
        """
        return compute_costs(self._lake, resource_type, period)

    def set_budget_alert(self, pool_name: str, daily_budget: float, alert_threshold: float = 0.8) -> BudgetAlert:
        """Keeps a budget a day, which Azure does not have: `budgets` and every submission look at it.

        Raises MedallionError `budget-invalid`.
        """
        return set_budget(self._lake, pool_name, daily_budget, alert_threshold)

    def budgets(self) -> list[BudgetState]:
        """Each budget with what its pool cost on the latest day that was billed."""
        return budget_states(self._lake)
