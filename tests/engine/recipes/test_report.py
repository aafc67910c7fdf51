"""The report as page, workbook and data: complete, adding up, safe."""

import html
import json
import re
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from queqiao.core import Span
from queqiao.matching.results import Contribution, Side
from queqiao.recipes.report import (
    heads_of,
    render_html,
    render_workbook,
    report_to_dict,
    turn,
)
from queqiao.recipes.report.marks import Mark, excerpt, gather_evidence, marked
from queqiao.recipes.report.view import part_views
from queqiao.recipes.report.words import money, number, percent
from tests.factories.reports import large_report, sample_report

TAG = re.compile(r"</?mark[^>]*>")


def plain(markup):
    return TAG.sub("", str(markup))


@st.composite
def marked_texts(draw):
    text = draw(st.text('甲乙a<&>"\\n\n ', max_size=60))
    places = st.tuples(st.integers(-2, 64), st.integers(-2, 64), st.integers(1, 9))
    marks = [
        Mark("description", Span(start, end), n, draw(st.sampled_from(["word", "met", "short"])))
        for start, end, n in draw(st.lists(places, max_size=8))
    ]
    return text, marks


@given(marked_texts())
def test_marks_never_change_the_text_they_stand_in(drawn):
    text, marks = drawn

    shown = plain(marked(text, marks, field="description"))

    assert shown.count("<") == 0
    if "\\" not in text:
        assert shown == str(escape(text))


@given(marked_texts())
def test_excerpt_is_made_of_pieces_of_the_text(drawn):
    text, marks = drawn
    text = text.replace("\\", "")

    shown = plain(excerpt(text, marks, field="description"))

    assert all(str(piece) in str(escape(text)) for piece in re.split(r" ?… ?", shown))


def test_overlapping_marks_leave_the_index_and_drop_the_word():
    marks = [
        Mark("description", Span(0, 4), 1, "word"),
        Mark("description", Span(2, 6), 2, "met"),
    ]

    shown = str(marked("圆度≤0.08", marks, field="description"))

    assert shown == '圆度<mark class="i met" data-n=2>≤0.0</mark>8'


def test_lost_line_breaks_become_line_breaks_again():
    assert str(marked("一\\n二", (), field="description")) == "一\n二"


def test_same_evidence_has_one_number_across_all_matches_of_a_demand():
    item = sample_report().demands[0]
    evidence = gather_evidence((*item.matches, *item.near_misses), side=Side.DEMAND)

    numbers = {
        (mark.number, mark.span.of(offer.description))
        for match in (item.matches[0], item.near_misses[0])
        for offer in [sample_report().achievements[match.achievement_id]]
        for mark in evidence.in_other(match)
        if mark.field == "description" and mark.span.of(offer.description) == "陶瓷球"
    }

    assert len(numbers) == 1


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=8))
def test_rounded_parts_of_a_score_add_up_to_the_total_shown(amounts):
    match = replace(
        sample_report().demands[0].matches[0],
        contributions=tuple(Contribution(f"p{i}", amount) for i, amount in enumerate(amounts)),
    )

    parts, total = part_views(match, "zh")

    assert sum(round(float(part.amount) * 100) for part in parts) == round(float(total) * 100)
    assert abs(float(total) - sum(amounts)) <= 0.00501 + 1e-9
    assert all(
        abs(float(p.amount) - a) < 0.0101
        for p, a in zip(sorted(parts, key=lambda p: float(p.amount)), sorted(amounts), strict=True)
    )


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (800_000, "80 万元", "CNY 800,000"),
        (1_255_000, "125.5 万元", "CNY 1,255,000"),
        (150_000_000, "1.5 亿元", "CNY 150,000,000"),
        (900, "900 元", "CNY 900"),
    ],
)
def test_money_is_written_for_people(amount, zh, en):
    from decimal import Decimal

    assert (money(Decimal(amount), "zh"), money(Decimal(amount), "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.003, "0.003"),
        (12345.0, "12,345"),
        (5.0, "5"),
        (1e-7, "0.0000001"),
        (0.0, "0"),
        (1e12, "1e+12"),
    ],
)
def test_numbers_are_written_plainly(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("score", "text"), [(0.0, "1%"), (0.704, "70%"), (1.0, "99%")])
def test_scores_never_claim_to_be_sure(score, text):
    assert percent(score) == text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_is_the_same_every_time_and_loads_nothing(language):
    page = render_html(sample_report(), language=language)

    assert page == render_html(sample_report(), language=language)
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:|//|file:)""", page)
    assert "default-src 'none'" in html.unescape(page)
    assert "@import" not in page
    assert "url(" not in page


