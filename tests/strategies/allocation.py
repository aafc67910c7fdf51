"""Small assignment problems of every kind, and every assignment that they admit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from queqiao.allocation.build import build_problem
from queqiao.allocation.counts import counted_sets
from queqiao.allocation.records import LimitRule, Membership, PairRule, Range, Rules, Score

AGENTS = ("a1", "a2", "a3")
ITEMS = ("p1", "p2", "p3")


@st.composite
def problems(draw, *, overlapping=False, prices=False, exact_need=False):
    """Up to three agents and items, at most eight candidates, limits of every kind."""
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(AGENTS), st.sampled_from(ITEMS)),
            min_size=1,
            max_size=8,
            unique=True,
        )
    )
    scores = [
        Score(agent, item, Decimal(draw(st.integers(-1, 8))) / 4) for agent, item in sorted(pairs)
    ]
    agents = sorted({agent for agent, _ in pairs})
    items = sorted({item for _, item in pairs})
    low = draw(st.integers(0, 2))
    need = Range(low, low if exact_need else low + draw(st.integers(0, 1)))
    load = Range(draw(st.integers(0, 1)), draw(st.one_of(st.none(), st.integers(1, 3))))
    some_pairs = st.lists(st.sampled_from(sorted(pairs)), max_size=2, unique=True)
    rules = Rules(
        need=need,
        load=load,
        conflicts=[PairRule(*pair) for pair in draw(some_pairs)],
        required=[PairRule(*pair) for pair in draw(some_pairs)][:1],
        agent_groups=_memberships(draw, agents, "gh" if overlapping else "g"),
        item_groups=_memberships(draw, items, "x"),
        group_limit=1,
        share_limit=draw(st.one_of(st.none(), st.just(1))),
        limits=_priced(draw, agents, items) if prices else (),
    )
    return build_problem(scores, rules=rules)


def _memberships(draw, names, groups):
    return [Membership(name, group) for name in names for group in groups if draw(st.booleans())]


def _priced(draw, agents, items):
    price = st.integers(0, 4).map(lambda quarters: Decimal(quarters) / 4)
    some = {name for name in (*agents, *items) if draw(st.booleans())}
    rows = [
        LimitRule(agent=agent, at_most=draw(st.integers(0, 2)), price=draw(price))
        for agent in agents
        if agent in some
    ]
    rows += [
        LimitRule(item=item, at_least=draw(st.integers(0, 3)), price=draw(price))
        for item in items
        if item in some
    ]
    pair = LimitRule(agent=agents[0], item=items[0], at_most=0, price=draw(price))
    return [*rows, pair]


def all_choices(problem, limits=None) -> Iterator[tuple[int, ...]]:
    """Every set of candidates that keeps the hard limits, by trying all."""
    kept = [
        (set(counted.pairs.tolist()), counted.low, counted.high)
        for counted in counted_sets(problem, limits)
    ]
    for flags in product((False, True), repeat=len(problem.candidates)):
        chosen = {at for at, flag in enumerate(flags) if flag}
        if all(low <= len(chosen & members) <= high for members, low, high in kept):
            yield tuple(sorted(chosen))


def net_of(problem, chosen) -> Decimal:
    """Scores less prices, counted the plain way."""
    units = sum(problem.candidates.score[list(chosen)].tolist()) if chosen else 0
    paid = 0
    for counted in counted_sets(problem):
        count = len(set(chosen) & set(counted.pairs.tolist()))
        paid += counted.cost_of(count)
    return Decimal(units - paid) / problem.candidates.scale
