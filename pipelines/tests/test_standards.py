"""Standard forms on values as people write them. The expressions are those that contracts compile to."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from medallion.spark.dataframes import of_records
from pyspark.sql import SparkSession

from tests.ponds import Pond
from tests.tables import document

COMPILED = {item["name"]: item for item in json.loads((Path(__file__).parent / "standards.json").read_text())}

# What a value becomes; None: it has no standard form, and its row fails.
EXPECTED: dict[str, dict[str, Any]] = {
    "trimmed": {" a b ": "a b", "\u00a0\ta\r\n": "a", "": ""},
    "shouted": {" straße ": "STRASSE"},
    "titled": {"MAUD o'neil-smith": "Maud O'neil-smith"},
    "email": {
        " Maud.Ellison@Example.COM ": "maud.ellison@example.com",
        "a@b.co.uk": "a@b.co.uk",
        "a@b": None,
        "a b@c.de": None,
        "a@b@c.de": None,
        "": None,
    },
    "born": {
        "2024-02-29": date(2024, 2, 29),
        " 29.02.2024": date(2024, 2, 29),
        "02/29/2024": date(2024, 2, 29),
        "2023-02-29": None,
        "29/02/2024": None,
        "2024-02-29x": None,
    },
    "seen": {
        "2024-02-29T10:11:12": datetime(2024, 2, 29, 10, 11, 12),
        "29.02.2024 10:11": datetime(2024, 2, 29, 10, 11),
        "29.02.2024": None,
    },
    "sex": {" m": "male", "F ": "female", "male": None, "'": "quote", "x": None, "QUOTE": None},
    "weight": {
        "1.5 kg": Decimal("1.500"),
        "250g": Decimal("0.250"),
        "1 lb": Decimal("0.454"),
        "-2 kg": Decimal("-2.000"),
        "1,5 kg": None,
        "3 st": None,
        "kg": None,
        "3": None,
        "99999999999 kg": None,
    },
    "phone_us": {
        "(212) 555-0123": "+12125550123",
        "1-212-555-0123": "+12125550123",
        "+1 212.555.0123": "+12125550123",
        "011 49 30 123456": "+4930123456",
        "+44 20 7946 0958": "+442079460958",
        "555-0123": None,
        "112-555-0123": None,
        "212-555-0123 ext 5": None,
        "+999 123456": None,
    },
    "phone_de": {"030 / 12 34 56": "+4930123456", "0049 30 123456": "+4930123456", "0171-1234567": "+491711234567"},
    "phone_it": {"06 1234 5678": "+390612345678", "312 345 6789": "+393123456789"},
    "country": {
        "de": "DE",
        " DEU ": "DE",
        "276": "DE",
        "Germany": "DE",
        "united kingdom": "GB",
        "4": "AF",
        "004": "AF",
        "UK": "GB",
        "Atlantis": None,
    },
    "country_number": {"FR": "250", "afg": "004", "250": "250"},
}


def test_every_expression_has_values() -> None:
    assert set(EXPECTED) == set(COMPILED)


@pytest.mark.parametrize("name", EXPECTED)
def test_standard_form(spark: SparkSession, name: str) -> None:
    values = EXPECTED[name]
    frame = of_records(spark, [{name: value} for value in values], f"{name} string")
    kind, standard = COMPILED[name]["type"], COMPILED[name]["standard"]
    rows = frame.selectExpr(name, f"CAST({standard} AS {kind}) AS found").collect()
    assert {row[name]: row["found"] for row in rows} == values


def test_a_value_without_a_standard_form_fails_its_row(tmp_path: Path, spark: SparkSession) -> None:
    kinds = {"id": "bigint", "day": "date", "phone_us": "string", "born": "date"}
    silver = document("silver.people", kinds, inputs=["bronze.people"], history="scd1", keys=["id"], orderBy=["day"])
    for column in silver["columns"]:
        column["standard"] = COMPILED[column["name"]]["standard"] if column["name"] in COMPILED else None
    lake = Pond(tmp_path, spark, [document("bronze.people", {**kinds, "born": "string"}), silver])
    person = {"day": "2024-01-01", "phone_us": "(212) 555-0123", "born": "29.02.2024"}
    people = [
        {"id": 1, **person},
        {"id": 2, **person, "phone_us": "none"},
        {"id": 3, **person, "phone_us": None, "born": None},
        {"id": 4, **person, "phone_us": "12", "born": "30.02.2024"},
    ]
    lake.write("bronze.people", people)
    result = lake.refresh("silver.people")
    assert result is not None
    assert (result.rows_in, result.accepted, result.quarantined) == (4, 2, 2)
    assert {check.check_id: check.failed for check in result.checks} == {
        "phone_us.standardise": 2,
        "born.standardise": 1,
    }
    assert {row["id"]: (row["phone_us"], row["born"]) for row in lake.rows("silver.people")} == {
        1: ("+12125550123", date(2024, 2, 29)),
        3: (None, None),
    }
    bad = spark.read.format("delta").load(lake.lake.quarantine(lake.table("silver.people"))).collect()
    assert {row["id"]: row["_errors"] for row in bad} == {
        2: ["phone_us.standardise"],
        4: ["phone_us.standardise", "born.standardise"],
    }