def test_english_page_has_no_chinese_of_its_own():
    report = replace(sample_report(), demands=(), achievements={})

    page = render_html(report, language="en")

    assert re.findall(r"[\u4e00-\u9fff]+", re.sub(r"(?s)<style>.*?</style>", "", page)) == []


def test_page_tells_every_demand_even_without_any_match():
    page = render_html(sample_report())

    for item in sample_report().demands:
        assert item.demand.title[:4] in re.sub(TAG, "", page)
    assert page.count('<details class="demand') == 3


def test_page_of_an_empty_report_renders():
    assert "0" in render_html(replace(sample_report(), demands=(), achievements={}))


def test_turned_report_lists_each_achievement_once_with_its_demands():
    report = sample_report()

    turned = turn(report, report.achievements.values(), top=5)

    assert [item.achievement.id for item in turned.achievements] == sorted(report.achievements)
    assert [len(item.matches) for item in turned.achievements] == [1, 1, 0, 1]
    assert [len(item.near_misses) for item in turned.achievements] == [0, 0, 1, 0]
    assert "成果与需求匹配结果" in render_html(turned)


def test_turned_report_keeps_the_best_of_each_achievement():
    report = large_report(demands=12, matches=8)

    turned = turn(report, report.achievements.values(), top=2)

    assert max(len(item.matches) for item in turned.achievements) == 2
    for item in turned.achievements:
        scores = [match.score for match in item.matches]
        assert scores == sorted(scores, reverse=True)


def test_large_report_cuts_texts_and_keeps_them_whole_at_the_end():
    report = large_report(demands=40, matches=10)

    page = render_html(report)

    links = set(re.findall(r'href="#(a-[^"]+)"', page))
    assert links
    assert all(f'id="{link}"' in page for link in links)


def sheets(report, language="zh"):
    book = openpyxl.load_workbook(BytesIO(render_workbook(report, language=language)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_workbook_holds_matches_checks_near_misses_and_questions():
    book = sheets(sample_report())

    assert list(book) == ["匹配", "指标核对", "只差一步", "待补充"]
    assert [row[0] for row in book["匹配"][1:]] == ["D-001", "D-001", "D-002"]
    assert book["指标核对"][2][-1] == "▼ 差 0.003 μm"
    assert "120" in book["只差一步"][1][-1]
    assert len(book["待补充"]) == 3


def test_workbook_writes_no_formula_whatever_a_title_begins_with():
    """A cell such as =HYPERLINK(...) from a stranger's file must stay text."""
    report = sample_report()
    item = report.demands[0]
    for start in "=+-@":
        bad = f'{start}HYPERLINK("http://x","y")'
        demand = replace(item.demand, title=bad)
        changed = replace(report, demands=(replace(item, demand=demand),))
        data = render_workbook(changed)

        book = openpyxl.load_workbook(BytesIO(data))
        cell = book["匹配"].cell(2, 2)

        assert (cell.value, cell.data_type, cell.hyperlink) == (bad, "s", None)


def test_workbook_survives_control_characters_and_very_long_texts():
    report = sample_report()
    item = report.demands[0]
    demand = replace(item.demand, title="\x00\x0b" + "长" * 40_000)

    book = sheets(replace(report, demands=(replace(item, demand=demand),)))

    assert len(book["匹配"][1][1]) < 32_768


def test_data_is_complete_and_plain_json():
    data = json.loads(json.dumps(report_to_dict(sample_report())))

    first = data["demands"][0]
    match = first["matches"][0]
    assert (data["format"], data["at"]) == ("queqiao.matches/1", "2026-11-01")
    assert first["demand"]["budget_cny"] == "800000"
    assert [v["verdict"] for v in match["verdicts"]] == ["met", "short", "met", "not_stated"]
    assert match["verdicts"][1]["shortfall"] == 0.003
    assert len(match["gates"]) == 7
    assert first["near_misses"][0]["changes"][0]["value"] == "1200000"
    assert set(data["achievements"]) == {"A-101", "A-102", "A-103", "A-104"}


def test_spans_in_data_point_into_the_original_texts():
    data = report_to_dict(sample_report())
    demand = data["demands"][0]["demand"]

    for match in data["demands"][0]["matches"]:
        for verdict in match["verdicts"]:
            spec = verdict["demanded"]
            assert demand[spec["field"]][spec["start"] : spec["end"]][0] in "≤4达"


def test_heads_of_either_side_name_the_other():
    report = sample_report()
    heads, turned = heads_of(report), heads_of(turn(report, report.achievements.values(), top=9))

    assert (heads.side, turned.side) == (Side.DEMAND, Side.ACHIEVEMENT)
    assert heads.other(report.demands[0].matches[0]).id == "A-101"
    assert turned.other(report.demands[0].matches[0]).id == "D-001"
