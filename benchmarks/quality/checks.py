"""
How many demand/offer pairs of our own gold set get every verdict right.

The ``held_out`` pairs were written after the checks and serve for measuring only. A pair counts as
right where each expected index has its verdict and shortfall, in order, and none is found beyond.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from benchmarks.quality import blind
from queqiao.matching.checks import check_texts
from queqiao.matching.results import Verdict

GOLD = Path(__file__).resolve().parents[2] / "tests/engine/matching/gold/checks.jsonl"


def measure() -> dict[str, object]:
    """Accuracy of pairs and of indices, by part and by verdict."""
    pairs: dict[str, list[bool]] = {"development": [], "held_out": []}
    indices: dict[str, list[bool]] = {}
    confused: Counter[str] = Counter()
    for case in load_cases():
        verdicts = check_texts(case["demand"], case["offer"])
        answers = [outcome_of(verdicts, place) for place in range(len(case["expected"]))]
        right = [is_right(e, a) for e, a in zip(case["expected"], answers, strict=True)]
        pairs[case["part"]].append(all(right) and len(verdicts) == len(case["expected"]))
        for expected, answer, good in zip(case["expected"], answers, right, strict=True):
            indices.setdefault(expected["verdict"], []).append(good)
            if not good:
                said = "none" if answer is None else answer.outcome.value
                confused[f"{expected['verdict']} as {said}"] += 1
    return {
        "pairs": {part: len(results) for part, results in pairs.items()},
        "pair_accuracy": {part: share(results) for part, results in pairs.items()},
        "index_accuracy": {verdict: share(results) for verdict, results in sorted(indices.items())},
        "indices": {verdict: len(results) for verdict, results in sorted(indices.items())},
        "confused": dict(sorted(confused.items())),
        "written blind by a second person": blind.pairs(),
    }


def load_cases() -> list[dict]:
    """The gold pairs."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def outcome_of(verdicts: tuple[Verdict, ...], place: int) -> Verdict | None:
    """The verdict at that place, where there are so many."""
    return verdicts[place] if place < len(verdicts) else None


def is_right(expected: dict, answer: Verdict | None) -> bool:
    """Whether verdict and shortfall are as expected."""
    if answer is None or answer.outcome.value != expected["verdict"]:
        return False
    if "shortfall" not in expected:
        return True
    return answer.shortfall is not None and abs(answer.shortfall - expected["shortfall"]) < 1e-9


def share(results: list[bool]) -> float:
    """The share of those that are right, four digits."""
    return round(sum(results) / len(results), 4) if results else 0.0


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
