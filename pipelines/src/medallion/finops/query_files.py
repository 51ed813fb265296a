"""Queries of a month and what they cost as one small JSON file, from which a report is made without Spark."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from medallion.errors import MedallionError
from medallion.finops.advice import Recommendation, recommendations
from medallion.finops.queries import QueryCost, recorded
from medallion.lake.lake import Lake
from medallion.spark.files import write_text

QUERIES = "finops/queries"
MOST = 50
GB = 1_000_000_000


def write_query_months(lake: Lake, months: Sequence[str]) -> list[str]:
    """Replaces the files of the months in which queries are recorded, and returns these months."""
    written = []
    for month in months:
        try:
            _, costs = recorded(lake, month)
        except MedallionError as error:
            if error.code != "no-queries":
                raise
            continue
        if not costs:
            continue
        advice = recommendations(costs, lake.manifest, Decimal(0))
        write_text(lake.spark, lake.system(f"{QUERIES}/{month}.json"), _json(_month(month, costs, advice)))
        written.append(month)
    return written


def this_month(today: date) -> str:
    return f"{today:%Y-%m}"


def _month(month: str, costs: Sequence[QueryCost], advice: Sequence[Recommendation]) -> dict[str, Any]:
    groups: dict[tuple[str, str, str], list[QueryCost]] = {}
    users: dict[str, Decimal] = {}
    engines: dict[str, list[QueryCost]] = {}
    for cost in costs:
        groups.setdefault((_name(cost.query, cost.label), cost.user, cost.engine), []).append(cost)
        users[cost.user] = users.get(cost.user, Decimal(0)) + cost.usd
        engines.setdefault(cost.engine, []).append(cost)
    top = sorted(groups.items(), key=lambda item: (-_usd(item[1]), item[0]))[:MOST]
    labels = {" ".join(cost.query.split()): _name(cost.query, cost.label) for cost in costs}
    return {
        "schemaVersion": 1,
        "month": month,
        "totalUsd": f"{_usd(costs):.6f}",
        "queries": len(costs),
        "byUser": [
            {"user": user, "usd": f"{usd:.6f}"}
            for user, usd in sorted(users.items(), key=lambda item: (-item[1], item[0]))
        ],
        # Of all queries, where `top` ends after the dearest.
        "byEngine": [{"engine": engine, **_sums(runs)} for engine, runs in sorted(engines.items())],
        "top": [
            {
                "label": label,
                "user": user,
                "engine": engine,
                "tables": sorted({table for run in runs for table in run.tables}),
                **_sums(runs),
            }
            for (label, user, engine), runs in top
        ],
        "advice": [
            {
                "label": labels.get(one.query, _name(one.query, "")),
                "kind": one.finding,
                "because": f"cost ${one.cost:.2f} in the month: {one.finding}",
                "remedy": one.remedy,
                "savedUsd": None if one.saving is None else f"{one.saving:.6f}",
            }
            for one in advice[:MOST]
        ],
    }


def _sums(runs: Sequence[QueryCost]) -> dict[str, Any]:
    return {
        "runs": len(runs),
        "usd": f"{_usd(runs):.6f}",
        "seconds": round(sum(run.seconds for run in runs), 3),
        "gb": round(sum(run.bytes for run in runs) / GB, 6),
    }


def _usd(costs: Sequence[QueryCost]) -> Decimal:
    return sum((cost.usd for cost in costs), Decimal(0))


def _name(query: str, label: str) -> str:
    """The label, or a digest: the text of a query may hold names and numbers of persons."""
    return label or f"query {hashlib.sha256(' '.join(query.split()).encode()).hexdigest()[:12]}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
