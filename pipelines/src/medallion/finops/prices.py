"""Unit prices that a lake is told: the sheet itself belongs to the command line, which writes them here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.spark.files import exists, read_json

PRICES = "finops/prices.json"


@dataclass(frozen=True)
class Prices:
    """US dollars, list price of one region."""

    region: str
    as_of: str
    spark_vcore_hour: Decimal
    serverless_tb: Decimal
    dw100c_hour: Decimal


def load_prices(lake: Lake) -> Prices:
    """Raises MedallionError `prices-missing` or `prices-invalid`."""
    location = lake.system(PRICES)
    if not exists(lake.spark, location):
        raise MedallionError(
            "prices-missing",
            f"{location} does not exist, so that nothing can be priced.",
            "Run `medallion cost prices` for this lake.",
        )
    described = read_json(lake.spark, location, "prices")
    try:
        rows = described["rows"]
        return Prices(
            str(described["region"]),
            str(described["asOf"]),
            Decimal(rows["synapse.spark.memopt.vcore"]),
            Decimal(rows["synapse.serverless.dataProcessed"]),
            Decimal(rows["synapse.dedicated.dw100c"]),
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise MedallionError(
            "prices-invalid", f"{location} lacks {error}.", "Run `medallion cost prices` again."
        ) from error
