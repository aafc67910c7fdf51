"""Deciding by row: values, three values, intervals, missing data, versions, judgements."""

from datetime import date
from fractions import Fraction
from math import inf

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queqiao.rules import bundled_rulebooks, determine_record
from queqiao.rules.fields import fields
from queqiao.rules.library import build_rulebooks
from queqiao.rules.results import Outcome
from queqiao.rules.rows import Record, RowEngine
from queqiao.rules.rows.values import UNDEFINED, Between, Open, Undefined
from queqiao.rules.schema import parse_rulebook
from tests.engine.rules.values import value_of
from tests.strategies.rules import AT, Maker

WAN = 1_000_000
FIRM = Record(
    values={"registered_on": date(2020, 3, 1).toordinal(), "employees_avg": 100, "tech_staff": 25},
    series={
        "revenue": {2023: 1000 * WAN, 2024: 1200 * WAN, 2025: 1440 * WAN},
        "rd_expense": {2023: 50 * WAN, 2025: 70 * WAN},
    },
    lists={
        "ip": (
            {"class": "I", "disputed": False},
            {"class": "II", "disputed": True},
            {"class": "I"},
        ),
        "equity_in": ({"year": 2025, "paid_in": 300 * WAN}, {"year": 2020, "paid_in": WAN}),
        "awards": (),
    },
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("revenue[y-1]", 1440 * WAN),
        ("sum(revenue over y-3..y-1)", 3640 * WAN),
        ("mean(revenue over y-3..y-1)", Fraction(3640 * WAN, 3)),
        ("tech_staff / employees_avg", Fraction(1, 4)),
        ("min(revenue[y-1], revenue[y-2], 5万元)", 5 * WAN),
        ("max(revenue[y-1], revenue[y-2])", 1440 * WAN),
        ("abs(revenue[y-2] - revenue[y-1])", 240 * WAN),
        ("if(employees_avg > 99人, 1, 2)", 1),
        ("floor(revenue[y-1], 100万元)", 1400 * WAN),
        ("ceil(revenue[y-1], 100万元)", 1500 * WAN),
        ("sum(paid_in over equity_in where year >= y - 2)", 300 * WAN),
        ("count(awards)", 0),
        ("sum(rank over awards)", 0),
        ("cagr(revenue[y-3], revenue[y-1], 2) >= 20%", True),
        ("cagr(revenue[y-3], revenue[y-1], 2) > 20%", False),
        ("years_between(registered_on, at)", 6),
        ("fiscal_years(10)", 5),
        (
            "year_end(y-1) - registered_on",
            date(2025, 12, 31).toordinal() - date(2020, 3, 1).toordinal(),
        ),
        ("has_year(y-7)", False),
        ("every(revenue >= 1000万元 over y-3..y-1)", True),
        ("any(revenue > 1440万元 over y-3..y-1)", False),
        ('count(ip where class = "I")', 2),
    ],
)
def test_expressions_come_to_exact_values(text, value):
    assert value_of(text, FIRM) == value


def test_quotients_over_zero_are_undefined_and_meet_nothing():
    nobody = FIRM.with_value("employees_avg", 0)

    assert value_of("tech_staff / employees_avg", nobody) is UNDEFINED
    assert [
        value_of(f"tech_staff / employees_avg {op} 0人 / 1人", nobody)
        for op in ("=", "!=", "<", "<=", ">", ">=")
    ] == [False] * 6


def test_growth_from_nothing_is_undefined():
    firm = FIRM.with_yearly("revenue", 2023, 0)

    assert value_of("cagr(revenue[y-3], revenue[y-1], 2) >= 0%", firm) is False


def test_growth_is_exact_at_its_threshold():
    firm = FIRM.with_yearly("revenue", 2023, 10**12).with_yearly("revenue", 2025, 1102500000000)

    assert value_of("cagr(revenue[y-3], revenue[y-1], 2) >= 5%", firm) is True
    less = firm.with_yearly("revenue", 2025, 1102499999999)
    assert value_of("cagr(revenue[y-3], revenue[y-1], 2) >= 5%", less) is False


