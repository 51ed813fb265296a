"""The lake as it was when a run had ended: which version of each table, and SQL over just those."""

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

# A look at data, not an export.
MOST_ROWS = 1000
_SHOWN_RUNS = 5


def describe(lake: Lake, run_id: str | None) -> dict[str, Any]:
    """What a run (default: the last) read, wrote, found wrong and failed at. Holds no value of a row.

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
    """Version of every table when the run had ended, also of those that it left alone."""
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
    """The first rows of a query over the tables under their names, each as of its version.

    Raises MedallionError `query-failed` for a text that is no query or reads what was not there, and where other
    sessions share the catalog.
    """
    with _named(lake, versions):
        try:
            # Only a query can become a view: nothing that writes gets past the parser.
            lake.spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW _asked AS\n{sql.strip().rstrip(';')}")
            asked = lake.spark.table("_asked")
            as_json = "to_json(struct(*), map('ignoreNullFields', 'false')) AS row"
            rows = asked.limit(MOST_ROWS).selectExpr(as_json).collect()
        except PySparkException as error:
            first = next((line.strip() for line in str(error).splitlines() if line.strip()), "no message")
            raise MedallionError(
                "query-failed",
                f"The query cannot be answered: {first}",
                f"Give one SELECT over: {', '.join(versions)}.",
            ) from error
    return {"columns": asked.columns, "rows": [json.loads(row["row"]) for row in rows]}


@contextmanager
def _named(lake: Lake, versions: Mapping[str, int]) -> Iterator[None]:
    """The tables as of the versions under their names, in place of what the catalog has under them."""
    if lake.spark.conf.get("spark.sql.catalogImplementation") != "in-memory":
        raise MedallionError(
            "query-failed",
            "The tables of a shared catalog are not replaced by those of a run.",
            "Run the statements of the run's versions instead.",
        )
    layers = sorted({name.split(".")[0] for name in versions})
    for layer in layers:
        # Entries are references: dropping them leaves the files alone.
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
        raise MedallionError("unknown-run", "The ledger knows no run yet.", "Run the lake first.")
    if run_id is None:
        return str(known[-1])
    if run_id not in known:
        raise MedallionError(
            "unknown-run",
            f"The ledger knows no run '{run_id}'; a run that changed nothing leaves no trace.",
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
    """In the order in which the steps began."""
    location = lake.system(name)
    if not state(lake.spark, location).exists:
        return []
    rows = lake.spark.read.format("delta").load(location).collect()
    return sorted(rows, key=lambda row: row["started_at" if name == RUNS else "checked_at"])
