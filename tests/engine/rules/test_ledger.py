"""Entitlements that limit each other, and their way to being paid."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.errors import WrongUsage
from queqiao.messages import render
from queqiao.rules.combine import Benefit, combine
from queqiao.rules.ledger import (
    Entitlement,
    EntitlementState,
    Ledger,
    LedgerEvent,
    Verb,
    record,
    replay,
)
from queqiao.rules.model import Stacking

DAY = date(2026, 5, 1)
yuan = st.integers(0, 10**7).map(lambda fen: Decimal(fen) / 100)
groups = st.sampled_from("abc").map(lambda name: Stacking(group=name))
ceilings = st.sampled_from("xyz").map(
    lambda name: Stacking(group=name, at_most={"x": 10**6, "y": 10**5, "z": 0}[name])
)


@st.composite
def benefits(draw):
    amounts = draw(st.lists(yuan, max_size=7))
    return [
        Benefit(
            rulebook=f"test.{number}",
            amount_cny=amount,
            stacking=tuple(
                draw(st.lists(groups | ceilings, max_size=2, unique_by=lambda g: g.group))
            ),
        )
        for number, amount in enumerate(amounts)
    ]


def paid_in(grants, some, group):
    names = {one.rulebook for one in some if group in {g.group for g in one.stacking}}
    return [one.granted_cny for one in grants if one.rulebook in names]


@given(benefits())
@settings(max_examples=150, deadline=None)
def test_no_group_is_paid_more_than_it_allows(some):
    grants = combine(some)

    assert all(0 <= one.granted_cny <= one.amount_cny for one in grants)
    for group in "abc":
        assert sum(amount > 0 for amount in paid_in(grants, some, group)) <= 1
    for group, limit in (("x", Decimal(10**4)), ("y", Decimal(10**3)), ("z", Decimal(0))):
        assert sum(paid_in(grants, some, group)) <= limit


@given(benefits())
@settings(max_examples=150, deadline=None)
def test_of_exclusive_groups_the_dearest_choice_is_paid(some):
    """Against trying every set of benefits without two of one group."""
    plain = [
        Benefit(
            rulebook=one.rulebook,
            amount_cny=one.amount_cny,
            stacking=tuple(group for group in one.stacking if group.at_most is None),
        )
        for one in some
    ]
    best = Decimal(0)
    for size in range(len(plain) + 1):
        for chosen in combinations(plain, size):
            names = [group.group for one in chosen for group in one.stacking]
            if len(names) == len(set(names)):
                best = max(best, sum((one.amount_cny for one in chosen), Decimal(0)))

    assert sum((one.granted_cny for one in combine(plain)), Decimal(0)) == best


def test_the_lower_of_two_says_why_it_is_not_paid():
    group = (Stacking(group="hnte"),)
    low = Benefit(rulebook="a.low", amount_cny=Decimal(5), stacking=group)
    high = Benefit(rulebook="b.high", amount_cny=Decimal(10), stacking=group)

    first, second = combine([high, low])

    assert (first.granted_cny, second.granted_cny) == (Decimal("0.00"), Decimal(10))
    assert "就高不重复" in render(first.reason, "zh")
    assert second.reason is None


def event(verb, amount="0", name="e1", pool="p"):
    return LedgerEvent(verb=verb, entitlement=name, on=DAY, amount_cny=Decimal(amount), pool=pool)


PAID = [event(Verb.MATCH, "100.50"), event(Verb.PUSH), event(Verb.CONFIRM), event(Verb.PAY)]


def test_an_entitlement_goes_its_way():
    ledger = replay({"p": Decimal(500)}, [*PAID, event(Verb.ARCHIVE)])

    assert ledger.entitlements["e1"] == Entitlement(
        id="e1",
        enterprise="",
        rulebook="",
        pool="p",
        state=EntitlementState.ARCHIVED,
        due_cny=Decimal("100.50"),
        paid_cny=Decimal("100.50"),
    )
    assert ledger.left_cny("p") == Decimal("399.50")


def test_corrected_data_give_the_exact_clawback():
    ledger = replay({"p": Decimal(500)}, [*PAID, event(Verb.CORRECT, "60.25")])

    assert ledger.entitlements["e1"].clawback_cny == Decimal("40.25")
    settled = record(ledger, event(Verb.RECOVER, "40.25"))
    assert settled.left_cny("p") == Decimal("439.75")
    assert settled.entitlements["e1"].clawback_cny == 0


def test_corrected_data_upward_leave_the_rest_due():
    ledger = replay({"p": Decimal(500)}, [*PAID, event(Verb.CORRECT, "130"), event(Verb.PAY)])

    assert ledger.spent_cny("p") == Decimal(130)


def test_an_archived_entitlement_that_is_corrected_is_open_again():
    ledger = replay({}, [*PAID, event(Verb.ARCHIVE), event(Verb.CORRECT, "0")])

    assert ledger.entitlements["e1"].state is EntitlementState.PAID
    assert ledger.entitlements["e1"].clawback_cny == Decimal("100.50")


def test_a_match_that_falls_away_before_it_is_paid_is_withdrawn():
    ledger = replay({}, [event(Verb.MATCH, "10"), event(Verb.CORRECT, "0")])

    assert ledger.entitlements["e1"].state is EntitlementState.WITHDRAWN


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([event(Verb.PUSH)], "unknown"),
        ([event(Verb.MATCH, "1"), event(Verb.MATCH, "1")], "again"),
        ([event(Verb.MATCH, "1"), event(Verb.PAY)], "step"),
        ([event(Verb.MATCH, "0.001")], "amount"),
        ([event(Verb.MATCH, "-1")], "amount"),
        ([*PAID, event(Verb.PAY)], "nothing_due"),
        ([*PAID, event(Verb.RECOVER, "1")], "recover"),
        ([*PAID, event(Verb.CORRECT, "1"), event(Verb.ARCHIVE)], "archive"),
        (
            [event(Verb.MATCH, "501"), event(Verb.PUSH), event(Verb.CONFIRM), event(Verb.PAY)],
            "pool",
        ),
    ],
)
def test_what_does_not_follow_is_refused(events, code):
    with pytest.raises(WrongUsage) as caught:
        replay({"p": Decimal(500)}, events)

    assert caught.value.message.code == f"rules.ledger.{code}"
    assert caught.value.describe("zh")


verbs = st.tuples(st.sampled_from(Verb), st.integers(0, 40000), st.sampled_from(("e1", "e2", "e3")))


@given(st.lists(verbs, max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_is_tried_no_pool_is_overdrawn_and_nothing_is_lost(tries):
    ledger = Ledger({"p": Decimal(500)})
    for verb, fen, name in tries:
        step = LedgerEvent(
            verb=verb, entitlement=name, on=DAY, amount_cny=Decimal(fen) / 100, pool="p"
        )
        try:
            ledger = record(ledger, step)
        except WrongUsage:
            continue
        assert ledger.left_cny("p") >= 0

    for one in ledger.entitlements.values():
        assert one.held_cny == one.due_cny - one.outstanding_cny + one.clawback_cny
    assert replay(ledger.pools, ledger.events) == ledger
