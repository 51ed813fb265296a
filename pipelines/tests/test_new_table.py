"""Tables of one's own by contract and SQL alone, through the three calls of a notebook."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from medallion.lake.lake import load_release
from pyspark.sql import SparkSession

from tests.lakes import HouseLake, repository

EXAMPLE = repository() / "examples/crm-leads"

QUICK_START = """
from bronze_ingestion import BronzeLoader
from silver_transformation import SilverTransformer
from gold_aggregation import GoldAggregator

# Bronze: Ingest raw data
bronze = BronzeLoader(source="salesforce_crm")
bronze.ingest(path="raw_data.json")

# Silver: Clean and standardize
silver = SilverTransformer()
silver.transform(bronze_table="bronze.crm_leads")

# Gold: Create business views
gold = GoldAggregator()
gold.aggregate(silver_table="silver.crm_leads_clean")
"""

LEADS = [
    {"lead_id": "L1", "email": " Ada@Example.com", "status": "New", "amount": 10, "updated_at": "2026-01-01T08:00:00"},
    {"lead_id": "L1", "email": "ada@example.com", "status": "Won", "amount": 12.5, "updated_at": "2026-01-02T08:00:00"},
    {"lead_id": "L2", "email": None, "status": "new", "amount": 5, "updated_at": "2026-01-01T09:00:00"},
    {"lead_id": "L3", "email": "x@example.com", "status": "won", "amount": -1, "updated_at": "2026-01-01T09:00:00"},
    {"lead_id": None, "email": "y@example.com", "status": "won", "amount": 1, "updated_at": "2026-01-01T09:00:00"},
]


def copy_of_sources(place: Path) -> Path:
    """What packaging reads, with the contracts and the SQL of the example added to what is shipped."""
    for folder in ("pipelines/src", "pipelines/jobs", "pipelines/sql", "contracts/tables"):
        shutil.copytree(repository() / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(repository() / "package.json", place)
    shutil.copytree(EXAMPLE / "contracts", place / "contracts/tables", dirs_exist_ok=True)
    shutil.copytree(EXAMPLE / "sql", place / "pipelines/sql", dirs_exist_ok=True)
    return place


def package(sources: Path, packages: Path) -> subprocess.CompletedProcess[str]:
    """Prints the folder of the release."""
    script = (
        "const { packageRelease } = require(process.argv[1]);"
        "process.stdout.write(packageRelease({ repository: process.argv[2], packages: process.argv[3] }).directory);"
    )
    module = repository() / "dist/delivery/package.js"
    command = ["node", "-e", script, str(module), str(sources), str(packages)]
    return subprocess.run(command, capture_output=True, check=False, text=True)


def test_the_quick_start_runs_as_written_over_tables_that_no_code_knows(
    tmp_path: Path, spark: SparkSession, release_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = package(copy_of_sources(tmp_path / "sources"), tmp_path / "packages")
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout)
    # Not a byte of code differs from the release without the tables.
    for name in ("medallion.zip", *(f"jobs/{job.name}" for job in (release_folder / "jobs").iterdir())):
        assert (folder / name).read_bytes() == (release_folder / name).read_bytes()
    home = tmp_path / "home"
    house = HouseLake(home, spark, load_release(str(folder)))
    shutil.copytree(folder, home / "releases" / folder.name)
    (home / "releases/current.json").write_text(json.dumps({"release": folder.name}))
    (tmp_path / "raw_data.json").write_text("".join(json.dumps(lead) + "\n" for lead in LEADS))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDALLION_HOME", str(home))
    for _ in range(2):
        exec(compile(QUICK_START, "quick start", "exec"), {})
        assert house.rows("gold.lead_funnel") == [
            {"status": "new", "leads": 1, "amount": Decimal("5.00")},
            {"status": "won", "leads": 1, "amount": Decimal("12.50")},
        ]
    assert [(row["lead_id"], row["status"]) for row in house.rows("silver.crm_leads_clean")] == [
        ("L1", "won"),
        ("L2", "new"),
    ]
    bronze = house.rows("bronze.crm_leads")
    assert [row["_errors"] for row in bronze if row["_quarantined"]] == [["lead_id.required"]]
    assert len(bronze) == len(LEADS)
    verdicts = house.rows_at(house.lake.system("quality"))
    assert [(row["value"], row["passed"]) for row in verdicts if row["check_id"] == "no-lead-lost"] == [(0.0, True)]


def test_a_contract_without_its_sql_is_no_release(tmp_path: Path, release_folder: Path) -> None:
    assert release_folder.exists()
    sources = copy_of_sources(tmp_path / "sources")
    (sources / "pipelines/sql/gold/lead_funnel.sql").unlink()
    done = package(sources, tmp_path / "packages")
    assert done.returncode != 0
    assert "the SQL file 'gold/lead_funnel.sql' named by a contract does not exist" in done.stderr
    assert not list(tmp_path.glob("packages/*"))
