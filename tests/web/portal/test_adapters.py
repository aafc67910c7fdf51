"""The index finds by words, kind and place; marking loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao_web.demands.models import Demand
from queqiao_web.portal.adapters import (
    PORTAL,
    find_entries,
    follow_records,
    index_is_whole,
    mark_words,
    snippet,
)
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.factories.web.people import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearing():
    owner = make_organization(name="虚构甲厂", region_code="220104")
    return make_demand(
        organization=owner,
        title="陶瓷轴承球精密研磨",
        summary="圆度不足",
        description="",
        keywords=[],
        region_code="220104",
        industry_code="3451",
    )


def codes(text, **asked):
    return [one.code for one in find_entries(text, most=10, **asked)]


def test_nothing_is_found_where_there_is_no_index():
    assert codes("轴承") == []
    assert not index_is_whole()


def test_entries_are_found_by_words_kind_and_all_that_their_place_lies_in(bearing):
    make_achievement(
        title="锂电池低温电解液",
        summary="零下四十度放电",
        description="",
        keywords=[],
        region_code="110108",
        industry_code="3841",
    )
    PORTAL.catch_up()

    assert index_is_whole()
    assert codes("轴承 研磨") == [bearing.code]
    assert codes("轴承", region="220000", industry="C") == [bearing.code]
    assert codes("轴承", region="110000") == []
    assert codes("锂电池", kind="demand") == []
    assert bearing.organization.code in codes("虚构甲厂")
    assert codes("，。！") == []


def test_entry_that_changes_is_found_by_its_new_words_and_one_withdrawn_no_more(bearing):
    PORTAL.catch_up()

    Demand.objects.filter(pk=bearing.pk).update(title="冷冻牛肉快速解冻")
    follow_records([("demand", bearing.code)])
    assert (codes("轴承"), codes("牛肉")) == ([], [bearing.code])
    Demand.objects.filter(pk=bearing.pk).update(state="withdrawn")
    follow_records([("demand", bearing.code), ("demand", "CCCC2222")])

    assert codes("牛肉") == []


def test_words_of_a_query_are_marked_in_any_spelling():
    pieces = mark_words("车用燃料電池（FUEL CELL）膜电极", "燃料电池 fuel")

    assert [one.text for one in pieces if one.is_found] == ["燃料電池", "FUEL"]


TEXTS = st.text(st.sampled_from("轴承研磨工艺電池 ＡBc①㎡²é\\n，。 "), max_size=60)


@given(text=TEXTS, query=TEXTS)
def test_marking_loses_and_adds_nothing(text, query):
    assert "".join(one.text for one in mark_words(text, query)) == text


@given(text=TEXTS, query=TEXTS, length=st.integers(1, 30))
def test_snippet_is_a_part_of_the_text(text, query, length):
    shown = "".join(one.text for one in snippet(text, query, length=length))

    assert shown.strip("…") in " ".join(text.split())
