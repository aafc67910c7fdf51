"""Every rulebook shipped decides its own cases as written, and its cases leave nothing untried."""

from collections import defaultdict
from datetime import date
from functools import cache

import pytest

from queqiao.core.codes import is_outside_sizes, size_industry
from queqiao.core.codes.tables import load_table
from queqiao.rules import (
    Outcome,
    bundled_rulebooks,
    determine,
    determine_record,
    load_all_tests,
    run_tests,
)
from queqiao.rules.facts.build import Complaints, build_enterprise
from queqiao.rules.kinds import FEN_PER_WAN
from queqiao.rules.model import Role
from queqiao.rules.rows.records import prepare
from tests.engine.rules.agreement import differences

BOOKS = bundled_rulebooks()
TESTS = load_all_tests()
VERSIONS = [(book.id, book.version) for book in BOOKS]


@cache
def results():
    return run_tests(TESTS, rulebooks=BOOKS)


@pytest.mark.parametrize("tests", TESTS, ids=lambda tests: tests.source)
def test_cases_come_out_as_written(tests):
    ran = [one for one in results() if one.tests is tests]

    assert ran
    assert {one.case.id: one.differences for one in ran if not one.passed} == {}


@pytest.mark.parametrize("tests", TESTS, ids=lambda tests: tests.source)
def test_case_ids_are_unique_and_each_expects_something(tests):
    ids = [case.id for case in tests.cases]

    assert sorted(set(ids)) == sorted(ids)
    assert [case.id for case in tests.cases if not case.expect.named] == []


# The worked examples of the collection that the rules come from: letter, and how many.
WORKED = {"H": 8, "T": 6, "Z": 4, "X": 2, "C": 3, "E": 5, "R": 6, "J": 4, "K": 6, "I": 5, "O": 4}


def test_each_worked_example_is_a_case():
    ids = [case.id for tests in TESTS for case in tests.cases]
    wanted = [f"{letter}-T{n}" for letter, last in WORKED.items() for n in range(1, last + 1)]

    assert [w for w in wanted if not any(i == w or i.startswith(f"{w}-") for i in ids)] == []


@cache
def found():
    """By rulebook and version: outcomes seen of each condition, and points seen of each item."""
    outcomes = defaultdict(lambda: defaultdict(set))
    points = defaultdict(lambda: defaultdict(set))
    for one in results():
        key = one.found.rulebook, one.found.version
        for condition in (*one.found.conditions, *one.found.triggers):
            outcomes[key][condition.id].add(condition.outcome)
        for line in one.found.score_lines:
            points[key][line.id].add((line.low, line.high))
    return outcomes, points


@pytest.mark.parametrize(("rulebook", "version"), VERSIONS)
def test_each_condition_is_tried_both_ways(rulebook, version):
    book = next(b for b in BOOKS if (b.id, b.version) == (rulebook, version))
    seen = found()[0][rulebook, version]
    routes = [one for route in book.routes for one in route.any]

    untried = {
        one.id: seen[one.id]
        for one in (*book.conditions, *routes)
        if one.test is not None and not {Outcome.MET, Outcome.UNMET} <= seen[one.id]
    }

    assert untried == {}


@pytest.mark.parametrize(("rulebook", "version"), VERSIONS)
def test_each_bracket_of_points_is_tried(rulebook, version):
    book = next(b for b in BOOKS if (b.id, b.version) == (rulebook, version))
    seen = found()[1][rulebook, version]

    untried = [
        (item.id, float(bracket.low), float(bracket.high))
        for item in (book.score.items if book.score else ())
        for bracket in item.brackets
        if not item.expert and (bracket.low, bracket.high) not in seen[item.id]
    ]

    assert untried == []


@pytest.mark.parametrize(("rulebook", "version"), VERSIONS)
def test_outcomes_of_the_whole_are_tried(rulebook, version):
    book = next(b for b in BOOKS if (b.id, b.version) == (rulebook, version))
    seen = {
        one.found.outcome
        for one in results()
        if (one.found.rulebook, one.found.version) == (rulebook, version)
    }

    if book.undetermined:
        assert seen == {Outcome.UNKNOWN}
    elif [one for one in book.conditions if one.role is not Role.TRIGGER]:
        assert Outcome.UNMET in seen
        assert seen & {Outcome.MET, Outcome.MANUAL_REVIEW}
    else:
        assert Outcome.MET in seen


def test_every_rulebook_has_cases():
    assert {tests.rulebook for tests in TESTS} == set(BOOKS.ids)


