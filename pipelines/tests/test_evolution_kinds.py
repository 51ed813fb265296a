"""What a change of contract means. `contracts/evolve.ts` is tried on the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from medallion.evolution.classify import Facts, classify, kind_of
from medallion.lake.shape import code_of, shape_of

CASES = json.loads((Path(__file__).parent / "evolutions.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_change_of_contract(case: dict[str, Any]) -> None:
    before, after = shape_of(case["before"]), shape_of(case["after"])
    told = case["facts"]
    facts = Facts(
        None if told["rescued"] is None else frozenset(told["rescued"]),
        None if told["newInSource"] is None else frozenset(told["newInSource"]),
        tuple(told["rebuilt"]),
        frozenset(told["dropped"]),
    )
    changes = classify(case["layer"], before, after, facts, case["renamed"])
    assert kind_of(changes) == case["kind"]
    assert [vars(change) for change in changes] == case["changes"]
    assert code_of(case["before"]["name"], before, after) == case["code"]
