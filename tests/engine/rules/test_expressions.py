"""The expression language: what it reads, what it refuses, and that nothing breaks it."""

import contextlib
import string
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queqiao.messages import render
from queqiao.rules.checking import Scope, check_expression
from queqiao.rules.kinds import FLAG, ITEMS, MONEY, PLAIN, POINTS, parse_quantity
from queqiao.rules.parsing import MAX_CHARACTERS, ExpressionError, parse_expression
from queqiao.rules.rows.records import Record
from tests.engine.rules.values import value_of
from tests.strategies.rules import Maker


def checked(text):
    return check_expression(parse_expression(text), Scope({}))


def refusal(text):
    with pytest.raises(ExpressionError) as caught:
        checked(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("500人", 500, None),
        ("2亿元", 20_000_000_000, MONEY),
        ("0.01元", 1, MONEY),
        ("12.5%", Fraction(1, 8), PLAIN),
        ("3‰", Fraction(3, 1000), PLAIN),
        ("60分", 60, POINTS),
        ("4家", 4, ITEMS),
        ("-3万元", -3_000_000, MONEY),
        ("true", True, FLAG),
    ],
)
def test_literals_carry_their_units(text, value, kind):
    quantity = parse_quantity(text)

    assert quantity.value == value
    assert kind is None or quantity.kind == kind


@pytest.mark.parametrize("text", ["", "人", "5 furlongs", "1.2.3万元", "2026-02-30", "五人"])
def test_what_is_no_literal_is_none(text):
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("employees_avg >= 5万元", "kinds_differ"),
        ("employees_avg >= 500", "kinds_differ"),
        ("revenue[y-1] + employees_avg > 0元", "kinds_differ"),
        ("sum(rd_expense over y-3..y-1) >= 5%", "kinds_differ"),
        ("registered_on + 5万元 > at", "kinds_differ"),
        ("revenue >= 5万元", "needs_year"),
        ("employees_avg[y-1] >= 5人", "not_yearly"),
        ("secret > 5", "unknown_name"),
        ("count(revenue where true) > 1件", "not_a_list"),
        ("ip = 3件", "list"),
        ("open(name)", "unknown_function"),
        ("min(revenue[y-1])", "expected"),
        ("cagr(revenue[y-3], revenue[y-1], 2) + 5% > 0%", "growth"),
        ("name > industry_code", "no_order"),
        ("revenue[y-1] and true", "not_a_test"),
        ("sum(sum(revenue over y-2..y-1) over y-2..y-1) > 0元", "nested"),
        ("fiscal_years(y) > 1", "arguments"),
        ("revenue[y-99] > 0元", "year"),
        ("sum(revenue over y-1..y-3) > 0元", "year_order"),
        ("2026-02-30 > at", "date"),
        ("employees_avg > 5人 employees_avg", "unexpected"),
        ("employees_avg >", "incomplete"),
        ("", "incomplete"),
    ],
)
def test_what_does_not_fit_is_refused(text, code):
    assert refusal(text).message.code == f"rules.expression.{code}"


@pytest.mark.parametrize(
    "text",
    [
        'name.__class__ = "x"',
        "().__class__",
        '__import__("os")',
        "lambda: 1",
        "[x for x in ip]",
        'name[0] = "x"',
        "{}",
        "1 if true else 2",
        'eval("1")',
        "employees_avg; employees_avg",
        'f"{name}"',
        "employees_avg ** 2 > 1人",
        "employees_avg @ 2",
        "`name`",
        "name\\n",
    ],
)
def test_nothing_of_python_gets_through(text):
    refusal(text)


def test_refusals_name_the_column():
    assert refusal("resident_enterprise and secret > 5").column == 25


def test_refusals_say_what_to_do_in_both_languages():
    error = refusal("revenue >= 5万元")

    assert "revenue[y-1]" in render(error.message, "zh")
    assert "revenue[y-1]" in render(error.message, "en")


def test_long_expressions_are_refused():
    refusal("1 + " * MAX_CHARACTERS + "1 > 0")


@pytest.mark.parametrize("nest", ["(" * 300 + "true" + ")" * 300, "not " * 400 + "true"])
def test_deep_expressions_end_in_bounded_depth(nest):
    with contextlib.suppress(ExpressionError):
        checked(nest)


@given(st.text(alphabet=string.printable + "万元人分年≥≤≠，（）", max_size=200))
@example("((((((((")
@example('"' * 50)
@example("y..y-1")
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(ExpressionError):
        checked(text)


WORDS = st.sampled_from((
    "and", "or", "not", "in", "over", "where", "true", "y", "at", "(", ")", "[", "]", ",", "..",
    "+", "-", "*", "/", "=", "<", ">=", "sum", "count", "any", "min", "if", "cagr", "revenue", "ip",
    "employees_avg", "name", "registered_on", "5", "5%", "5万元", "5人", "3年", "class", "year",
    "2026-01-01", '"I"',
))  # fmt: skip


@given(st.lists(WORDS, max_size=25))
@settings(max_examples=400, deadline=None)
def test_any_words_are_read_or_refused(words):
    text = " ".join(words)
    try:
        _, kind = checked(text)
    except ExpressionError:
        return
    if kind == FLAG:
        value_of(text, Record())


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_well_formed_expressions_pass(seed):
    maker = Maker(seed)

    assert checked(maker.test(4))[1] == FLAG
    assert checked(maker.money(4))[1] == MONEY
