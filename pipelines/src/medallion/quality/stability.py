"""Population stability index: how far the distribution of a column has moved from its baseline.

The first evaluation of a rule stores the baseline; a changed rule gets a new one. A baseline contains category values
in clear text, so contracts refuse such a rule on a personal column.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.manifest import Table, TableCheck
from medallion.lake.writing import append
from medallion.ledger.results import Run
from medallion.spark.transactions import state

BASELINES = "baselines"
# With fewer rows per bin the index measures chance.
ROWS_PER_BIN = 10
# Share of a bin that is empty on one side: the logarithm of zero is undefined.
_LEAST_SHARE = 1e-4
_NULL, _OTHER = "null", "other"
_CATEGORIES = ("string", "boolean")

_SCHEMA = (
    "table string, check_id string, rule_fingerprint string, edges array<double>, categories array<string>, "
    "shares map<string, double>, rows bigint, run_id string, stored_at timestamp"
)


@dataclass(frozen=True)
class Baseline:
    """Bins by `edges` (upper ends, ascending) or by `categories`; `shares` by the label of the bin."""

    edges: tuple[float, ...]
    categories: tuple[str, ...]
    shares: Mapping[str, float]


def index(lake: Lake, table: Table, check: TableCheck, run: Run, of_run: bool = True) -> float | None:
    """Index of the rows of this run (gold, or without `of_run`: of all rows) against the baseline.

    None with too few rows; zero for the evaluation that stores the baseline.
    """
    rows = lake.spark.read.format("delta").load(lake.location(table))
    if table.layer == "bronze":
        rows = rows.where("NOT _quarantined")
    if of_run and table.layer != "gold":
        rows = rows.where(F.col("_run_id") == run.id)
    column = check.columns[0]
    known = _stored(lake, table, check)
    baseline = known or _bins(rows, column, check.bins)
    counts = _count(rows, column, baseline)
    total = sum(counts.values())
    if total < ROWS_PER_BIN * check.bins:
        return None
    shares = {label: number / total for label, number in counts.items()}
    if known is None:
        _store(lake, table, check, Baseline(baseline.edges, baseline.categories, shares), total, run)
        return 0.0
    return stability_index(known.shares, shares)


def stability_index(expected: Mapping[str, float], actual: Mapping[str, float]) -> float:
    """Sum over the bins of (a - e) ln(a / e). Zero for equal shares; above 0.25 means a different population."""
    pairs = [
        (max(expected.get(label, 0.0), _LEAST_SHARE), max(actual.get(label, 0.0), _LEAST_SHARE))
        for label in sorted({*expected, *actual})
    ]
    return sum((a - e) * math.log(a / e) for e, a in pairs)


def _bins(rows: DataFrame, column: str, bins: int) -> Baseline:
    if rows.schema[column].dataType.simpleString() in _CATEGORIES:
        value = F.col(column).cast("string")
        common = rows.where(value.isNotNull()).groupBy(value.alias("value")).count()
        top = common.orderBy(F.col("count").desc(), "value").limit(bins).collect()
        return Baseline((), tuple(row["value"] for row in top), {})
    places = [place / bins for place in range(1, bins)]
    found = rows.agg(F.percentile_approx(F.col(column).cast("double"), places).alias("edges")).head()
    edges: Sequence[float] = [] if found is None or found["edges"] is None else found["edges"]
    return Baseline(tuple(sorted(set(edges))), (), {})


def _count(rows: DataFrame, column: str, baseline: Baseline) -> dict[str, int]:
    label = _label(F.col(column), baseline)
    return {row["label"]: row["count"] for row in rows.groupBy(label.alias("label")).count().collect()}


def _label(value: SparkColumn, baseline: Baseline) -> SparkColumn:
    if baseline.categories:
        text = value.cast("string")
        return (
            F.when(text.isNull(), _NULL)
            .when(text.isin(*baseline.categories), F.concat(F.lit("="), text))
            .otherwise(_OTHER)
        )
    above = F.filter(F.array(*[F.lit(edge) for edge in baseline.edges]), lambda edge: edge < value.cast("double"))
    return F.when(value.isNull(), _NULL).otherwise(F.size(above).cast("string"))


def _stored(lake: Lake, table: Table, check: TableCheck) -> Baseline | None:
    location = lake.system(BASELINES)
    if not state(lake.spark, location).exists:
        return None
    rows = lake.spark.read.format("delta").load(location)
    mine = (F.col("table") == table.name) & (F.col("check_id") == check.id)
    # The oldest one: a crash may have stored it twice.
    row = rows.where(mine & (F.col("rule_fingerprint") == check.fingerprint)).orderBy("stored_at").head()
    return None if row is None else Baseline(tuple(row["edges"]), tuple(row["categories"]), dict(row["shares"]))


def _store(lake: Lake, table: Table, check: TableCheck, baseline: Baseline, rows: int, run: Run) -> None:
    record = {
        "table": table.name,
        "check_id": check.id,
        "rule_fingerprint": check.fingerprint,
        "edges": list(baseline.edges),
        "categories": list(baseline.categories),
        "shares": dict(baseline.shares),
        "rows": rows,
        "run_id": run.id,
        "stored_at": datetime.now(UTC).isoformat(),
    }
    append(lake, BASELINES, [record], _SCHEMA)
