"""Judges quarantined rows by the present contract: passing rows are accepted once, others keep their reasons."""

from medallion.replay.command import replay
from medallion.replay.outcome import Outcome, Window

__all__ = ["Outcome", "Window", "replay"]
