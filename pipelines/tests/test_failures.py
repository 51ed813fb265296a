"""A source that cannot be read: the error names table, step, file and column, no value, and the other tables run."""

from __future__ import annotations

from pathlib import Path

from medallion.lake.lake import Release
from pyspark.sql import SparkSession

from tests.lakes import HouseLake
from tests.tables import document, manifest


def test_an_unreadable_file_is_named_and_the_other_source_is_taken(tmp_path: Path, spark: SparkSession) -> None:
    def source(name: str) -> dict[str, str]:
        return {"kind": "files", "system": "shop", "format": "parquet", "path": name}

    tables = [document(f"bronze.{name}", {"id": "bigint"}, source=source(name)) for name in ("good", "bad", "absent")]
    lake = HouseLake(tmp_path, spark, Release("test", str(tmp_path), manifest(tables)))
    frame = spark.createDataFrame([(73311991,)], "id bigint")
    for name in ("good", "bad"):
        frame.coalesce(1).write.parquet(str(tmp_path / name))
        (part,) = (tmp_path / name).glob("part-*")
        content = bytearray(part.read_bytes())
        if name == "bad":
            # The pages are garbage, the footer is sound: only reading finds it.
            content[4:40] = b"\xff" * 36
        lake.deliver_bytes(f"{name}/a.parquet", bytes(content))
    results = {result.table: result for result in lake.run()}
    assert results["bronze.good"].status == "succeeded"
    bad, absent = results["bronze.bad"].error, results["bronze.absent"].error
    assert bad is not None
    assert bad.code == "spark-failed"
    assert bad.message.startswith("bronze.bad: Spark failed while taking its deliveries: ")
    assert "bad/a.parquet" in bad.message
    assert "73311991" not in bad.message
    assert absent is None or absent.code == "landing-missing"
