"""Bronze: every delivery exactly once, bad files refused before a batch is recorded."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from bronze_ingestion import BronzeLoader
from medallion.errors import MedallionError

from tests.lakes import HouseLake, event, line

EVENTS = "bronze.events"


def test_counts_reasons_and_raw_lines(finished: HouseLake) -> None:
    rows = finished.rows("bronze.transactions")
    bad = [row for row in rows if row["_quarantined"]]
    assert len(rows) == 26
    assert sorted((row["_errors"] for row in bad), key=str) == [
        ["basket_id.required"],
        ["malformed"],
        ["quantity.required"],
    ]
    assert all(row["_raw"].startswith('{"household_id"') for row in bad)
    assert all(row["_raw"] is None and row["_errors"] is None for row in rows if not row["_quarantined"])
    assert sorted(row["_rescued_data"] for row in rows if row["_rescued_data"]) == [
        '{"channel":"web"}',
        '{"coupon_disc":"none"}',
        '{"quantity":"three"}',
    ]
    assert {row["_source_file"] for row in rows} == {
        "transactions/week=01/a.jsonl.gz",
        "transactions/week=02/b.jsonl.gz",
    }


def test_a_second_run_writes_nothing(house: HouseLake) -> None:
    house.deliver("events/a.json", [event(1)])
    assert house.one(EVENTS).status == "succeeded"
    before = house.versions()
    assert house.one(EVENTS).status == "unchanged"
    assert house.versions() == before


def test_a_changed_file_is_a_new_delivery_and_a_touched_one_is_not(house: HouseLake) -> None:
    file = house.deliver("events/a.json", [event(1)])
    house.one(EVENTS)
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert house.one(EVENTS).status == "unchanged"
    house.deliver("events/a.json", [event(1), event(2)])
    result = house.one(EVENTS)
    assert (result.status, result.rows_in) == ("succeeded", 2)
    assert result.warnings == ("bronze.events: events/a.json has changed since it was ingested.",)


def test_names_with_blanks_percents_and_signs_are_kept(house: HouseLake) -> None:
    names = ["events/a b.json", "events/50%25+ü.json", "events/day=1/x.json"]
    for number, name in enumerate(names):
        house.deliver(name, [event(number)])
    house.one(EVENTS)
    assert sorted(row["_source_file"] for row in house.rows(EVENTS)) == sorted(names)
    assert house.one(EVENTS).status == "unchanged"


def test_a_byte_order_mark_and_blank_lines_do_no_harm(house: HouseLake) -> None:
    text = '\ufeff{"event_id":"e1"}\r\n\r\n   \n{"event_id":"e2"}\n'
    house.deliver_bytes("events/a.json", text.encode())
    result = house.one(EVENTS)
    assert result.rows_in == 2
    assert [row["event_id"] for row in house.rows(EVENTS)] == ["e1", "e2"]


def test_a_delivery_without_rows_leaves_a_table_that_works_later(house: HouseLake) -> None:
    house.deliver_bytes("events/a.json.gz", gzip.compress(b""))
    first = house.one(EVENTS)
    assert (first.status, first.rows_in) == ("succeeded", 0)
    house.deliver("events/b.json", [event(1)])
    assert house.one(EVENTS).rows_in == 1


BROKEN = {
    "file-empty": ("events/z.json", b""),
    "gzip-broken": ("events/z.json.gz", gzip.compress(b'{"event_id":"e1"}\n' * 1000)[:-9]),
}


@pytest.mark.parametrize("code", BROKEN)
def test_fails_for_a_bad_file_and_the_lake_is_as_it_was(house: HouseLake, code: str) -> None:
    house.deliver("events/a.json", [event(1)])
    house.one(EVENTS)
    before = house.versions()
    house.deliver("events/b.json", [event(2)])
    bad = house.deliver_bytes(*BROKEN[code])
    result = house.one(EVENTS)
    assert result.status == "failed"
    assert result.error is not None
    assert (result.error.code, "events/z.json" in result.error.message) == (code, True)
    after = house.versions()
    assert {name: after[name] for name in before if name != "system/runs"} == {
        name: version for name, version in before.items() if name != "system/runs"
    }
    bad.unlink()
    assert house.one(EVENTS).rows_in == 1


def test_lines_that_are_not_utf8_are_quarantined_and_the_others_are_not(house: HouseLake) -> None:
    lines = [json.dumps(event(number), ensure_ascii=False) + "\n" for number in range(3)]
    wrong = '{"event_id": "Zoë"}\n'
    house.deliver_bytes("events/a.json", lines[0].encode() + wrong.encode("latin-1") + lines[1].encode())
    house.deliver_bytes("events/b.json", (wrong.encode("utf-8") + lines[2].encode()))
    result = house.one(EVENTS)
    assert (result.rows_in, result.error) == (5, None)
    bad = {row["_raw"]: row["_errors"] for row in house.rows(EVENTS) if row["_errors"] == ["malformed"]}
    assert bad == {'{"event_id": "Zo\\xeb"}': ["malformed"]}


def test_waits_with_empty_tables_while_nothing_has_landed(house: HouseLake) -> None:
    results = {result.table: result for result in house.run()}
    # A contract that demands rows is obeyed: its table is there, and what reads it waits for the first delivery.
    demanding = "silver.transactions_validated"
    failed = results[demanding].error
    assert failed is not None
    assert (failed.code, "rows-present" in failed.message) == ("quality-failed", True)
    assert house.rows(demanding) == []
    readers = {table.name for table in house.lake.manifest.downstream(demanding)}
    for name in results.keys() - readers - {demanding}:
        assert (results[name].status, results[name].rows_in, results[name].error) == ("succeeded", 0, None)
        assert house.rows(name) == []
    assert {results[name].status for name in readers} == {"blocked"}
    house.deliver("events/a.json", [event(1)])
    assert (house.one(EVENTS).rows_in, len(house.rows(EVENTS))) == (1, 1)


def test_a_bad_delivery_stops_only_what_reads_it(house: HouseLake) -> None:
    house.deliver_all()
    house.deliver_bytes("events/z.json", b"")
    status = {result.table: result.status for result in house.run()}
    assert status == {
        "bronze.events": "failed",
        "bronze.transactions": "succeeded",
        "bronze.users": "succeeded",
        "silver.users_enriched": "succeeded",
        "silver.events_clean": "blocked",
        "silver.transactions_validated": "succeeded",
        "gold.daily_metrics": "succeeded",
        "gold.transaction_summary": "succeeded",
        "gold.user_features": "blocked",
    }


def test_the_loader_takes_a_source_a_table_a_file_and_an_outside_file(house: HouseLake, tmp_path: Path) -> None:
    house.deliver("transactions/week=01/a.jsonl", [line()])
    house.deliver("transactions/week=02/b.jsonl", [line(basket_id=2), line(basket_id=3)])
    outside = tmp_path / "outside.jsonl"
    outside.write_text('{"basket_id": 4}\n')
    loader = BronzeLoader(source="pos", lake=house.lake)
    assert loader.ingest(path="transactions/week=02").rows_in == 2
    assert loader.ingest(path=str(outside)).quarantined == 1
    assert BronzeLoader(source="transactions", lake=house.lake).ingest().rows_in == 1
    assert loader.ingest().tables[0].status == "unchanged"
    files = {row["_source_file"] for row in house.rows("bronze.transactions")}
    assert files == {"transactions/week=01/a.jsonl", "transactions/week=02/b.jsonl", str(outside)}


def test_fails_for_an_unknown_source_and_a_path_of_two_tables(house: HouseLake, tmp_path: Path) -> None:
    with pytest.raises(MedallionError, match="source 'erp'"):
        BronzeLoader(source="erp", lake=house.lake)
    with pytest.raises(MedallionError, match="could be input of"):
        BronzeLoader(source="crm", lake=house.lake).ingest(path=str(tmp_path))
    with pytest.raises(MedallionError, match="nothing at"):
        BronzeLoader(source="pos", lake=house.lake).ingest(path="transactions/week=99")
