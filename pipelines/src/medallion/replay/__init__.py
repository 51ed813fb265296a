"""Quarantined rows through the present contract: what passes now is accepted once, the rest stays with its reasons."""

from medallion.replay.command import replay
from medallion.replay.outcome import Outcome, Window

__all__ = ["Outcome", "Window", "replay"]
