"""Findings about dear queries, each with what to do and what it saves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from medallion.finops.queries import QueryCost
from medallion.lake.manifest import Manifest

SMALL_FILE = 32 * 1024 * 1024
REPEATED = 3


@dataclass(frozen=True)
class Recommendation:
    """`saving` is US dollars of the period, None where it cannot be told beforehand."""

    query: str
    cost: Decimal
    # `cross-join`, `missing-partition-filter`, `missing-z-order`, `small-files`, `repeated-query`, `every-column`.
    finding: str
    remedy: str
    saving: Decimal | None
    risk: str


def recommendations(costs: Sequence[QueryCost], manifest: Manifest, threshold: Decimal) -> list[Recommendation]:
    """For each text whose runs together cost more than `threshold`, the dearest first."""
    texts: dict[str, list[QueryCost]] = {}
    for cost in costs:
        texts.setdefault(" ".join(cost.query.split()), []).append(cost)
    found = []
    for text, runs in texts.items():
        total = sum((run.usd for run in runs), Decimal(0))
        if total > threshold:
            found += _judge(text, runs, total, manifest)
    return sorted(found, key=lambda advice: (-advice.cost, advice.query, advice.finding))


def _judge(text: str, runs: Sequence[QueryCost], total: Decimal, manifest: Manifest) -> list[Recommendation]:
    found: list[Recommendation] = []
    where = _where(text)

    def add(finding: str, remedy: str, saving: Decimal | None, risk: str) -> None:
        found.append(Recommendation(text, total, finding, remedy, saving, risk))

    if _is_cross_join(text):
        add(
            "cross-join", "Join on a key: every row meets every other one.", None, "low: the result changes, look at it"
        )
    for table in manifest.tables:
        if not any(name in (table.name, table.table) for run in runs for name in run.tables) and not re.search(
            rf"\b{re.escape(table.name)}\b", text, re.IGNORECASE
        ):
            continue
        partitions = [name for name in table.partition_by if not name.startswith("_")]
        if partitions and not any(re.search(rf"\b{re.escape(name)}\b", where, re.IGNORECASE) for name in partitions):
            add(
                "missing-partition-filter",
                f"Filter {table.name} by {' or '.join(partitions)}, by which its files are laid out.",
                None,
                "none",
            )
        clustered = list(table.z_order_by)
        if (
            clustered
            and where
            and not any(re.search(rf"\b{re.escape(name)}\b", where, re.IGNORECASE) for name in clustered)
        ):
            add(
                "missing-z-order",
                f"Filter {table.name} by {' or '.join(clustered)}, or cluster it by what is filtered.",
                None,
                "low: clustering writes the table again",
            )
    read = [run for run in runs if run.files > 1]
    if read and sum(run.bytes for run in read) / sum(run.files for run in read) < SMALL_FILE:
        add("small-files", "Run OPTIMIZE on the tables it reads.", None, "low: one rewrite of the small files")
    if len(runs) >= REPEATED:
        saving = total * (len(runs) - 1) / len(runs)
        add(
            "repeated-query",
            f"Keep its result as a gold table: it ran {len(runs)} times.",
            saving,
            "low: a table to refresh",
        )
    if re.search(r"\bselect\s+\*", text, re.IGNORECASE):
        add("every-column", "Name the columns: Parquet reads only those.", None, "none")
    return found


def _where(text: str) -> str:
    parts = re.split(r"\bwhere\b", text, flags=re.IGNORECASE)
    return " ".join(parts[1:])


def _is_cross_join(text: str) -> bool:
    if re.search(r"\bcross\s+join\b", text, re.IGNORECASE):
        return True
    # A comma list in FROM without a condition that ties two tables together.
    listed = re.search(r"\bfrom\s+[\w.`]+(?:\s+\w+)?\s*,\s*[\w.`]+", text, re.IGNORECASE)
    return listed is not None and not re.search(r"\w+\.\w+\s*=\s*\w+\.\w+", _where(text))
