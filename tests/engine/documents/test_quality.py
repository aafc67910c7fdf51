"""What was once read well stays read well: F1 by field on the gold set, and the whole body."""

import pytest
from benchmarks.quality.document_scores import differences, score, trigram_f1
from benchmarks.quality.documents import labels, read

from queqiao.documents.model import Facts, Reading

FLOORS = {
    "title": 0.98,
    "published_on": 0.95,
    "event_dates": 0.95,
    "people": 0.97,
    "people_with_standing": 0.95,
    "organizations": 0.93,
    "places": 0.97,
    "quantities": 0.97,
    "concepts": 0.97,
    "directives": 0.97,
    "exchanges": 0.97,
    "signed": 0.97,
    "asks": 0.95,
    "replies": 0.94,
    "commitments": 0.9,
    "mechanisms": 0.94,
}


@pytest.fixture(scope="module")
def pairs():
    return [(label, read(label)) for label in labels("gold")]


def test_no_field_falls_below_its_floor(pairs):
    figures = {field: found["f1"] for field, found in score(pairs).items()}

    assert {field: figures[field] for field in FLOORS if figures[field] < FLOORS[field]} == {}


def test_every_labeled_paragraph_is_kept_and_little_else(pairs):
    for label, reading in pairs:
        ours = [paragraph.text for paragraph in reading.document.paragraphs]
        wanted = [text for text in label["paragraphs"] if text != label["title"]]
        assert [text for text in wanted if text not in ours] == []
        assert trigram_f1("\n".join(ours), "\n".join(label["paragraphs"])) > 0.93


def test_nothing_read_scores_nothing(pairs):
    """The score itself can fail: a reading without facts has no recall."""
    empty = [(label, Reading(reading.document, Facts())) for label, reading in pairs]

    figures = score(empty)

    assert {field for field in FLOORS if figures[field]["recall"] > 0} <= {"title", "published_on"}


def test_what_is_optional_counts_neither_way(pairs):
    label, reading = next(pair for pair in pairs if pair[0]["optional"].get("quantities"))
    without = {**label, "optional": {}}

    counted = differences(without, reading)["quantities"]["counts"]
    spared = differences(label, reading)["quantities"]["counts"]

    assert spared[0] == counted[0]
    assert spared[1] <= counted[1]
