"""The index finds by words, kind and place; marking loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao_web.portal.adapters import (
    Entry,
    build_entries,
    find_entries,
    index_exists,
    mark_words,
    put_entries,
    remove_entries,
    snippet,
)

pytestmark = pytest.mark.django_db
BEARING = Entry(
    "demand", "AAAA2222", "陶瓷轴承球精密研磨", region="220104", industry="3451", owner="甲厂"
)
BATTERY = Entry("achievement", "BBBB2222", "锂电池低温电解液", region="110108", industry="3841")


def codes(text, **asked):
    return [one.code for one in find_entries(text, most=10, **asked)]


def test_nothing_is_found_where_there_is_no_index():
    assert codes("轴承") == []
    assert not index_exists()


def test_entries_are_found_by_words_kind_and_all_that_their_place_lies_in():
    build_entries([BEARING, BATTERY])

    assert codes("轴承 研磨") == ["AAAA2222"]
    assert codes("轴承", region="220000", industry="C") == ["AAAA2222"]
    assert codes("轴承", region="110000") == []
    assert codes("电池", kind="demand") == []
    assert codes("甲厂") == ["AAAA2222"]
    assert codes("，。！") == []


def test_entry_put_again_replaces_and_one_removed_is_gone():
    build_entries([BEARING])

    put_entries([Entry("demand", "AAAA2222", "冷冻牛肉快速解冻")])
    assert (codes("轴承"), codes("牛肉")) == ([], ["AAAA2222"])
    remove_entries([("demand", "AAAA2222"), ("demand", "CCCC2222")])

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
