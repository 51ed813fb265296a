"""Actual cost: bills that were imported, what queries cost, budgets of pools."""