@pytest.mark.parametrize("book", list(BOOKS), ids=lambda book: f"{book.id}-{book.version}")
def test_every_condition_and_number_names_its_source(book):
    nameless = [
        one.id
        for one in (
            *book.conditions,
            *(one for route in book.routes for one in route.any),
            *book.parameters.values(),
            *book.tables.values(),
        )
        if one.basis.source is None
    ]

    assert nameless == []
    assert book.amount is None or book.amount.basis.source is not None


DAYS = sorted({case.at for tests in TESTS for case in tests.cases})


@pytest.mark.parametrize("at", DAYS, ids=str)
def test_cases_come_out_alike_by_row_and_by_column(at):
    """Facts of cases, spread over all, through every rulebook of their day, both ways."""
    records = [prepare(c.facts) for tests in TESTS for c in tests.cases if c.at == at]
    records = records[:: len(records) // 150 + 1]

    assert differences(BOOKS, records, at) == []


def blanked(facts):
    """The same facts with one of them missing, once for each."""
    for name in facts:
        yield name, {other: value for other, value in facts.items() if other != name}


@pytest.mark.parametrize("tests", TESTS, ids=lambda tests: tests.source)
def test_a_datum_filled_in_never_turns_a_certain_answer(tests):
    """
    What is certain with a datum missing is the same once it is there.

    Not so for the year of registration, from which a firm's fiscal years are told, and for what
    nobody would state without having it (``known`` in a rulebook).
    """
    certain = {Outcome.MET, Outcome.UNMET, Outcome.NOT_APPLICABLE}
    turned = []
    for case in tests.cases[:8]:
        (whole,) = answers(case.facts, tests.rulebook, case.at)
        for name, fewer in blanked(case.facts):
            if name == "registered_on" or name in STATED_IF_HELD:
                continue
            (less,) = answers(fewer, tests.rulebook, case.at)
            if less.outcome in certain and less.outcome is not whole.outcome:
                turned.append((case.id, name, less.outcome.value, whole.outcome.value))

    assert turned == []


# Facts that a rulebook asks for by ``known``: not stated means not held.
STATED_IF_HELD = {
    "chip_or_machine_tool",
    "contests",
    "moved_in_on",
    "platform_score",
    "rd_super_deduction_filed",
    "commissioner_appointed_on",
    "manual_decisions",
}


def answers(facts, rulebook, at):
    return determine_record(prepare(facts), rulebooks=BOOKS, at=at, only=[rulebook])


# The rows of the ministry's table by the names that its rulebook gives them.
SIZE_ROWS = {
    "农林牧渔业": "agriculture",
    "工业": "industry",
    "建筑业": "construction",
    "批发业": "wholesale",
    "零售业": "retail",
    "交通运输业": "transport",
    "仓储业": "storage",
    "邮政业": "post",
    "住宿业": "accommodation",
    "餐饮业": "catering",
    "信息传输业": "telecommunications",
    "软件和信息技术服务业": "software",
    "房地产开发经营": "property_development",
    "物业管理": "property_management",
    "租赁和商务服务业": "leasing_and_business",
    "其他未列明行业": "other",
}


def classes_of_industry():
    sections = {row[0]: row[2] for row in load_table("industries.tsv") if len(row) > 2}
    codes = [row[0] for row in load_table("industries.tsv") if len(row[0]) == 4]
    return [sections[code[:2]] + code for code in codes]


def size_class(code, *, employees, revenue, assets):
    raw = {
        "industry_code": code,
        "employees_avg": employees,
        "revenue": {"2025": revenue},
        "total_assets": {"2025": assets},
    }
    facts = build_enterprise(raw, Complaints("-")).facts
    (answer,) = determine(facts, rulebooks=BOOKS, at=date(2026, 5, 1), only=["cn.sme-size"])
    return answer.class_name


def test_size_table_places_each_industry_where_the_code_table_does():
    """The floors of an industry's row make it large, and one less of any of them medium."""
    (table,) = BOOKS.versions("cn.sme-size")[0].tables.values()
    rows = {
        SIZE_ROWS[name]: {
            "employees": int(row.get("large_employees", 0)),
            "revenue": int(row.get("large_revenue", 0)) // FEN_PER_WAN,
            "assets": int(row.get("large_assets", 0)) // FEN_PER_WAN,
        }
        for name, row in table.rows.items()
    }

    assert len(rows) == len(SIZE_ROWS)
    for code in classes_of_industry():
        row = size_industry(code)
        if row is None:
            assert is_outside_sizes(code)
            assert size_class(code, employees=10**6, revenue=10**6, assets=10**6) is None, code
            continue
        floors = rows[row]
        assert size_class(code, **floors) == "large", code
        for name, floor in floors.items():
            if floor:
                assert size_class(code, **{**floors, name: floor - 1}) == "medium", code
