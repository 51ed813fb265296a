"""Great Expectations: counts of the rows that fail each check. It writes no row and sets none aside."""

from __future__ import annotations

import great_expectations as gx
from great_expectations import expectations as gxe

from peers.contest import Check, Contest, compete


def expectation(check: Check) -> gxe.Expectation:
    if check.expression == f"{check.column} IS NOT NULL":
        return gxe.ExpectColumnValuesToNotBeNull(column=check.column)
    least = check.expression.removeprefix(f"{check.column} >= ")
    return gxe.ExpectColumnValuesToBeBetween(column=check.column, min_value=float(least))


def validate(contest: Contest, number: int) -> None:
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_spark(f"spark-{number}").add_dataframe_asset("lines")
    suite = gx.ExpectationSuite(name="checks", expectations=[expectation(check) for check in contest.checks])
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": contest.rows()})
    found = batch.validate(suite, result_format="BASIC")
    failed = [result for result in found.results if result.exception_info.get("raised_exception")]
    if failed or len(found.results) != len(contest.checks):
        raise SystemExit("error: Great Expectations did not evaluate every check.")


if __name__ == "__main__":
    compete(validate)
