"""Answers in words, sheets, charts, the sandbox run against the row evaluator, the ladder."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.datasets.demo_enterprises import demo_enterprises
from queqiao.recipes.policies.beginning import begin_rulebook
from queqiao.recipes.policies.charts import WIDTH, diverging, histogram, lengths
from queqiao.recipes.policies.deciding import Decided, choose_rulebooks, of_its_province
from queqiao.recipes.policies.fonts import FALLBACK, chinese_font
from queqiao.recipes.policies.money import exact_money, money
from queqiao.recipes.policies.sandbox_html import render_sandbox
from queqiao.recipes.policies.sandbox_run import read_rulebook, run_sandbox
from queqiao.recipes.policies.sheet_html import render_sheets
from queqiao.recipes.policies.sheet_view import sheet_view
from queqiao.recipes.policies.words import datum_word, percent
from queqiao.rules import Outcome, bundled_rulebooks, determine_record
from queqiao.rules.facts import Enterprise, enterprises_of
from queqiao.rules.ladder import Standing, build_ladder
from queqiao.rules.model import Period
from queqiao.rules.rows import prepare
from queqiao.rules.sandbox import Effect
from queqiao.rules.schema import parse_rulebook
from tests.factories.enterprises import stated
from tests.factories.policies import AT, sandbox_report, sheet_of

AMOUNTS = st.lists(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False).filter(bool), min_size=1, max_size=40
)


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("375000", "37.5 万元", "CNY 375,000"),
        ("9999.99", "9,999.99 元", "CNY 9,999.99"),
        ("-262000000", "−2.62 亿元", "−CNY 262,000,000"),
        ("0", "0 元", "CNY 0"),
    ],
)
def test_money_is_told_in_the_unit_people_use(yuan, zh, en):
    assert money(Decimal(yuan), "zh") == zh
    assert money(Decimal(yuan), "en") == en


def test_amount_on_a_sheet_keeps_every_fen():
    assert exact_money(Decimal("1234567.5")) == "1,234,567.50"


def test_share_just_below_its_threshold_never_looks_like_it():
    sheet = sheet_of("cn.srdi-sme", main_revenue={"2025": "7999.9999", "2024": 9000, "2023": 8500})
    (line,) = [x for s in sheet.answers[0].sections for x in s.lines if "主营" in x.title]

    assert percent(Decimal("0.799999")) == "80%"
    assert line.actual != "80%"
    assert line.outcome == "unmet"


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("revenue.2025", "营业收入（2025年）"),
        ("ip.granted_on", "知识产权·授权日期"),
        ("expert_ip_advancement", "专家评分：技术的先进程度"),
        ("parameter:rate", "政策尚未公布的数值（rate）"),
        ("whatever", "whatever"),
    ],
)
def test_missing_datum_is_named_as_people_call_it(name, zh):
    assert datum_word(name, "zh") == zh


def test_sheet_names_clause_datum_and_outcome_of_every_condition():
    (answer,) = sheet_of("cn.tech-sme").answers
    lines = {line.title: line for section in answer.sections for line in section.lines}

    staff = lines["职工总数不超过500人"]
    assert (staff.actual, staff.required, staff.result) == ("100 人", "≤ 500 人", "符合")
    assert staff.basis == "国科发政〔2017〕115号 第六条（二）"
    assert all(line.basis for line in lines.values())


def test_sheet_says_where_a_clause_is_not_verified():
    page = render_sheets([sheet_of("cn.hnte")], at=AT)

    assert "未核实" in page


def test_answers_that_nothing_is_known_of_are_only_named():
    sheet = sheet_of("cn.tech-sme", "cn.incubator")

    assert [one.rulebook for one in sheet.told] == ["cn.tech-sme"]
    assert sheet.untold == (("unknown", (sheet.answers[1].title,)),)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_from_files_cannot_break_out_of_a_page(language):
    page = render_sheets(
        [sheet_of("cn.uscc", name="<script>alert(1)</script>", language=language)],
        at=AT,
        language=language,
    )

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_pdf_falls_back_to_the_built_in_font_where_no_truetype_one_is(tmp_path):
    (tmp_path / "simsun.ttf").write_bytes(b"no font at all")

    assert chinese_font((tmp_path, tmp_path / "absent")) == FALLBACK


def test_only_rulebooks_of_the_own_province_are_shown():
    answers = {
        name: next(
            iter(determine_record(prepare({}), rulebooks=bundled_rulebooks(), at=AT, only=[name]))
        )
        for name in ("cn.uscc", "jilin.jilin-city-hnte", "hubei.wuhan-voucher")
    }
    here = of_its_province(Decided(Enterprise({"region_code": "220200"}), tuple(answers.values())))
    nowhere = of_its_province(Decided(Enterprise({}), tuple(answers.values())))

    assert [one.rulebook for one in here.answers] == ["cn.uscc", "jilin.jilin-city-hnte"]
    assert len(nowhere.answers) == 3


@given(AMOUNTS)
def test_histogram_holds_every_amount_on_its_side_of_zero(amounts):
    bins = histogram(amounts)

    assert sum(one.count for one in bins) == len(amounts)
    assert sum(one.count for one in bins if one.high <= 0) == sum(a < 0 for a in amounts)
    assert all(one.low >= 0 or one.high <= 0 for one in bins)
    assert len(bins) <= 11
    assert all(after.low == before.high for before, after in pairwise(bins))


@given(
    st.lists(st.tuples(*[st.lists(st.integers(0, 500), min_size=2, max_size=2)] * 2), max_size=8)
)
def test_bars_lie_on_their_side_of_the_middle_and_never_outside(rows):
    for (left, right), bars in zip(rows, diverging(rows), strict=True):
        assert len(bars) == sum(map(bool, (*left, *right)))
        for bar in bars:
            end = bar.start + bar.length
            assert end <= WIDTH // 2 if bar.kind.startswith("left") else bar.start >= WIDTH // 2
            assert -6 <= bar.start < end <= WIDTH + 6


def test_largest_bar_takes_the_width():
    assert lengths([1, -4, 0]) == [WIDTH // 4, WIDTH, 0]


def test_begun_rulebook_loads():
    text, _ = begin_rulebook("jilin.rd-grant", at=AT)

    assert parse_rulebook(text, source="new.yaml").id == "jilin.rd-grant"


def test_chosen_rulebooks_keep_the_order_asked_for():
    assert choose_rulebooks(["cn.uscc", "cn.hnte", "cn.uscc"]).ids == ("cn.uscc", "cn.hnte")
    assert choose_rulebooks([]).ids == bundled_rulebooks().ids


def draft_of(name, at, **values):
    """A bundled rulebook with other whole-number parameters."""
    book, path = read_rulebook(name, at=at)
    changed = {
        key: replace(one, values=tuple((p, values.get(key, v)) for p, v in one.values))
        for key, one in book.parameters.items()
    }
    return replace(book, parameters=changed, version="draft"), path


def test_sandbox_says_what_the_row_evaluator_says_of_each_enterprise():
    at = date(2026, 5, 1)
    enterprises = enterprises_of(demo_enterprises(count=120))
    new = draft_of("cn.tech-sme", at, score_floor=50, employee_ceiling=200)
    report = run_sandbox(
        enterprises, changed=new, against=read_rulebook("cn.tech-sme", at=at), at=at
    )

    alone = replace(new[0], in_force=Period(starts_on=at, through=at))
    books = (bundled_rulebooks().replacing(alone), bundled_rulebooks())
    for enterprise, shift in zip(enterprises, report.comparison.shifts, strict=True):
        record = prepare(enterprise.facts)
        for answer, rulebooks in zip((shift.after, shift.before), books, strict=True):
            (one,) = determine_record(record, rulebooks=rulebooks, at=at, only=["cn.tech-sme"])
            assert answer.outcome == one.outcome.value
    assert report.comparison.total.changed > 0
    assert all(report.reasons[shift.subject.id] for shift in report.comparison.changed)
    after = {name.partition("（")[0]: new for name, _, new in report.parameters}
    assert after == {"score_floor": "50 分", "employee_ceiling": "200 人"}


def test_same_rulebook_twice_changes_nothing():
    at = date(2026, 5, 1)
    enterprises = enterprises_of(demo_enterprises(count=20))
    one = read_rulebook("cn.hnte", at=at)

    report = run_sandbox(enterprises, changed=one, against=one, at=at)

    assert report.comparison.total.changed == 0
    assert report.parameters == ()
    assert "完全相同" in render_sandbox(report)


def test_title_without_an_amount_costs_what_it_is_worth():
    at = date(2026, 5, 1)
    enterprises = enterprises_of(demo_enterprises(count=60))
    book, path = read_rulebook("cn.hnte", at=at)

    report = run_sandbox(enterprises, changed=(book, path), against=(book, path), at=at)
    entitled = [s for s in report.comparison.shifts if s.after.entitled]

    assert entitled
    assert all(s.after.amount_cny is not None for s in entitled)


def test_every_effect_of_the_report_is_on_the_page():
    report = sandbox_report()
    page = render_sandbox(report)

    for shift in report.comparison.changed:
        assert shift.subject.label in page
    assert {s.effect for s in report.comparison.shifts} >= {
        Effect.GAINS, Effect.LOSES, Effect.MORE, Effect.LESS, Effect.UNCERTAIN, Effect.SAME,
    }  # fmt: skip


def ladder_of(**changes):
    (enterprise,) = enterprises_of([stated(**changes)])
    return build_ladder(enterprise.facts, rulebooks=bundled_rulebooks(), at=AT)


def cert(kind, expires, issued="2024-01-01"):
    return {"type": kind, "issued": issued, "expires": expires}


@pytest.mark.parametrize(
    ("expires", "standing"),
    [("2026-07-01", Standing.HELD), ("2026-06-30", Standing.EXPIRED)],
)
def test_certificate_counts_through_its_last_day(expires, standing):
    found = ladder_of(certs=[cert("科技型中小企业", expires)])

    assert found.climb[0].standing is standing


def test_certificate_of_tomorrow_is_not_held_today():
    found = ladder_of(certs=[cert("科技型中小企业", "2027-12-31", issued="2026-07-02")])

    assert found.climb[0].standing is Standing.OPEN


def test_next_step_is_the_one_above_the_highest_held():
    found = ladder_of(certs=[cert("创新型中小企业", "2027-01-01")])

    assert found.next is found.climb[2]
    assert ladder_of().next.rulebook == "cn.tech-sme"


def test_worth_of_a_title_is_the_tax_that_it_saves():
    found = ladder_of(taxable_income={"2025": 3000})
    amounts = [one.amount_cny for one in found.beside[0].worth]

    assert Decimal("3000000.00") in amounts


def test_worth_that_nobody_published_is_not_zero():
    champion = ladder_of().climb[4]

    assert champion.worth_cny is None
    assert champion.outcome is None


@settings(max_examples=10)
@given(
    st.sampled_from(["科技型中小企业", "高新技术企业"]),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_holding_a_title_never_changes_whether_it_is_met_on_paper(kind, expires):
    with_it = ladder_of(certs=[cert(kind, expires.isoformat())])

    assert with_it.climb[0].outcome is Outcome.MET


def test_flag_for_inspectors_is_no_failure():
    (answer,) = sheet_of("cn.tech-sme").answers
    flags = {
        line.title: line
        for s in answer.sections
        if s.heading.startswith("核查")
        for line in s.lines
    }

    few = flags["职工人数不超过5人"]
    assert (few.result, few.outcome, few.gap) == ("未触发", "not_applicable", "")
    assert not any(line.outcome == "unmet" for line in flags.values())


def test_entitlement_whose_rate_nobody_published_says_so_and_names_no_amount():
    filed = {"2024": 300, "2025": 400}
    (enterprise,) = enterprises_of([stated(rd_super_deduction_filed=filed)])
    books = bundled_rulebooks()
    (found,) = determine_record(
        prepare(enterprise.facts), rulebooks=books, at=AT, only=["jilin.rd-guidance"]
    )

    (answer,) = sheet_view(enterprise, [found], at=AT, rulebooks=books).answers

    assert (found.outcome, found.amount_cny) == (Outcome.MET, None)
    assert answer.amount == "标准尚未公布"
