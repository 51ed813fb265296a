"""`python -m medallion.finops --subscription ... FILE ...`: takes bills into the lake."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from medallion.errors import MedallionError
from medallion.finops.bill import import_bill
from medallion.finops.bill_check import known_rates
from medallion.finops.bill_months import plain_decimal
from medallion.finops.query_files import this_month, write_query_months
from medallion.running.engine_process import add_common, open_named_lake, run_job


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: _work(options))


def _work(options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    rates = dict(_rate(text) for text in options.rate)
    # Before Spark starts.
    known_rates(rates)
    lake = open_named_lake(options, "cost-import")
    done = import_bill(
        lake, options.files, subscription=options.subscription, rates=rates, replace_shorter=options.replace
    )
    months = sorted({*done.months, this_month(datetime.now(UTC).date())})
    queries = write_query_months(lake, months)
    result = asdict(done) | {
        "total_usd": plain_decimal(done.total_usd),
        "credits_usd": plain_decimal(done.credits_usd),
        "restated": [
            {"month": one.month, "before_usd": plain_decimal(one.before_usd), "after_usd": plain_decimal(one.after_usd)}
            for one in done.restated
        ],
        "query_months": queries,
    }
    return result, True


def _rate(text: str) -> tuple[str, Decimal]:
    currency, _, value = text.partition("=")
    try:
        rate = Decimal(value)
    except InvalidOperation:
        rate = Decimal(0)
    if not re.fullmatch(r"[A-Za-z]{3}", currency) or not rate.is_finite() or rate <= 0:
        raise MedallionError(
            "rate-invalid",
            f"The rate is '{text}'; allowed is a currency and the US dollars for one unit of it, like EUR=1.08.",
            "Correct the rate.",
        )
    return currency.upper(), rate


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="medallion.finops", description="Takes bills into the lake.")
    add_common(parser)
    parser.add_argument("--subscription", required=True, help="whose bills these are")
    parser.add_argument("--rate", action="append", default=[], help="US dollars for one unit: EUR=1.08")
    parser.add_argument("--replace", action="store_true", help="take a month that lacks days of what is imported")
    parser.add_argument("files", nargs="+", help="exports (.csv, .parquet) and pages of the query API (.json)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
