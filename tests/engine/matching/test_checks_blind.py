"""The checks on pairs that a second person wrote without having seen them."""

import pytest
from benchmarks.quality.blind import pairs


@pytest.mark.parametrize(("part", "floor"), [("first", 0.95), ("second", 0.95), ("fourth", 0.94)])
def test_blind_pairs_stay_right(part, floor):
    figures = pairs()[part]

    assert figures["now"] >= floor, figures