def test_missing_data_are_bounded_and_named():
    found = value_of("sum(rd_expense over y-3..y-1)", FIRM)

    assert found == Between(120 * WAN, inf, Undefined.NO, frozenset({"rd_expense.2024"}))


def test_missing_data_that_cannot_matter_leave_a_certain_answer():
    assert value_of("sum(rd_expense over y-3..y-1) >= 120万元", FIRM) is True
    assert value_of("rd_staff >= 0人", FIRM) is True
    assert value_of("sum(rd_expense over y-3..y-1) >= 121万元", FIRM) == Open(
        frozenset({"rd_expense.2024"})
    )


def test_a_cell_that_is_missing_makes_its_row_doubtful():
    found = value_of('count(ip where class = "I" and not disputed)', FIRM)

    assert found == Between(1, 2, Undefined.NO, frozenset({"ip.disputed"}))


def test_a_list_that_is_missing_is_not_an_empty_list():
    assert value_of("any(certs where issued <= at)", FIRM) == Open(frozenset({"certs"}))
    assert value_of("any(awards where rank <= 3)", FIRM) is False


def test_one_failure_decides_whatever_is_open():
    assert value_of("resident_enterprise and employees_avg > 500人", FIRM) is False
    assert value_of("resident_enterprise or employees_avg < 500人", FIRM) is True
    assert value_of("resident_enterprise and employees_avg < 500人", FIRM) == Open(
        frozenset({"resident_enterprise"})
    )


def test_years_before_registration_are_not_missing():
    young = Record(
        values={"registered_on": date(2024, 6, 1).toordinal()},
        series={"rd_expense": {2025: 70 * WAN}},
    )

    assert value_of("sum(rd_expense over y-3..y-1)", young) == 70 * WAN
    assert value_of("rd_expense[y-3] >= 0元", young) is False
    assert value_of("fiscal_years(3)", young) == 1


def test_the_year_of_registration_counts_where_it_has_figures():
    young = Record(
        values={"registered_on": date(2024, 6, 1).toordinal()},
        series={"rd_expense": {2024: 5 * WAN, 2025: 70 * WAN}},
    )

    assert value_of("sum(rd_expense over y-3..y-1)", young) == 75 * WAN


def test_a_single_number_for_a_yearly_field_is_that_of_last_year():
    firm = FIRM.with_value("net_assets", 5 * WAN)

    assert value_of("net_assets[y-1]", firm) == 5 * WAN
    assert isinstance(value_of("net_assets[y-2]", firm), Between)


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2024-02-29", "1年", "2025-02-28"),
        ("2024-02-29", "4年", "2028-02-29"),
        ("2023-05-01", "3年", "2026-05-01"),
    ],
)
def test_days_move_by_whole_years(start, years, end):
    assert value_of(f"{start} + {years} = {end}", Record()) is True


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2022-12-31", "2025-12-31", 3),
        ("2023-01-01", "2025-12-31", 2),
        ("2024-02-29", "2025-02-28", 1),
    ],
)
def test_whole_years_run_to_the_day(first, last, years):
    assert value_of(f"years_between({first}, {last})", Record()) == years


def test_a_judgement_is_open_until_a_person_decides():
    assert value_of('judged("chain")', FIRM) == Open(judged=frozenset({"chain"}))
    assert value_of('judged("chain")', FIRM, decisions={"chain": False}) is False


BOOK = """
rulebook: test.book
version: "{version}"
title: {{zh: 试, en: test}}
in_force: {{from: {start}{through}}}
sources: {{s: {{document: 文号, grade: S}}}}
parameters:
  floor: {{value: {floor}人, source: s}}
conditions:
  - {{id: staff, title: {{zh: 人, en: staff}}, source: s, test: tech_staff >= floor}}
  - {{id: role, title: {{zh: 链, en: role}}, source: s, judged: true}}
"""


def book(version="1", start="2020-01-01", through="", floor=20):
    text = BOOK.format(version=version, start=start, through=through, floor=floor)
    return parse_rulebook(text)


def answer(record, *books, at=AT):
    (found,) = determine_record(record, rulebooks=build_rulebooks(books), at=at)
    return found


