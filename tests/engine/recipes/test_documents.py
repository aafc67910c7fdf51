"""The report on documents: what is told, with what it rests on, and nothing besides."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.core import Span
from queqiao.documents.collections import without_document
from queqiao.documents.model import Document, Kind, Paragraph, Stance
from queqiao.recipes.documents import (
    SignalKind,
    kind_of,
    render_document_page,
    study_documents,
    study_technologies,
)
from queqiao.recipes.documents.marks import Mark, mark_paragraphs, places_in
from queqiao.recipes.documents.pictures import Meeting, bars, meetings
from tests.factories.chains import chain_map
from tests.factories.documents import (
    commitment,
    concept,
    directive,
    document,
    event_date,
    exchange,
    organization,
    person,
    quantity,
    reading,
    relation,
)

CHAIN = chain_map(
    "固态电解质",
    "功率模块",
    "磁悬浮轴承",
    flows=[("固态电解质", "功率模块"), ("磁悬浮轴承", "功率模块")],
    固态电解质={"terms": ("固态电池",), "stage": "材料"},
    功率模块={"terms": ("碳化硅",)},
)
SIGNING = "9月18日，宜宾市与星澜储能科技有限公司签署协议，固态电池项目总投资65亿元。"
BARRIER = "专家认为，固态电池的界面阻抗仍是产业化的主要障碍。"
TALK = (
    "罗景行与东湖科技大学校长杜望溪会谈，希望支持共建研究院。"
    "杜望溪表示，将推动成果落地。双方签署备忘录。"
)


def signing(path="a.txt", published_on="2023-09-19"):
    found = document(path, SIGNING, title="项目落户宜宾", published_on=published_on)
    return reading(
        found,
        event_dates=(event_date(found, "9月18日", "2023-09-18"),),
        organizations=(organization(found, "星澜储能科技有限公司"),),
        quantities=(quantity(found, "65亿元", 6.5e9, "元", "总投资"),),
    )


def barrier(path="b.txt"):
    return reading(document(path, BARRIER, title="专家谈固态电池", published_on="2024-08-02"))


def talk(path="c.txt"):
    found = document(path, TALK, title="会谈", published_on="2024-01-10")
    return reading(
        found,
        people=(person(found, "罗景行", "市长"), person(found, "杜望溪", "校长", "东湖科技大学")),
        exchanges=(
            exchange(
                found,
                "东湖科技大学",
                "杜望溪",
                "罗景行",
                asks=("支持共建研究院",),
                replies=("推动成果落地",),
                signed="备忘录",
            ),
        ),
    )


# --- signals --------------------------------------------------------------------------------------


def test_sentences_become_signals_of_the_segments_that_they_name():
    study = study_technologies([signing(), barrier()], CHAIN)

    assert [(s.segment, s.kind, s.text) for s in study.signals] == [
        ("固态电解质", SignalKind.BARRIER, BARRIER),
        ("固态电解质", SignalKind.INVESTMENT, SIGNING),
    ]
    invested = study.signals[1]
    assert invested.terms == ("固态电池",)
    assert invested.organizations == ("星澜储能科技有限公司",)
    assert invested.quantities == ("65亿元",)
    assert [c.span.of(SIGNING) for c in invested.citations] == [SIGNING]


def test_a_reprinted_sentence_is_one_signal_with_two_citations():
    study = study_technologies([signing(), signing("d.txt", "2023-09-21")], CHAIN)

    (signal,) = study.signals
    assert [citation.path for citation in signal.citations] == ["a.txt", "d.txt"]


def test_signals_go_with_their_documents():
    both = study_technologies([signing(), barrier()], CHAIN)
    left = without_document(both.collection, "b.txt")

    study = study_technologies(left.readings, CHAIN)

    assert [signal.kind for signal in study.signals] == [SignalKind.INVESTMENT]
    assert "专家谈固态电池" not in render_document_page(study)


def test_a_technology_is_counted_over_time():
    study = study_technologies([signing(), barrier()], CHAIN)

    (series,) = [s for s in study.collection.series if s.kind == "technology"]
    assert (series.name, series.total, series.counts[0], series.counts[-1]) == (
        "固态电解质",
        2,
        1,
        1,
    )


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("产线投产，年产能达到800吨。", SignalKind.PRODUCTION),
        ("团队攻克高温合金制备难题。", SignalKind.BARRIER),
        ("首台样机研制成功。", SignalKind.BREAKTHROUGH),
        ("面向社会征集技术需求。", SignalKind.DEMAND),
        ("对该方向给予补助。", SignalKind.POLICY),
        ("已申请专利430余件。", SignalKind.RESEARCH),
        ("会议在成都召开。", SignalKind.NAMED),
    ],
)
def test_the_words_beside_a_technology_tell_what_is_told(sentence, kind):
    assert kind_of(sentence) is kind


# --- marks ----------------------------------------------------------------------------------------


def flat(paragraph):
    return "".join(piece.text for stretch in paragraph for piece in stretch.pieces)


def test_names_stand_inside_clauses():
    found = document("a", "会上，罗景行强调，一要坚持项目为王，推进四新产业发展。")
    marked = mark_paragraphs(
        reading(
            found,
            people=(person(found, "罗景行"),),
            concepts=(concept(found, "四新产业"),),
            directives=(directive(found, 1, "坚持项目为王，推进四新产业发展"),),
        )
    )

    (paragraph,) = marked
    assert flat(paragraph) == found.raw
    assert [stretch.clause for stretch in paragraph] == [None, Mark.DIRECTIVE, None]
    assert [(p.text, p.mark) for p in paragraph[1].pieces if p.mark] == [("四新产业", Mark.CONCEPT)]


def test_a_span_of_the_raw_text_is_found_behind_tags_and_glosses():
    raw = "<p>發(fā)展六<a>新產(chǎn)业</a>。</p>"
    text = "发展六新产业。"
    at = [raw.index(c) for c in "發展六新產业。"]
    places = tuple((i, i + 1) for i in at)
    found = Document("a", Kind.HTML, raw, "", "", "", None, (Paragraph(text, 3, len(raw), places),))

    span = Span(raw.index("六"), raw.index("业") + 1)

    assert list(places_in(found, span)) == [(0, 2, 6)]
    assert list(places_in(found, Span(0, 3))) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 39), st.integers(1, 12), st.sampled_from(["p", "o", "d", "c"])),
        max_size=12,
    )
)
def test_marking_never_changes_the_text(drawn):
    text = "".join(chr(0x4E00 + i) for i in range(40))
    found = document("a", text)
    words = [(text[start : start + size], kind) for start, size, kind in drawn]
    one = reading(
        found,
        people=tuple(person(found, w) for w, kind in words if kind == "p"),
        organizations=tuple(organization(found, w) for w, kind in words if kind == "o"),
        directives=tuple(directive(found, 1, w) for w, kind in words if kind == "d"),
        commitments=tuple(commitment(found, w) for w, kind in words if kind == "c"),
    )

    (paragraph,) = mark_paragraphs(one)

    assert flat(paragraph) == text


# --- pictures and page ----------------------------------------------------------------------------


def test_columns_have_a_height_for_each_period_and_say_their_number():
    picture = bars((0, 2, 1), ("2023-01", "2023-02", "2023-03"), title="“甲”<乙>")

    assert picture.count("<rect") == 3
    assert "<title>2023-02: 2</title>" in picture
    assert "&lt;乙&gt;" in picture


def test_only_those_who_met_most_fit_into_the_picture():
    found = [Meeting("甲", f"乙{i}", f"单位{i}", 1, signed=False) for i in range(30)]

    picture, left_out = meetings(found, title="x")

    assert left_out == 16
    assert picture.count('class="tie"') == 14


def test_page_keeps_asked_promised_and_signed_apart_and_cites_each():
    page = render_document_page(study_documents([talk()]))

    parts = re.findall(r'<div class="(is-\w+)"><dt>([^<]+)</dt><dd><ul><li>([^<]+)</li>', page)
    assert parts == [
        ("is-ask", "我方提出", "支持共建研究院"),
        ("is-reply", "对方表示", "推动成果落地"),
        ("is-signed", "签署", "备忘录"),
    ]
    assert "2024-01-10，罗景行与杜望溪 · 东湖科技大学签署备忘录。" in page


def test_visits_of_one_day_stand_in_one_row():
    found = document(
        "a", "曹望川先后到星澜公司、云启公司调研，并在市政府开会。", published_on="2024-01-10"
    )
    visits = tuple(
        relation(found, "曹望川", predicate, place)
        for predicate, place in (("调研", "星澜公司"), ("调研", "云启公司"), ("开会", "市政府"))
    )

    page = render_document_page(study_documents([reading(found, relations=visits)]))

    assert '曹望川</td><td class="wide-cell">星澜公司、云启公司 <a' in page


def test_documents_beyond_the_links_are_counted():
    one = signing()
    copies = [signing(f"{number:02}.txt") for number in range(20)]

    page = render_document_page(study_technologies([one, *copies], CHAIN))

    (told,) = re.findall(r'<ol class="told"><li>.*?</li>', page, flags=re.DOTALL)
    assert told.count('class="cite" href') == 8
    assert ">+13<" in told


def test_every_link_of_the_page_leads_somewhere():
    page = render_document_page(study_technologies([signing(), barrier(), talk()], CHAIN))

    targets = set(re.findall(r'href="#([^"]+)"', page))
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    assert targets
    assert targets <= anchors


def test_what_documents_hold_cannot_become_markup():
    text = "<script>alert(1)</script>“甲”&乙"
    found = document("x<b>.txt", text, title="<img src=x>", source="<i>")
    one = reading(
        found,
        organizations=(organization(found, "<script>alert(1)</script>"),),
        commitments=(commitment(found, "“甲”&乙", "<u>", Stance.PLANNED, "2026-12-31"),),
    )

    page = render_document_page(study_documents([one]))

    assert not re.search(r"<script|<img|<i>|<u>|<b>\.txt", page)
    assert "default-src 'none'" in html.unescape(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_study_says_so(language):
    found = reading(document("a", "一段没有事实的话。"))

    page = render_document_page(study_documents([found]), language=language)

    assert ("材料中没有会谈" in page) == (language == "zh")
    assert "None" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_a_version_shows_what_it_adds():
    addition = "另据介绍，项目一期将于年内开工，设备已完成招标。"
    first = document("a.txt", SIGNING, BARRIER, published_on="2023-09-19")
    longer = document("d.txt", SIGNING, BARRIER, addition, published_on="2023-09-25")

    page = render_document_page(study_documents([reading(first), reading(longer)]))

    assert '<div class="added"><small>这个版本多出：</small><p>另据介绍' in page
    assert page.count('class="text-of"') == 1
    assert "与 [1] 同一篇" in page
