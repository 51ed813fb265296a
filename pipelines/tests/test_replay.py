"""After a fix of the contract quarantined rows are accepted once, wherever a replay stops."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from medallion import crash_points
from medallion.errors import MedallionError
from medallion.replay import Outcome, Window, replay
from medallion.replay.outcome import moment
from medallion.running.runner import new_run
from pyspark.sql import SparkSession

from tests.lakes import HouseLake
from tests.source_lakes import REQUIRED, TABLE, order_lake

COLUMNS = {"id": "bigint", "name": "string", "amount": "decimal(10,2)"}


def cheap(limit: int) -> dict[str, Any]:
    return {**REQUIRED, "id": "amount.maximum", "columns": ["amount"], "expression": f"amount <= {limit}"}


def run(lake: HouseLake, name: str = TABLE, window: Window | None = None, *, is_trial: bool = False) -> Outcome:
    table = lake.lake.manifest.find(name)
    (outcome,) = replay(lake.lake, new_run(), [table], window or Window(), is_trial=is_trial)
    return outcome


def orders(home: Path, spark: SparkSession, limit: int, source: dict[str, Any] | None = None) -> HouseLake:
    """The same lake under a contract that allows so much."""
    declared = source or {"format": "jsonl"}
    return order_lake(home, spark, declared, columns=COLUMNS, checks=[REQUIRED, cheap(limit)])


LINES = [
    '{"id": 1, "amount": 5}',
    '{"id": 2, "amount": 50}',
    '{"id": 2, "amount": 50}',
    '{"id": 3, "amount": 500}',
    '{"amount": 50}',
    '{"id":',
]
OUTCOME = Outcome(TABLE, 4, 2, 2, 1, {"amount.maximum": 1, "id.required": 1})


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession) -> HouseLake:
    lake = orders(tmp_path_factory.mktemp("delivered"), spark, 10)
    lake.deliver("orders/a.jsonl", LINES)
    assert lake.one(TABLE).quarantined == 5
    return lake


def stand(lake: HouseLake) -> list[tuple[Any, ...]]:
    rows = lake.rows(TABLE)
    return sorted(((row["id"], row["_quarantined"], row["_errors"], row["_raw"]) for row in rows), key=repr)


EXPECTED = sorted(
    [
        (1, False, None, None),
        (2, False, None, LINES[1]),
        (2, False, None, LINES[1]),
        (3, True, ["amount.maximum"], LINES[3]),
        (None, True, ["id.required"], LINES[4]),
        (None, True, ["malformed"], LINES[5]),
    ],
    key=repr,
)


def test_what_passes_now_is_accepted_once_and_the_rest_keeps_its_reasons(
    delivered: HouseLake, tmp_path: Path, spark: SparkSession
) -> None:
    before = delivered.copy_to(tmp_path)
    lake = orders(tmp_path, spark, 100)
    assert run(lake, is_trial=True) == OUTCOME
    assert lake.versions() == before.versions()
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert run(lake, window=Window(since=tomorrow)) == Outcome(TABLE)
    assert run(lake) == OUTCOME
    assert stand(lake) == EXPECTED
    versions = lake.versions()
    assert run(lake) == Outcome(TABLE, 2, 0, 2, 1, {"amount.maximum": 1, "id.required": 1})
    assert lake.versions() == versions
    # A narrower contract writes its reasons to what is still set aside, and takes nothing back.
    narrow = order_lake(tmp_path, spark, {"format": "jsonl"}, columns=COLUMNS, checks=[{**REQUIRED, "id": "id.there"}])
    assert run(narrow) == Outcome(TABLE, 2, 1, 1, 1, {"id.there": 1})
    assert (None, True, ["id.there"], LINES[4]) in stand(narrow)
    batches = {row["_batch_id"] for row in narrow.rows(TABLE) if row["_raw"] and not row["_quarantined"]}
    assert {name.split("/")[1] for name in batches} == {"0", "1"}


def points(action: Any) -> list[str]:
    seen: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crash_points, "reached", seen.append)
        action()
    return seen


def stopped_at(point: str, action: Any) -> None:
    def stop(reached: str) -> None:
        if reached == point:
            raise MedallionError("stopped", point, "")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crash_points, "reached", stop)
        with pytest.raises(MedallionError, match="stopped|:"):
            action()


@pytest.mark.long
def test_stopping_anywhere_and_repeating_gives_the_undisturbed_table(
    delivered: HouseLake, tmp_path_factory: pytest.TempPathFactory, spark: SparkSession
) -> None:
    def copy(name: str) -> HouseLake:
        home = tmp_path_factory.mktemp(name)
        delivered.copy_to(home)
        return orders(home, spark, 100)

    whole = copy("whole")
    reached = points(lambda: run(whole))
    commits_of_a_replay = ("replay", "cleaning", "reasons")
    assert reached == [f"{TABLE}:{when}-{what}" for what in commits_of_a_replay for when in ("before", "after")]
    for point in reached:
        lake = copy("stopped")
        stopped_at(point, partial(run, lake))
        run(lake)
        assert stand(lake) == EXPECTED, point


SOURCES: dict[str, tuple[dict[str, Any], bytes]] = {
    "csv": ({"format": "csv"}, b"amount,id,extra\n50,1,x\n5,2,\n500,3,\n"),
    "xml": (
        {"format": "xml", "records": "order"},
        b"<o><order id='1'><amount>50</amount><extra>x</extra></order><order id='2'><amount>5</amount></order>"
        b"<order id='3'><amount>500</amount></order></o>",
    ),
    "json": (
        {"format": "json"},
        b'[{"id": 1, "amount": 50, "extra": "x"}, {"id": 2, "amount": 5}, {"id": 3, "amount": 500}]',
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("kind", [*SOURCES, "parquet"])
def test_every_format_can_be_read_again(tmp_path: Path, spark: SparkSession, kind: str) -> None:
    if kind == "parquet":
        rows = spark.sql(
            "SELECT * FROM VALUES (1, 50.0D, 'x'), (2, 5.0D, NULL), (3, 500.0D, NULL) AS t(id, amount, extra)"
        )
        rows.coalesce(1).write.parquet(str(tmp_path / "written"))
        (part,) = (tmp_path / "written").glob("part-*")
        source, content = {"format": "parquet"}, part.read_bytes()
    else:
        source, content = SOURCES[kind]
    lake = orders(tmp_path, spark, 10, source)
    lake.deliver_bytes(f"orders/a.{kind}", content)
    assert lake.one(TABLE).quarantined == 2
    assert run(orders(tmp_path, spark, 100, source)) == Outcome(TABLE, 2, 1, 1, 0, {"amount.maximum": 1})
    rows_now = {(row["id"], row["_quarantined"], row["_rescued_data"]) for row in lake.rows(TABLE)}
    assert rows_now == {(1, False, '{"extra":"x"}'), (2, False, None), (3, True, None)}


def test_a_moment_is_a_day_or_a_time() -> None:
    assert moment("2024-05-31", "--since") == dt.datetime(2024, 5, 31, tzinfo=dt.UTC)
    assert moment(None, "--since") is None
    with pytest.raises(MedallionError, match="--since is 'May'"):
        moment("May", "--since")
