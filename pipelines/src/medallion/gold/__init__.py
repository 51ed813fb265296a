"""Gold tables: one SQL text each, updated incrementally if the contract declares how."""

from medallion.gold.refresh import Rebuild, count_again, pending, refresh

__all__ = ["Rebuild", "count_again", "pending", "refresh"]
