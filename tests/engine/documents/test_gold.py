"""The labeled sets are whole: every label stands in the article that it labels."""

import json
from datetime import date
from pathlib import Path

import pytest

from queqiao.core.codes import is_region

FOLDERS = tuple(Path(__file__).parent / name for name in ("gold", "held_out"))
LABELS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for folder in FOLDERS
    for path in sorted(folder.glob("*.json"))
}


@pytest.mark.parametrize(("folder", "fewest"), list(zip(FOLDERS, (25, 12), strict=True)))
def test_the_sets_are_large_enough_and_each_file_has_its_labels(folder, fewest):
    inputs = {p.name for p in folder.iterdir() if p.suffix != ".json" and p.stem != "README"}

    assert inputs == {LABELS[path.stem]["file"] for path in folder.glob("*.json")}
    assert len(inputs) >= fewest


@pytest.mark.parametrize("name", LABELS)
def test_labels_stand_verbatim_in_the_text(name):
    label = LABELS[name]
    text = "".join(label["paragraphs"])
    verbatim = [
        *(p[key] for p in label["people"] for key in ("name", "title", "organization")),
        *(o["name"] for o in label["organizations"]),
        *(alias for o in label["organizations"] for alias in o["aliases"]),
        *(p["name"] for p in label["places"]),
        *(q["text"] for q in label["quantities"]),
        *(c["name"] for c in label["concepts"]),
        *(member for c in label["concepts"] for member in c["members"]),
        *(d["heading"] for d in label["directives"]),
        *(s for e in label["exchanges"] for s in (*e["asks"], *e["replies"], e["signed_document"])),
        *(c["text"] for c in label["commitments"]),
    ]
    assert [words for words in verbatim if words not in text] == []


@pytest.mark.parametrize("name", LABELS)
def test_days_and_codes_of_labels_are_real(name):
    label = LABELS[name]
    days = [*label["event_dates"], *(c["due_on"] for c in label["commitments"] if c["due_on"])]
    assert all(date.fromisoformat(day) for day in [*days, *filter(None, [label["published_on"]])])
    assert all(is_region(place["region_code"]) for place in label["places"])
