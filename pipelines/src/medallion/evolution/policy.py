"""Who may change a table that has rows: the run by itself, or only with what a person has accepted."""

from __future__ import annotations

from medallion.errors import MedallionError
from medallion.evolution.pending import Evolution
from medallion.lake.lake import Lake

# What follows from the change of an input was accepted with that one.
_FOLLOWING = "input-rebuilt"


def require_allowed(lake: Lake, evolution: Evolution) -> None:
    """Raises MedallionError `evolution-impossible`, `decision-needed` or `evolution-unreviewed`."""
    name, accepted = evolution.table.name, evolution.code in lake.manifest.accepted
    told = "; ".join(change.message for change in evolution.changes if change.kind == evolution.kind)
    command = f"`npx medallion contracts accept {name} {evolution.code}`"
    if evolution.kind == "impossible":
        raise MedallionError(
            "evolution-impossible",
            f"The rows that {name} has cannot follow its contract: {told}. Nothing is written.",
            "Declare the new source as a table of its own, or take the change back.",
        )
    if evolution.kind == "decision" and not accepted:
        raise MedallionError(
            "decision-needed",
            f"The contract of {name} has changed, and to follow it would lose something: {told}. Nothing is written.",
            f"Run {command} to accept it, package again and run; or take the change back.",
        )
    asks = any(change.what != _FOLLOWING for change in evolution.changes)
    if asks and lake.binding.evolution == "reviewed" and not accepted:
        raise MedallionError(
            "evolution-unreviewed",
            f"The contract of {name} has changed ({evolution.kind}: {told}), and {lake.binding.environment} follows "
            "only changes that were reviewed. Nothing is written.",
            f"Run {command} in the change that is reviewed, and promote that release.",
        )
