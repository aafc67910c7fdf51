"""What a condition rests on: every datum, parameter and step, with its clause."""

from datetime import date
from decimal import Decimal

import pytest

from queqiao.errors import Missing
from queqiao.rules import bundled_rulebooks, load_all_tests
from queqiao.rules.library import build_rulebooks
from queqiao.rules.rows import Record, prepare
from queqiao.rules.schema import parse_rulebook
from queqiao.rules.trace import StepKind, trace

AT = date(2026, 5, 1)
WAN = 1_000_000
BOOKS = build_rulebooks(
    [
        parse_rulebook(
            """
rulebook: test.book
version: "1"
title: {zh: 试, en: test}
in_force: {from: 2020-01-01}
sources: {s: {document: 文号, grade: S}}
parameters: {floor: {value: 5%, source: s, clause: 第三条}}
define: {share: "sum(rd_expense over y-2..y-1) / sum(revenue over y-2..y-1)"}
conditions:
  - {id: ratio, title: {zh: 研发强度, en: ratio}, source: s, clause: 第二条, test: share >= floor}
  - {id: rights, title: {zh: 专利, en: rights}, source: s, test: count(ip where disputed) = 0件}
"""
        )
    ]
)
FIRM = Record(
    series={"revenue": {2024: 100 * WAN, 2025: 300 * WAN}, "rd_expense": {2025: 30 * WAN}},
    lists={"ip": ({"disputed": False},)},
)


def test_a_trace_names_every_datum_with_its_value():
    ratio, rights = trace(FIRM, rulebooks=BOOKS, at=AT, rulebook="test.book")

    assert [(one.kind, one.id, one.year, one.value, one.unit) for one in ratio] == [
        (StepKind.CONDITION, "ratio", None, "met", ""),
        (StepKind.DEFINITION, "share", None, None, ""),
        (StepKind.FACT, "rd_expense", 2024, None, "万元"),
        (StepKind.FACT, "rd_expense", 2025, Decimal(30), "万元"),
        (StepKind.FACT, "revenue", 2024, Decimal(100), "万元"),
        (StepKind.FACT, "revenue", 2025, Decimal(300), "万元"),
        (StepKind.PARAMETER, "floor", None, Decimal("0.05"), ""),
    ]
    assert [(one.id, one.value) for one in rights] == [("rights", "met"), ("ip", Decimal(1))]


def test_a_trace_carries_clauses():
    ratio, _ = trace(FIRM, rulebooks=BOOKS, at=AT, rulebook="test.book")

    clauses = {one.id: one.basis.clause for one in ratio if one.basis is not None}
    assert clauses == {"ratio": "第二条", "floor": "第三条"}


def test_an_unknown_rulebook_is_missing():
    with pytest.raises(Missing):
        trace(FIRM, rulebooks=BOOKS, at=AT, rulebook="test.none")


@pytest.mark.parametrize("tests", load_all_tests(), ids=lambda one: one.source)
def test_bundled_rulebooks_can_be_traced(tests):
    case = tests.cases[0]

    found = trace(
        prepare(case.facts), rulebooks=bundled_rulebooks(), at=case.at, rulebook=tests.rulebook
    )

    assert all(steps[0].kind is StepKind.CONDITION for steps in found)
