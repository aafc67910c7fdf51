"""Records filed and found again."""

import pytest

from queqiao.errors import WrongUsage
from queqiao.matching.model import Achievement, CooperationMode, Demand
from queqiao.recipes.indexing import add_records, index_records
from queqiao.recipes.search import search_index

RECORDS = (
    Achievement(
        id="A1",
        title="低温锂电池电解液",
        description="零下四十度仍可放电。",
        keywords=("电解液",),
        region="220102",
        industry="3841",
        modes=(CooperationMode.TRANSFER,),
        trl=6,
    ),
    Achievement(id="A2", title="锂电池热管理", region="310000", owner="某研究院"),
    Demand(id="D1", title="求购低温锂电池", region="220200"),
)


@pytest.fixture
def folder(tmp_path):
    index_records(tmp_path / "index", RECORDS)
    return tmp_path / "index"


def found(folder, text, **where):
    wanted = {name: [value] for name, value in where.items()}
    return [result.id for result in search_index(folder, text, where=wanted)]


def test_search_finds_the_best_first(folder):
    assert found(folder, "低温电解液")[0] == "A1"


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"region": "220000"}, {"A1", "D1"}),
        ({"region": "220100"}, {"A1"}),
        ({"kind": "demand"}, {"D1"}),
        ({"industry": "C"}, {"A1"}),
        ({"industry": "38"}, {"A1"}),
        ({"mode": "transfer"}, {"A1"}),
        ({"trl": "6", "kind": "achievement"}, {"A1"}),
        ({"owner": "某研究院"}, {"A2"}),
    ],
)
def test_filters_reach_up_to_the_province_and_the_section(folder, where, ids):
    assert set(found(folder, "锂电池", **where)) == ids


def test_unknown_filters_are_wrong_usage(folder):
    with pytest.raises(WrongUsage) as error:
        search_index(folder, "锂电池", where={"colour": ["red"]})

    assert "colour" in error.value.describe("zh")


def test_added_records_replace_those_with_the_same_id(folder):
    add_records(folder, [Achievement(id="A2", title="大豆育种")])

    assert found(folder, "热管理") == []
    assert found(folder, "大豆") == ["A2"]
    assert search_index(folder, "大豆")[0].summary["title"] == "大豆育种"
