"""The quantities reader on whole demands that a second person labeled without having seen it."""

import pytest
from benchmarks.quality.blind import DEMANDS, demands, load, place_of


@pytest.mark.parametrize(
    ("part", "floors"),
    [
        ("first", {"f1": 0.92, "f1_parameter": 0.785, "role": 0.89}),
        ("second", {"f1": 0.93, "f1_parameter": 0.83, "role": 0.89}),
        ("third", {"f1": 0.94, "f1_parameter": 0.81, "role": 0.89}),
        ("fourth", {"f1": 0.92, "f1_parameter": 0.83, "role": 0.86}),
        ("fifth", {"f1": 0.90, "f1_parameter": 0.79, "role": 0.88}),
    ],
)
def test_blind_demands_stay_above_their_floors(part, floors):
    figures = demands()[part]["now"]

    assert {name: figures[name] >= floor for name, floor in floors.items()} == dict.fromkeys(
        floors, True
    ), figures


def test_blind_labels_point_into_their_texts():
    cases = load(DEMANDS)

    assert len(cases) >= 60
    for case in cases:
        places = [place_of(case["text"], label) for label in case["specs"]]
        assert places == sorted(places)
