"""Silver tables: accepted bronze rows, standardised, protected, checked and merged by the declared history."""

from medallion.silver.refresh import app_id, pending, refresh
from medallion.silver.rows import Change

__all__ = ["Change", "app_id", "pending", "refresh"]