def test_judged_conditions_are_reviewed_or_decided():
    decided = Record(FIRM.values, FIRM.series, FIRM.lists, {"test.book": {"role": True}})
    refused = Record(FIRM.values, FIRM.series, FIRM.lists, {"test.book": {"role": False}})

    assert answer(FIRM, book()).outcome is Outcome.MANUAL_REVIEW
    assert answer(FIRM, book()).judged == ("role",)
    assert answer(decided, book()).outcome is Outcome.MET
    assert answer(refused, book()).outcome is Outcome.UNMET


def test_failure_beats_unknown_and_unknown_beats_judgement():
    nothing = Record()

    assert answer(FIRM, book(floor=30)).outcome is Outcome.UNMET
    assert answer(nothing, book()).outcome is Outcome.UNKNOWN
    assert answer(nothing, book()).missing == ("tech_staff",)


def test_versions_follow_the_day_of_application():
    old = book(through=", through: 2026-03-31", floor=30)
    new = book(version="2", start="2026-04-01")

    found = {day: answer(FIRM, old, new, at=day) for day in (date(2026, 3, 31), date(2026, 4, 1))}

    assert [(one.version, one.outcome) for one in found.values()] == [
        ("1", Outcome.UNMET),
        ("2", Outcome.MANUAL_REVIEW),
    ]


def test_before_the_first_version_nothing_applies_and_after_the_last_nothing_is_known():
    only = book(start="2025-01-01", through=", through: 2025-12-31")

    assert answer(FIRM, only, at=date(2024, 12, 31)).outcome is Outcome.NOT_APPLICABLE
    assert answer(FIRM, only, at=date(2026, 1, 1)).outcome is Outcome.UNKNOWN


def fill(record, maker):
    """
    The record with some of what is missing filled in, nothing known changed.

    A yearly fact given without its year stands for last year: that year is known then.
    """
    values, series = dict(record.values), {k: dict(v) for k, v in record.series.items()}
    lists = {
        name: tuple(_filled(row, fields()[name], maker) for row in rows)
        for name, rows in record.lists.items()
    }
    for name, one in fields().items():
        if one.kind is None:
            if name not in lists and maker.random.random() < 0.5:
                lists[name] = maker.record(gaps=0).lists[name]
        elif one.yearly:
            for year in (2022, 2023, 2024, 2025):
                known = year == AT.year - 1 and name in values
                if maker.random.random() < 0.5 and not known:
                    series.setdefault(name, {}).setdefault(year, maker.cell(one))
        elif name not in values and maker.random.random() < 0.5:
            values[name] = maker.cell(one)
    return Record(values, series, lists, record.decisions)


def _filled(row, listed, maker):
    return {
        name: row.get(name, maker.cell(column))
        for name, column in listed.columns.items()
        if name in row or (maker.random.random() < 0.5 and not column.open)
    }


@given(st.integers(0, 2**32))
@example(532)  # revenue without its year, then another revenue for last year
@settings(max_examples=60, deadline=None)
def test_filling_in_what_is_missing_never_flips_a_certain_answer(seed):
    maker = Maker(seed)
    rulebooks = build_rulebooks([parse_rulebook(maker.rulebook())])
    engine = RowEngine(rulebooks)
    before = maker.record(gaps=0.4)
    before = before.with_value("registered_on", date(2015, 1, 1).toordinal())
    after = fill(before, maker)

    first = engine.answer("test.random", before, AT)
    then = engine.answer("test.random", after, AT)

    certain = {name: one for name, one in first.answers.items() if isinstance(one, bool)}
    kept = {name: then.answers[name] for name in certain if then.answers[name] is not None}
    assert kept == {name: certain[name] for name in kept}
    if isinstance(first.decision, bool):
        assert then.decision == first.decision


def test_bundled_rulebooks_ask_for_data_when_nothing_is_known():
    found = determine_record(Record(), rulebooks=bundled_rulebooks(), at=AT)

    certain = {one.rulebook for one in found if one.outcome in {Outcome.MET, Outcome.UNMET}}
    assert certain == set()
