"""What would turn an answer: checked by applying it, and against trying everything."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.rules import bundled_rulebooks, determine, determine_record, load_all_tests
from queqiao.rules.changes import apply_changes, changes_for
from queqiao.rules.determine import engine_for
from queqiao.rules.library import build_rulebooks
from queqiao.rules.results import ChangeKind, Outcome
from queqiao.rules.rows import Record, prepare
from queqiao.rules.schema import parse_rulebook
from tests.strategies.rules import AT

WAN = 1_000_000
STEPS = {ChangeKind.SET, ChangeKind.ADD}
HEAD = """
rulebook: test.book
version: "1"
title: {zh: 试, en: test}
in_force: {from: 2020-01-01}
sources: {s: {document: 文号, grade: S}}
conditions:"""


def build(*tests):
    lines = [
        f"\n  - {{id: c{number}, title: {{zh: 条, en: c}}, source: s, test: '{test}'}}"
        for number, test in enumerate(tests)
    ]
    return build_rulebooks([parse_rulebook(HEAD + "".join(lines))])


def answer(record, books, at=AT):
    (found,) = determine_record(record, rulebooks=books, at=at)
    return changes_for(found, record, engine_for(books))


def outcome(record, books, at=AT):
    (found,) = determine_record(record, rulebooks=books, at=at)
    return found.outcome


def firm(**values):
    return Record(values=values, series={"revenue": {2025: 1000 * WAN}})


def test_the_least_change_of_one_number():
    books = build("tech_staff / employees_avg >= 10%")

    found = answer(firm(employees_avg=95, tech_staff=7), books)

    (change,) = found.changes
    assert (change.kind, change.field, change.before, change.after) == (
        ChangeKind.SET,
        "tech_staff",
        Decimal(7),
        Decimal(10),
    )
    assert change.conditions == ("c0",)


def test_the_gap_is_told_in_the_unit_of_the_condition():
    books = build("revenue[y-1] >= 1500万元")

    (condition,) = answer(firm(), books).conditions

    assert (condition.gap, condition.unit, condition.value, condition.threshold) == (
        Decimal(500),
        "万元",
        Decimal(1000),
        Decimal(1500),
    )


def test_parts_never_exceed_their_whole():
    books = build("tech_staff >= 10人")

    assert answer(firm(employees_avg=8, tech_staff=5), books).changes == ()


def test_one_change_that_spoils_another_condition_is_followed_up():
    books = build("rd_expense[y-1] >= 100万元", "rd_expense_domestic[y-1] / rd_expense[y-1] >= 60%")
    record = Record(
        series={"rd_expense": {2025: 80 * WAN}, "rd_expense_domestic": {2025: 50 * WAN}}
    )

    found = answer(record, books)

    assert {(one.field, one.after) for one in found.changes} == {
        ("rd_expense", Decimal(100)),
        ("rd_expense_domestic", Decimal(60)),
    }
    assert outcome(apply_changes(record, found.changes), books) is Outcome.MET


@given(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12), st.integers(1, 9))
@settings(max_examples=80, deadline=None)
def test_the_cheapest_of_all_changes_is_found(staff, tech, rd, share):
    """Against trying every number of every field."""
    tech, rd = min(tech, staff), min(rd, staff)
    tests = (f"tech_staff / employees_avg >= {share}0%", "tech_staff + rd_staff >= 6人")
    books = build(*tests)
    record = firm(employees_avg=staff, tech_staff=tech, rd_staff=rd)
    if outcome(record, books) is not Outcome.UNMET:
        return
    weights = {"employees_avg": 20, "tech_staff": 15, "rd_staff": 20}
    costs = [
        (staff - s) * weights["employees_avg"]
        + (t - tech) * weights["tech_staff"]
        + (r - rd) * weights["rd_staff"]
        for s, t, r in product(range(1, staff + 1), range(tech, staff + 1), range(rd, staff + 1))
        if max(t, r) <= s and t >= Fraction(share, 10) * s and t + r >= 6
    ]

    changes = answer(record, books).changes

    if not costs:
        assert changes == ()
        return
    cost = sum(abs(one.after - one.before) * weights[one.field] for one in changes)
    assert outcome(apply_changes(record, changes), books) is Outcome.MET
    assert cost == min(costs)


def test_rows_are_added_where_they_help():
    books = build('count(ip where class = "I" and granted_on <= at) >= 2件')
    record = Record(lists={"ip": ({"class": "I", "granted_on": date(2020, 1, 1).toordinal()},)})

    (change,) = answer(record, books).changes

    assert (change.kind, change.field, change.count) == (ChangeKind.ADD, "ip", 1)
    assert change.row["class"] == "I"
    assert outcome(apply_changes(record, [change]), books) is Outcome.MET


def test_a_score_is_raised_where_it_is_cheapest():
    text = (
        HEAD
        + """
  - {id: c0, title: {zh: 条, en: c}, source: s, test: score >= 30分}
