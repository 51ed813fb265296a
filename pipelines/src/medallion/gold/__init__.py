"""Gold tables: one SQL text each, brought up to date in proportion to what changed where the contract says how."""

from medallion.gold.refresh import Rebuild, pending, refresh

__all__ = ["Rebuild", "pending", "refresh"]
