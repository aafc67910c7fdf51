"""
The gold pairs: what the checks got right must stay right.

``held_out`` pairs were written after the checks, for measuring; the floor under them is what their
first run gave. See ``benchmarks/quality/checks.py``.
"""

from benchmarks.quality.checks import load_cases, measure


def test_gold_pairs_are_many_and_well_formed():
    cases = load_cases()

    assert len(cases) >= 300
    assert len({case["id"] for case in cases}) == len(cases)
    assert {case["part"] for case in cases} == {"development", "held_out"}
    for case in cases:
        for expected in case["expected"]:
            assert ("shortfall" in expected) == (expected["verdict"] == "short")


def test_accuracy_does_not_fall():
    results = measure()

    assert results["pair_accuracy"]["development"] >= 0.95
    assert results["pair_accuracy"]["held_out"] >= 0.92
