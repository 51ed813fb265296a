"""What the engine refuses, each with its code: what other tests do not come by."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from medallion.erasure.request import read_request
from medallion.errors import MedallionError
from medallion.evolution.classify import Change
from medallion.evolution.pending import Evolution
from medallion.evolution.policy import require_allowed
from medallion.lake.lake import Lake, find_lake, load_release
from medallion.lake.tokens import load_key
from medallion.reading import casting
from medallion.reading.batches import Batch
from medallion.reading.intents import Intent
from medallion.replay.outcome import moment
from medallion.running import rebuild
from medallion.running.maintenance import optimize
from medallion.running.runner import new_run
from medallion.silver.rows import standardised
from medallion.sources.registry import due, read
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType

from tests.ponds import Pond
from tests.tables import document, table

B, S = "bronze.b", "silver.s"


@pytest.fixture
def pond(tmp_path: Path, spark: SparkSession) -> Pond:
    source = {"kind": "carrier-pigeon", "system": "x", "format": "papyrus", "path": "x"}
    documents = [document(B, {"k": "int"}, source=source), document(S, {"k": "int"}, inputs=[B], orderBy=["k"])]
    return Pond(tmp_path, spark, documents)


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(MedallionError) as caught:
        work()
    assert caught.value.remedy[0].isupper()
    return caught.value.code


def written(path: Path, content: object) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return str(path)


def test_what_is_no_release_and_no_pointer(tmp_path: Path) -> None:
    written(tmp_path / "releases/current.json", {"released": 1})
    assert code_of(lambda: find_lake(tmp_path)) == "pointer-invalid"
    written(tmp_path / "r/release.json", {"id": 7})
    assert code_of(lambda: load_release(str(tmp_path / "r"))) == "release-invalid"


def test_sources_and_types_that_nobody_can_read(pond: Pond) -> None:
    pigeon = pond.table(B)
    assert code_of(lambda: due(pond.lake, pigeon, [])) == "unsupported-source"
    assert pigeon.source is not None
    papyrus = replace(pigeon, source=replace(pigeon.source, kind="files"))
    batch = Batch(Intent(B, 0, 0, ()), (), is_promised=True)
    assert code_of(lambda: read(pond.lake, papyrus, batch)) == "unsupported-format"
    assert code_of(lambda: casting.parse(F.lit("x"), BinaryType(), None)) == "unsupported-type"


def test_requests_and_moments_that_say_nothing(pond: Pond, tmp_path: Path) -> None:
    request = written(tmp_path / "request.json", {"schemaVersion": 1, "values": []})
    assert code_of(lambda: read_request(pond.lake, request)) == "request-invalid"
    assert code_of(lambda: moment("yesterday", "--since")) == "bad-moment"


def test_keys_that_are_none(pond: Pond, tmp_path: Path) -> None:
    lake = pond.lake
    key = tmp_path / "keys/token.key"
    key.write_text("secret\n")
    assert code_of(lambda: load_key(lake.spark, lake.binding)) == "token-key-invalid"
    key.unlink()
    assert code_of(lambda: load_key(lake.spark, lake.binding)) == "token-key-missing"


def test_protections_histories_and_days_that_silver_does_not_have(pond: Pond) -> None:
    pond.write(B, [{"k": 1}])
    lake = pond.lake
    rows = lake.spark.read.format("delta").load(lake.location(pond.table(B)))
    masked = table(S, {"k": "int"})
    masked = replace(masked, columns=(replace(masked.columns[0], protection="mask"),))
    assert code_of(lambda: standardised(lake, masked, rows)) == "unsupported-protection"
    days = rebuild.Days(date(2024, 1, 1), date(2024, 1, 2))
    assert code_of(lambda: rebuild.backfill(lake, pond.table(S), days, new_run())) == "no-time-column"
    assert code_of(lambda: optimize(lake, pond.table(B), (), 1.0)) == "retention-too-short"


def evolution(kind: str) -> Evolution:
    changed = table(S, {"k": "int"})
    return Evolution(changed, {"columns": []}, (Change(kind, "type-changed", "k", "column k changes"),), is_guess=False)


@pytest.mark.parametrize(
    ("kind", "policy", "accepted", "expected"),
    [
        ("in-place", "always", False, None),
        ("rebuild", "always", False, None),
        ("rebuild", "reviewed", False, "evolution-unreviewed"),
        ("in-place", "reviewed", False, "evolution-unreviewed"),
        ("rebuild", "reviewed", True, None),
        ("decision", "always", False, "decision-needed"),
        ("decision", "always", True, None),
        ("decision", "reviewed", True, None),
        ("impossible", "always", True, "evolution-impossible"),
    ],
)
def test_who_may_change_a_table_that_has_rows(
    pond: Pond, kind: str, policy: str, accepted: bool, expected: str | None
) -> None:
    found = evolution(kind)
    release = pond.lake.release
    codes = frozenset([found.code] if accepted else [])
    lake: Lake = replace(
        pond.lake,
        release=replace(release, manifest=replace(release.manifest, accepted=codes)),
        binding=replace(pond.lake.binding, evolution=policy),
    )
    if expected is None:
        require_allowed(lake, found)
        return
    with pytest.raises(MedallionError) as caught:
        require_allowed(lake, found)
    assert caught.value.code == expected
    assert "column k changes" in caught.value.message
    assert (found.code in caught.value.remedy) == (expected != "evolution-impossible")


def test_what_follows_from_an_input_was_accepted_with_it(pond: Pond) -> None:
    lake = replace(pond.lake, binding=replace(pond.lake.binding, evolution="reviewed"))
    change = Change("rebuild", "input-rebuilt", "", "its input was made again")
    require_allowed(lake, Evolution(table(S, {"k": "int"}), {"columns": []}, (change,), is_guess=False))
