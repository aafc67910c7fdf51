"""Deciding by column gives exactly what deciding by row gives."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.rules import bundled_rulebooks
from queqiao.rules.columns import build_columns, determine_columns
from queqiao.rules.library import build_rulebooks
from queqiao.rules.schema import parse_rulebook
from tests.engine.rules.agreement import differences
from tests.strategies.rules import AT, Maker

seeds = st.integers(0, 2**32)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_random_rulebooks_agree_by_row_and_by_column(seed):
    maker = Maker(seed)
    books = build_rulebooks([parse_rulebook(maker.rulebook())])
    records = [maker.record() for _ in range(12)]

    assert differences(books, records, AT) == []


@pytest.mark.parametrize("at", [date(2025, 3, 1), date(2026, 3, 31), date(2026, 5, 1)])
def test_bundled_rulebooks_agree_by_row_and_by_column(at):
    maker = Maker(at.toordinal())
    records = [maker.record() for _ in range(60)]

    assert differences(bundled_rulebooks(), records, at) == []


def test_stretches_join_to_the_whole(monkeypatch):
    maker = Maker(5)
    records = [maker.record() for _ in range(25)]
    books = bundled_rulebooks()
    whole = determine_columns(build_columns(records), rulebooks=books, at=AT)
    monkeypatch.setattr("queqiao.rules.columns.batch.STRETCH", 7)
    told = []

    parts = determine_columns(
        build_columns(records), rulebooks=books, at=AT, progress=lambda *done: told.append(done)
    )

    assert [list(one.outcome) for one in parts.values()] == [
        list(one.outcome) for one in whole.values()
    ]
    assert told == [(7, 25), (14, 25), (21, 25), (25, 25)]


def test_no_enterprises_give_empty_columns():
    found = determine_columns(build_columns([]), rulebooks=bundled_rulebooks(), at=AT)

    assert {len(one.outcome) for one in found.values()} == {0}


def test_money_beyond_64_bits_stays_exact():
    maker = Maker(1)
    record = maker.record(gaps=0)
    huge = 10**17 * 10**6 + 1
    yuan = f"{huge // 100}.{huge % 100:02d}元"
    records = [record.with_yearly("revenue", 2025, huge + more) for more in (-1, 0, 1)]
    text = (
        maker.rulebook().split("conditions:")[0]
        + f"""
conditions:
  - id: at_least
    title: {{zh: 达到, en: reached}}
    source: s
    test: revenue[y-1] * revenue[y-1] >= {yuan} * {yuan}
"""
    )
    books = build_rulebooks([parse_rulebook(text)])

    found = determine_columns(build_columns(records), rulebooks=books, at=AT)["test.random"]

    assert [found.outcomes[code] for code in found.outcome] == ["unmet", "met", "met"]
