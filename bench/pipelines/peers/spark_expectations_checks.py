"""spark-expectations: good rows to a table, failing rows with their reasons to another, statistics to a third."""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame, Row
from spark_expectations.config.user_config import Constants
from spark_expectations.core.expectations import SparkExpectations, WrappedDataFrameWriter

from peers.contest import Contest, compete

PRODUCT = "bench"


def rules(contest: Contest, target: str) -> DataFrame:
    """One row rule a check; a failing row is dropped from the target."""
    flags: dict[str, Any] = {
        "enable_for_source_dq_validation": True,
        "enable_for_target_dq_validation": False,
        "is_active": True,
        "enable_error_drop_alert": False,
        "error_drop_threshold": 100,
        "enable_querydq_custom_output": False,
        "query_dq_delimiter": "",
        "priority": "medium",
    }
    records: list[dict[str, Any]] = [
        {
            "product_id": PRODUCT,
            "table_name": target,
            "rule_type": "row_dq",
            "rule": check.id.replace(".", "_"),
            "column_name": check.column,
            "expectation": check.expression,
            "action_if_failed": "drop",
            "tag": "validity",
            "description": check.id,
            **flags,
        }
        for check in contest.checks
    ]
    return contest.spark.createDataFrame([Row(**record) for record in records])


def judge(contest: Contest, number: int) -> None:
    target = f"default.lines_{number}"
    writer = WrappedDataFrameWriter().mode("append").format("delta")
    quiet = {
        Constants.se_notifications_enable_email: False,
        Constants.se_notifications_enable_slack: False,
        Constants.se_enable_error_table: True,
        Constants.se_enable_query_dq_detailed_result: False,
        Constants.se_enable_agg_dq_detailed_result: False,
    }
    expectations = SparkExpectations(
        product_id=PRODUCT,
        rules_df=rules(contest, target),
        stats_table=f"default.statistics_{number}",
        target_and_error_table_writer=writer,
        stats_table_writer=writer,
        stats_streaming_options={Constants.se_enable_streaming: False},
    )
    expectations.with_expectations(target, write_to_table=True, user_conf=quiet)(contest.rows)()
    if contest.spark.table(target).isEmpty():
        raise SystemExit("error: spark-expectations wrote no row.")


if __name__ == "__main__":
    compete(judge)
