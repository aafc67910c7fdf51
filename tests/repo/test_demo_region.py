"""The demo region is whole, plainly fictional, varied, and judged."""

import itertools
import json
from collections import Counter, defaultdict

import pytest

from queqiao.matching.model import CooperationMode, IpNeed, IpState
from tests.repo.tree import ENGINE

DEMO = ENGINE / "datasets" / "demo"
FIELDS = {
    "new-energy",
    "new-vehicles",
    "new-materials",
    "agriculture",
    "optics-chips",
    "satellites",
    "biomedicine",
    "equipment",
    "food",
    "low-carbon-heat",
}


def rows(kind):
    return [
        json.loads(line)
        for path in sorted(DEMO.glob(f"{kind}-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


DEMANDS = rows("demands")
ACHIEVEMENTS = rows("achievements")
JUDGEMENTS = rows("judgements")
RECORDS = DEMANDS + ACHIEVEMENTS


def test_every_field_has_its_files():
    for kind in ("demands", "achievements", "judgements"):
        assert {p.stem.removeprefix(f"{kind}-") for p in DEMO.glob(f"{kind}-*.jsonl")} == FIELDS


def test_region_is_large_enough():
    assert len(DEMANDS) >= 150
    assert len(ACHIEVEMENTS) >= 400
    assert len({row["demand"] for row in JUDGEMENTS}) >= 60


def test_ids_are_unique():
    assert [key for key, count in Counter(row["id"] for row in RECORDS).items() if count > 1] == []


def test_owners_are_plainly_fictional():
    assert [row["id"] for row in RECORDS if not row["owner"].endswith("（虚构）")] == []


def test_codes_and_choices_are_valid():
    modes = {mode.value for mode in CooperationMode}

    for row in RECORDS:
        assert len(row["region"]) == 6, row["id"]
        assert set(row["modes"]) <= modes, row["id"]
    assert {row["ip_need"] for row in DEMANDS} <= {need.value for need in IpNeed}
    assert {row["ip_state"] for row in ACHIEVEMENTS} <= {state.value for state in IpState}
    assert {row["trl"] for row in ACHIEVEMENTS} <= {None, *range(1, 10)}


def shingles(text, size=12):
    return {text[i : i + size] for i in range(len(text) - size + 1)}


@pytest.mark.parametrize("kind", ["demands", "achievements"])
def test_texts_are_written_and_not_filled_in(kind):
    """Two texts of a kind share less than a quarter of their twelve-character stretches."""
    texts = {row["id"]: shingles(row["description"]) for row in rows(kind)}

    alike = [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(texts.items(), 2)
        if first and second and len(first & second) > min(len(first), len(second)) / 4
    ]

    assert alike == []


def test_judgements_name_records_and_give_reasons():
    demands = {row["id"] for row in DEMANDS}
    achievements = {row["id"] for row in ACHIEVEMENTS}

    for row in JUDGEMENTS:
        assert row["demand"] in demands, row
        assert row["achievement"] in achievements, row
        assert row["grade"] in {0, 1, 2, 3}, row
        assert row["reason"].strip(), row
    pairs = Counter((row["demand"], row["achievement"]) for row in JUDGEMENTS)
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_judgements_tell_apart():
    """Each judged demand has at least eight graded offers, hard negatives among them."""
    grades = defaultdict(list)
    for row in JUDGEMENTS:
        grades[row["demand"]].append(row["grade"])

    assert {demand: g for demand, g in grades.items() if len(g) < 8 or 0 not in g} == {}
    assert sum(max(g) >= 2 for g in grades.values()) >= 50
