"""The lake as it was at the end of a run: the version of each table, and SQL over these versions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import Row

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.ledger.ledger import QUALITY, RUNS
from medallion.spark.transactions import state

# For inspecting data, not for an export.
MOST_ROWS = 1000
_SHOWN_RUNS = 5


def describe(lake: Lake, run_id: str | None) -> dict[str, Any]:
    """What a run (default: the last) read and wrote, with its failed checks and errors. Contains no value of a row.

    Raises MedallionError `unknown-run`.
    """
    rows = _rows(lake, RUNS)
    chosen = _require(rows, run_id)
    mine = [row for row in rows if row["run_id"] == chosen]
    checks = [row for row in _rows(lake, QUALITY) if row["run_id"] == chosen]
    versions = versions_after(lake, chosen)
    return {
        "runId": chosen,
        "releaseId": mine[0]["release_id"],
        "startedAt": mine[0]["started_at"].astimezone().isoformat(timespec="milliseconds"),
        "tables": [_table(lake, row, checks) for row in mine],
        "versions": [
            {"table": name, "version": version, "statement": statement(lake, name, version)}
            for name, version in versions.items()
        ],
    }


def versions_after(lake: Lake, run_id: str) -> dict[str, int]:
    """Version of every table at the end of the run, including unchanged tables."""
    rows = _rows(lake, RUNS)
    ended = max(row["started_at"] for row in rows if row["run_id"] == run_id)
    found: dict[str, int] = {}
    for row in rows:
        if row["started_at"] <= ended and row["version"] >= 0:
            found[row["table"]] = row["version"]
    return {table.name: found[table.name] for table in lake.manifest.tables if table.name in found}


def statement(lake: Lake, table: str, version: int) -> str:
    location = lake.location(lake.manifest.find(table)).replace("`", "``")
    return f"SELECT * FROM delta.`{location}` VERSION AS OF {version}"


def query(lake: Lake, versions: Mapping[str, int], sql: str) -> dict[str, Any]:
    """The first rows of a query over the tables by name, each at its version.

    Raises MedallionError `query-failed` for a text that is not a query or reads tables that did not exist, and on a
    cluster whose catalog is shared with other sessions.
    """
    with _named(lake, versions):
        try:
            # Only a query can become a view, so the parser refuses everything that writes.
            lake.spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW _query AS\n{sql.strip().rstrip(';')}")
            result = lake.spark.table("_query")
            as_json = "to_json(struct(*), map('ignoreNullFields', 'false')) AS row"
            rows = result.limit(MOST_ROWS).selectExpr(as_json).collect()
        except PySparkException as error:
            first = next((line.strip() for line in str(error).splitlines() if line.strip()), "no message")
            raise MedallionError(
                "query-failed",
                f"The query cannot be answered: {first}",
                f"Give one SELECT over: {', '.join(versions)}.",
            ) from error
    return {"columns": result.columns, "rows": [json.loads(row["row"]) for row in rows]}


@contextmanager
def _named(lake: Lake, versions: Mapping[str, int]) -> Iterator[None]:
    """Replaces the tables in the catalog by views of their versions during the block."""
    if lake.spark.conf.get("spark.sql.catalogImplementation") != "in-memory":
        raise MedallionError(
            "query-failed",
            "The tables of a shared catalog cannot be replaced by those of a run.",
            "Run the statements listed for the run's versions instead.",
        )
    layers = sorted({name.split(".")[0] for name in versions})
    for layer in layers:
        # Catalog entries are references: dropping them deletes no files.
        lake.spark.sql(f"DROP DATABASE IF EXISTS `{layer}` CASCADE")
        lake.spark.sql(f"CREATE DATABASE `{layer}`")
    try:
        for name, version in versions.items():
            layer, table = name.split(".")
            lake.spark.sql(f"CREATE VIEW `{layer}`.`{table}` AS {statement(lake, name, version)}")
        yield
    finally:
        for layer in layers:
            lake.spark.sql(f"DROP DATABASE IF EXISTS `{layer}` CASCADE")


def _require(rows: list[Row], run_id: str | None) -> str:
    known = list(dict.fromkeys(row["run_id"] for row in rows))
    if not known:
        raise MedallionError("unknown-run", "There is no run in the ledger yet.", "Run the lake first.")
    if run_id is None:
        return str(known[-1])
    if run_id not in known:
        raise MedallionError(
            "unknown-run",
            f"There is no run '{run_id}' in the ledger; runs that changed nothing are not recorded.",
            f"Name one of the last: {', '.join(known[-_SHOWN_RUNS:])}.",
        )
    return run_id


def _table(lake: Lake, row: Row, checks: list[Row]) -> dict[str, Any]:
    failing = [check for check in checks if check["table"] == row["table"] and (check["failed"] or not check["passed"])]
    return {
        "table": row["table"],
        "status": row["status"],
        "seconds": row["seconds"],
        "rowsIn": row["rows_in"],
        "accepted": row["accepted"],
        "quarantined": row["quarantined"],
        "read": dict(row["inputs"] or {}),
        "written": row["version"],
        "error": None if row["error_code"] is None else {"code": row["error_code"], "message": row["error_message"]},
        "checks": [
            {
                "checkId": check["check_id"],
                "severity": check["severity"],
                "failed": check["failed"],
                "evaluated": check["evaluated"],
                "passed": check["passed"],
                "value": check["value"],
                "expectation": check["expectation"],
            }
            for check in failing
        ],
    }


def _rows(lake: Lake, name: str) -> list[Row]:
    """Rows of a ledger table, sorted by their time."""
    location = lake.system(name)
    if not state(lake.spark, location).exists:
        return []
    rows = lake.spark.read.format("delta").load(location).collect()
    return sorted(rows, key=lambda row: row["started_at" if name == RUNS else "checked_at"])
