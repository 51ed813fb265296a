"""What queries cost: recorded as they run, or read from the request logs of the SQL endpoints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pyspark.sql import functions as F

from medallion.errors import MedallionError
from medallion.finops.periods import Period, period_of
from medallion.finops.prices import load_prices
from medallion.lake.lake import Lake
from medallion.lake.writing import append
from medallion.spark.files import exists

QUERY_COSTS = "finops/query_costs"
SCHEMA = (
    "query string, label string, user string, engine string, tables array<string>, started_at timestamp, "
    "seconds double, vcores int, bytes bigint, files bigint, usd decimal(18,9), request_id string"
)
MB = 1_000_000
# Serverless SQL charges at least this for a query, and whole megabytes (Azure Synapse pricing).
LEAST_MB = 10


@dataclass(frozen=True)
class QueryCost:
    query: str
    label: str
    user: str
    # `spark`, `serverless` or `dedicated`.
    engine: str
    tables: tuple[str, ...]
    started_at: datetime
    seconds: float
    bytes: int
    files: int
    usd: Decimal


@dataclass(frozen=True)
class QueryCostReport:
    """US dollars of all queries of a period; users, and engines, each add up to `total_cost`."""

    period: Period
    total_cost: Decimal
    # The dearest first, equal texts together.
    top_queries: tuple[tuple[str, Decimal], ...]
    cost_by_user: Mapping[str, Decimal]
    cost_by_engine: Mapping[str, Decimal]
    cost_by_table: Mapping[str, Decimal]
    queries: int


def serverless_usd(megabytes: float, usd_per_tb: Decimal) -> Decimal:
    """Rounded up to a megabyte, ten at least; a terabyte is a million megabytes."""
    return Decimal(max(math.ceil(megabytes), LEAST_MB)) * usd_per_tb / MB


def spark_usd(seconds: float, vcores: int, usd_per_vcore_hour: Decimal) -> Decimal:
    return Decimal(str(seconds)) * vcores * usd_per_vcore_hour / 3600


def record(lake: Lake, cost: QueryCost, vcores: int) -> None:
    _append(lake, [_row(cost, vcores, "")])


def _row(cost: QueryCost, vcores: int, request_id: str) -> dict[str, Any]:
    return {
        "query": cost.query,
        "label": cost.label,
        "user": cost.user,
        "engine": cost.engine,
        "tables": list(cost.tables),
        "started_at": cost.started_at.astimezone(UTC).isoformat(),
        "seconds": cost.seconds,
        "vcores": vcores,
        "bytes": cost.bytes,
        "files": cost.files,
        "usd": str(cost.usd.quantize(Decimal("1e-9"))),
        "request_id": request_id,
    }


def _append(lake: Lake, rows: Sequence[Mapping[str, Any]]) -> None:
    append(lake, QUERY_COSTS, rows, SCHEMA)


def import_serverless(lake: Lake, requests: Sequence[Mapping[str, Any]]) -> int:
    """Rows of `sys.dm_exec_requests_history`: what is new of them, by their id. Failed queries are charged too.

    Raises MedallionError `request-invalid`.
    """
    prices = load_prices(lake)
    known = _known_requests(lake)
    rows = []
    for request in requests:
        try:
            request_id = str(request["distributed_statement_id"])
            megabytes = float(request["data_processed_mb"])
            started = datetime.fromisoformat(str(request["start_time"]))
            seconds = float(request["total_elapsed_time_ms"]) / 1000
            user, text = str(request["login_name"]), str(request["query_text"])
        except (KeyError, ValueError) as error:
            raise MedallionError(
                "request-invalid",
                f"A row of sys.dm_exec_requests_history is missing or misspells {error}.",
                "Select distributed_statement_id, login_name, start_time, total_elapsed_time_ms, "
                "data_processed_mb and query_text.",
            ) from error
        if request_id in known:
            continue
        known.add(request_id)
        usd = serverless_usd(megabytes, prices.serverless_tb)
        at = started if started.tzinfo else started.replace(tzinfo=UTC)
        cost = QueryCost(text, "", user, "serverless", (), at, seconds, int(megabytes * MB), 0, usd)
        rows.append(_row(cost, 0, request_id))
    if rows:
        _append(lake, rows)
    return len(rows)


def import_dedicated(lake: Lake, requests: Sequence[Mapping[str, Any]], *, dwu: int, online_hours: float) -> int:
    """Rows of `SynapseSqlPoolExecRequests`: each has its share of the hours online, by allocation x duration.

    Raises MedallionError `request-invalid`.
    """
    prices = load_prices(lake)
    known = _known_requests(lake)
    pool_usd = prices.dw100c_hour * Decimal(dwu) / 100 * Decimal(str(online_hours))
    try:
        weights = [
            float(request["allocation_percent"]) * float(request["total_elapsed_time_ms"]) for request in requests
        ]
        new = [
            (request, Decimal(str(weight / sum(weights))) if sum(weights) else Decimal(0))
            for request, weight in zip(requests, weights, strict=True)
            if str(request["request_id"]) not in known
        ]
        rows = [
            _row(
                QueryCost(
                    str(request["command"]),
                    str(request.get("label", "")),
                    str(request.get("login_name", "")),
                    "dedicated",
                    (),
                    datetime.fromisoformat(str(request["start_time"])).replace(tzinfo=UTC),
                    float(request["total_elapsed_time_ms"]) / 1000,
                    0,
                    0,
                    pool_usd * share,
                ),
                0,
                str(request["request_id"]),
            )
            for request, share in new
        ]
    except (KeyError, ValueError) as error:
        raise MedallionError(
            "request-invalid",
            f"A row of SynapseSqlPoolExecRequests is missing or misspells {error}.",
            "Select request_id, command, label, login_name, start_time, total_elapsed_time_ms and allocation_percent.",
        ) from error
    if rows:
        _append(lake, rows)
    return len(rows)


def _known_requests(lake: Lake) -> set[str]:
    location = lake.system(QUERY_COSTS)
    if not exists(lake.spark, f"{location}/_delta_log"):
        return set()
    rows = lake.spark.read.format("delta").load(location).where("request_id <> ''").select("request_id").collect()
    return {row["request_id"] for row in rows}


def recorded(lake: Lake, period: str) -> tuple[Period, list[QueryCost]]:
    """Every query of the period, which ends on the day of the latest one. Raises MedallionError `no-queries`."""
    location = lake.system(QUERY_COSTS)
    if not exists(lake.spark, f"{location}/_delta_log"):
        raise MedallionError(
            "no-queries",
            "No query has been recorded in this lake.",
            "Track a function with track_cost, or import a request log.",
        )
    rows = lake.spark.read.format("delta").load(location).withColumn("day", F.to_date("started_at")).collect()
    latest: date = max(row["day"] for row in rows)
    span = period_of(period, latest)
    return span, [
        QueryCost(
            row["query"],
            row["label"],
            row["user"],
            row["engine"],
            tuple(row["tables"]),
            row["started_at"],
            row["seconds"],
            row["bytes"],
            row["files"],
            row["usd"],
        )
        for row in rows
        if span.first <= row["day"] <= span.last
    ]


def report_of(span: Period, costs: Sequence[QueryCost], top: int = 10) -> QueryCostReport:
    by_query = _summed((cost.query, cost.usd) for cost in costs)
    return QueryCostReport(
        span,
        sum((cost.usd for cost in costs), Decimal(0)),
        tuple(sorted(by_query.items(), key=lambda entry: (-entry[1], entry[0]))[:top]),
        _summed((cost.user or "unallocated", cost.usd) for cost in costs),
        _summed((cost.engine, cost.usd) for cost in costs),
        _by_table(costs),
        len(costs),
    )


def _by_table(costs: Sequence[QueryCost]) -> dict[str, Decimal]:
    """A query's cost in equal parts over the tables that it reads."""
    shares = []
    for cost in costs:
        tables = cost.tables or ("unallocated",)
        shares += [(table, cost.usd / len(tables)) for table in tables]
    return _summed(shares)


def _summed(parts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for name, usd in parts:
        sums[name] = sums.get(name, Decimal(0)) + usd
    return sums
