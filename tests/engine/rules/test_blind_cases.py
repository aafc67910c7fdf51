"""Cases derived by hand from the published rules by someone who had not seen the rulebooks."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from queqiao.rules import bundled_rulebooks, determine
from queqiao.rules.codec import determination_to_json
from queqiao.rules.facts import enterprises_of

FILE = json.loads(Path(__file__).with_name("blind_cases.json").read_text("utf-8"))
CASES = FILE["cases"]
KEYS = ["rulebook", "version", "outcome", "amount_cny", "class", "score", "conditions", "changes",
        "pays_from"]  # fmt: skip


def answer_of(case):
    stated = FILE["bases"].get(case.get("base"), {}) | case["facts"]
    (enterprise,) = enterprises_of([stated])
    (answer,) = determine(
        enterprise.facts,
        rulebooks=bundled_rulebooks(),
        at=date.fromisoformat(case["at"]),
        only=[case["rulebook"]],
    )
    return determination_to_json(answer)


def as_expected(expect, answer):
    """What the answer says to each thing that the case expects, in the case's own form."""
    outcomes = {condition["id"]: condition["outcome"] for condition in answer["conditions"]}
    said = {name: answer.get(name) for name in expect}
    if "conditions" in expect:
        said["conditions"] = {name: outcomes.get(name) for name in expect["conditions"]}
    if expect.get("amount_cny") is not None and answer["amount_cny"] is not None:
        exact = Decimal(answer["amount_cny"]) == Decimal(expect["amount_cny"])
        said["amount_cny"] = expect["amount_cny"] if exact else answer["amount_cny"]
    return said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_comes_out_as_derived_by_hand(case):
    answer = answer_of(case)

    assert as_expected(case["expect"], answer) == case["expect"], case["why"]
    assert list(answer) == KEYS
    assert answer["amount_cny"] is None or isinstance(answer["amount_cny"], str)


def test_case_ids_are_unique_and_each_expects_something():
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["expect"] for case in CASES)
