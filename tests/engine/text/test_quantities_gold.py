"""The quantities reader on the gold sets: floors that no change may fall through."""

import pytest
from benchmarks.quality.specs import GOLD, load, score


@pytest.mark.parametrize("name", ["held_out", "adversarial"])
def test_gold_scores_stay_above_their_floors(name):
    figures = score(load(GOLD / f"{name}.jsonl"))["figures"]

    assert figures["f1"] >= 0.96, figures
    assert figures["f1_parameter"] >= 0.86, figures
    assert figures["role"] >= 0.90, figures


@pytest.mark.parametrize("name", ["held_out", "adversarial"])
def test_gold_labels_point_into_their_texts(name):
    for case in load(GOLD / f"{name}.jsonl"):
        for label in case["specs"]:
            assert label["span"] in case["text"]
            assert label["parameter"] in case["text"]
