"""Records find their segments by terms, with evidence; people have the last word."""

from dataclasses import replace

import pytest

from queqiao.chains import (
    Correction,
    LinkOrigin,
    LinkState,
    Product,
    RecordKind,
    Supply,
    link_records,
)
from queqiao.chains.io import default_thresholds
from queqiao.text import default_segmenter
from tests.factories.chains import chain_map, record

LIMITS = default_thresholds().links
CHAIN = replace(
    chain_map(
        "motor",
        "tank",
        "pet",
        motor={"name": "驱动电机", "terms": ("电机",)},
        tank={"name": "储氢瓶", "excluded": ("氧气",)},
        pet={"name": "聚酯", "terms": ("PET",)},
    ),
    products=(Product(id="tank/四型瓶", name="四型储氢瓶", segment="tank"),),
)


def links(*records, corrections=()):
    return link_records(
        CHAIN,
        records,
        segmenter=default_segmenter(),
        thresholds=LIMITS,
        corrections=corrections,
    )


def one(title, description="", **fields):
    return record("R", RecordKind.ACHIEVEMENT, title=title, description=description, **fields)


def by_segment(*records, **more):
    return {found.segment: found for found in links(*records, **more)}


def test_term_in_the_title_is_accepted_with_its_place():
    found = by_segment(one("车载储氢瓶内胆成型"))["tank"]

    assert (found.state, found.origin) == (LinkState.ACCEPTED, LinkOrigin.TERMS)
    piece = found.evidence[0]
    assert "车载储氢瓶内胆成型"[piece.start : piece.end] == piece.term == "储氢瓶"


def test_places_are_those_of_the_text_as_written():
    title = "面向ＰＥＴ薄膜的儲氫瓶"

    found = by_segment(one(title))

    assert [title[e.start : e.end] for e in found["pet"].evidence] == ["ＰＥＴ"]
    assert [title[e.start : e.end] for e in found["tank"].evidence] == ["儲氫瓶"]


def test_mention_in_the_description_alone_is_for_review():
    assert by_segment(one("缠绕工艺", "可用于储氢瓶。"))["tank"].state is LinkState.REVIEW


def test_several_terms_make_surer():
    once = by_segment(one("工艺", "用于储氢瓶"))["tank"].confidence
    twice = by_segment(one("工艺", "用于储氢瓶", keywords=("四型储氢瓶",)))["tank"].confidence

    assert once < twice < 1
    assert twice == pytest.approx(
        1 - (1 - LIMITS.fields["description"]) * (1 - LIMITS.fields["keywords"])
    )


def test_piece_of_a_longer_word_weighs_less():
    assert by_segment(one("电机控制"))["motor"].state is LinkState.ACCEPTED
    assert "motor" not in by_segment(one("发电机组振动"))


def test_longest_term_counts_and_not_the_one_inside_it():
    found = by_segment(one("四型储氢瓶"))["tank"]

    assert [piece.term for piece in found.evidence] == ["四型储氢瓶"]


def test_name_cut_out_of_a_longer_name_is_no_evidence():
    assert links(one("PETG 片材、APET 片材")) == ()
    assert "pet" in by_segment(one("PET片材"))


def test_what_a_record_says_it_does_not_do_is_no_evidence():
    assert links(one("复合材料缠绕设备", "只供设备，不生产储氢瓶")) == ()


def test_excluded_word_rejects_and_says_why():
    found = by_segment(one("储氢瓶改作氧气瓶"))["tank"]

    assert (found.state, found.note) == (LinkState.REJECTED, "氧气")


def test_term_of_two_segments_counts_half_for_each():
    shared = replace(CHAIN, segments=tuple(replace(s, terms=("膜片",)) for s in CHAIN.segments[:2]))
    found = link_records(
        replace(shared, products=()),
        [one("膜片")],
        segmenter=default_segmenter(),
        thresholds=LIMITS,
    )

    assert {link.confidence for link in found} == {LIMITS.fields["title"] / 2}


def test_stated_segment_is_certain_and_leaves_the_rest_for_review():
    stated = one("储氢瓶与电机", supplies=(Supply(segment="聚酯"),))

    found = by_segment(stated)

    assert (found["pet"].state, found["pet"].origin) == (LinkState.ACCEPTED, LinkOrigin.STATED)
    assert found["tank"].state is found["motor"].state is LinkState.REVIEW


def test_correction_outweighs_terms_and_statements():
    stated = one("储氢瓶", supplies=(Supply(segment="pet"),))
    corrections = (
        Correction(record="R", segment="tank", accepted=False, note="不是"),
        Correction(record="储氢瓶", segment="聚酯", accepted=False),
        Correction(record="R", segment="motor", accepted=True),
    )

    found = by_segment(stated, corrections=corrections)

    assert {name: link.state for name, link in found.items()} == {
        "tank": LinkState.REJECTED,
        "pet": LinkState.REJECTED,
        "motor": LinkState.ACCEPTED,
    }
    assert found["tank"].evidence


def test_rejections_make_a_term_less_trusted_elsewhere():
    """Two rejected links of three: the term keeps 2/4 of its weight on records nobody has seen."""
    seen = [replace(one("电机罩"), id=f"S{i}") for i in range(2)]
    rejected = tuple(Correction(record=r.id, segment="motor", accepted=False) for r in seen)

    before = links(one("电机"))[0].confidence
    after = next(k for k in links(*seen, one("电机"), corrections=rejected) if k.record == "R")

    assert after.confidence == pytest.approx(before * 2 / 4)


def test_same_records_give_the_same_links_in_any_order_of_segments():
    turned = replace(CHAIN, segments=CHAIN.segments[::-1])
    records = [one("储氢瓶与电机", "PET 内胆")]

    again = link_records(turned, records, segmenter=default_segmenter(), thresholds=LIMITS)

    assert set(again) == set(links(*records))


def test_empty_and_odd_texts_link_to_nothing():
    odd = [
        replace(one(text), id=str(i)) for i, text in enumerate(("无", "ßİ", "\u3000", "储", "—"))
    ]

    assert links(*odd) == ()
