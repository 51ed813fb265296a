"""Profiles of existing folders, and their misfits with a contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from medallion.adoption.profile import profile
from medallion.errors import MedallionError
from pyspark.sql import SparkSession

ROWS = [(1, "a@example.com", Decimal("1.50"), date(2017, 1, 1)), (2, None, Decimal("2.50"), date(2017, 1, 1))]
SCHEMA = "id int, email string, amount decimal(10,2), day date"


def test_parquet_gives_types_nulls_and_a_key(spark: SparkSession, tmp_path: Path) -> None:
    spark.createDataFrame(ROWS, SCHEMA).coalesce(1).write.parquet(str(tmp_path / "orders"))
    found = profile(spark, f"file://{tmp_path}/orders")
    assert (found.format, found.files, found.rows, found.key, found.duplicates) == ("parquet", 1, 2, ("id",), 0)
    assert [(c.name, c.type, c.nulls, c.is_unique) for c in found.columns] == [
        ("id", "int", 0, True),
        ("email", "string", 1, False),
        ("amount", "decimal(10,2)", 0, True),
        ("day", "date", 0, False),
    ]
    assert found.misfits == ()


def test_a_delta_table_is_what_its_newest_version_holds(spark: SparkSession, tmp_path: Path) -> None:
    place = str(tmp_path / "orders")
    frame = spark.createDataFrame(ROWS, SCHEMA)
    frame.write.format("delta").save(place)
    frame.limit(1).write.format("delta").mode("overwrite").save(place)
    assert (profile(spark, f"file://{place}").format, profile(spark, f"file://{place}").rows) == ("delta", 1)


def test_misfits_are_reported(spark: SparkSession, tmp_path: Path) -> None:
    place = tmp_path / "mixed"
    spark.sql("SELECT 1 AS id, array('x') AS tags UNION ALL SELECT 1, array('y')").coalesce(1).write.parquet(str(place))
    found = profile(spark, f"file://{place}", ("id",))
    assert {misfit.code for misfit in found.misfits} == {"type-unsupported", "key-repeats"}
    assert found.duplicates == 1
    spark.sql("SELECT cast(2 AS bigint) AS id").write.mode("append").parquet(str(place))
    with pytest.raises(MedallionError, match=r"has id as (bigint|int), other files of .* as (int|bigint)"):
        profile(spark, f"file://{place}", ("id",))


def test_csv_is_read_with_its_header(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c/a.csv").write_text("id,email\n1,a@example.com\n2,\n")
    found = profile(spark, f"file://{tmp_path}/c")
    assert [(c.name, c.type, c.nulls) for c in found.columns] == [("id", "int", 0), ("email", "string", 1)]


def test_numbers_with_leading_zeros_are_texts(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "z").mkdir()
    (tmp_path / "z/a.csv").write_text("zip,rate,share\n02134,10,0.5\n99501,0,-0.25\n")
    found = profile(spark, f"file://{tmp_path}/z")
    assert [(c.name, c.type) for c in found.columns] == [("zip", "string"), ("rate", "int"), ("share", "double")]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "nothing-to-adopt"),
        ({"a.txt": "x"}, "nothing-to-adopt"),
        ({"a.csv": "a\n1\n", "b.txt": "x"}, "mixed-formats"),
    ],
)
def test_folders_that_are_not_a_table_are_refused(
    files: dict[str, str], code: str, spark: SparkSession, tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(MedallionError) as refusal:
        profile(spark, f"file://{tmp_path}")
    assert refusal.value.code == code


def test_a_key_that_does_not_exist_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id\n1\n")
    with pytest.raises(MedallionError, match="no column order_id"):
        profile(spark, f"file://{tmp_path}", ("order_id",))