score:
  total: [people, research]
  items:
    - id: people
      title: {zh: 人, en: staff}
      value: tech_staff / employees_avg
      brackets: [{at_least: 30%, points: 20}, {at_least: 10%, points: 10}, {points: 0}]
    - id: research
      title: {zh: 研, en: research}
      value: rd_expense[y-1] / revenue[y-1]
      brackets: [{at_least: 6%, points: 20}, {at_least: 3%, points: 10}, {points: 0}]
"""
    )
    books = build_rulebooks([parse_rulebook(text)])
    record = Record(
        values={"employees_avg": 100, "tech_staff": 10},
        series={"revenue": {2025: 1000 * WAN}, "rd_expense": {2025: 30 * WAN}},
    )

    (change,) = answer(record, books).changes

    assert (change.field, change.after) == ("rd_expense", Decimal(60))


@pytest.mark.parametrize(
    ("test", "values", "until"),
    [
        ("at - registered_on >= 365天", {"registered_on": date(2025, 9, 1)}, date(2026, 9, 1)),
        ("registered_on <= at - 3年", {"registered_on": date(2024, 2, 29)}, date(2027, 3, 1)),
        (
            "years_between(segment_since, year_end(y-1)) >= 3年",
            {"segment_since": date(2023, 6, 1)},
            date(2027, 1, 1),
        ),
    ],
)
def test_the_day_from_which_waiting_is_enough(test, values, until):
    books = build(test)
    record = Record(values={name: day.toordinal() for name, day in values.items()})

    (change,) = answer(record, books).changes

    assert (change.kind, change.until) == (ChangeKind.WAIT, until)
    assert outcome(record, books, until) is Outcome.MET
    assert outcome(record, books, until - timedelta(days=1)) is Outcome.UNMET


def test_what_time_cannot_mend_is_not_waited_for():
    books = build("at - registered_on >= 365天", "own_brand")
    record = Record(values={"registered_on": date(2025, 9, 1).toordinal(), "own_brand": False})

    assert answer(record, books).changes == ()


def test_missing_data_and_judgements_are_asked_for():
    text = (
        HEAD
        + """
  - {id: c0, title: {zh: 条, en: c}, source: s, test: 'rd_expense[y-1] >= 100万元'}
  - {id: c1, title: {zh: 条, en: c}, source: s, judged: true}
"""
    )
    books = build_rulebooks([parse_rulebook(text)])

    found = answer(Record(), books)

    assert [(one.kind, one.field, one.year) for one in found.changes] == [
        (ChangeKind.PROVIDE, "rd_expense", 2025),
        (ChangeKind.DECIDE, "c1", None),
    ]


def unmet_cases():
    cases = [
        (tests.rulebook, case)
        for tests in load_all_tests()
        for case in tests.cases
        if case.expect.outcome is Outcome.UNMET
    ]
    return cases[::6]


@pytest.mark.parametrize(
    ("rulebook", "case"), unmet_cases(), ids=lambda one: getattr(one, "id", one)
)
def test_changes_of_bundled_rulebooks_hold_when_applied(rulebook, case):
    books = bundled_rulebooks()
    (found,) = determine(case.facts, rulebooks=books, at=case.at, only=[rulebook])
    steps = [one for one in found.changes if one.kind in STEPS]
    waits = [one.until for one in found.changes if one.kind is ChangeKind.WAIT]
    record = prepare(case.facts)

    if steps:
        after = apply_changes(record, steps)
        (then,) = determine_record(after, rulebooks=books, at=case.at, only=[rulebook])
        assert then.outcome is not Outcome.UNMET
    for until in waits:
        (then,) = determine_record(record, rulebooks=books, at=until, only=[rulebook])
        assert then.outcome in {Outcome.MET, Outcome.MANUAL_REVIEW}
