"""Two answers for every enterprise: effects, sums, groups."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.rules.sandbox import Answer, Effect, Shift, Subject, compare


def answer(outcome, amount=None, class_name=""):
    return Answer(outcome, None if amount is None else Decimal(amount), class_name)


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (answer("unmet"), answer("met", 10), Effect.GAINS),
        (answer("not_applicable"), answer("met"), Effect.GAINS),
        (answer("met", 10), answer("unmet"), Effect.LOSES),
        (answer("met", 10), answer("met", "10.01"), Effect.MORE),
        (answer("met", 10), answer("met", 0), Effect.LESS),
        (answer("met", 10), answer("met", 10), Effect.SAME),
        (answer("unknown"), answer("met", 10), Effect.UNCERTAIN),
        (answer("met", 10), answer("manual_review"), Effect.UNCERTAIN),
        (answer("met", 10), answer("met"), Effect.UNCERTAIN),
        (answer("unknown"), answer("unknown"), Effect.SAME),
        (answer("unmet"), answer("not_applicable"), Effect.SAME),
        (answer("met", None, "small"), answer("met", None, "micro"), Effect.RECLASSED),
    ],
)
def test_effect_of_two_answers(before, after, effect):
    assert Shift(Subject("1", "甲"), before, after).effect is effect


answers = st.builds(
    answer,
    st.sampled_from(["met", "unmet", "unknown", "manual_review", "not_applicable"]),
    st.none() | st.integers(0, 1000),
)
subjects = st.builds(
    Subject,
    st.text("0123456789", min_size=1, max_size=3),
    st.just("甲"),
    st.sampled_from(["micro", "small", ""]),
    st.sampled_from(["220100", "220200"]),
    st.sampled_from(["C", "I", ""]),
)


@given(st.lists(st.tuples(subjects, answers, answers), max_size=30))
def test_groups_add_up_to_the_total(rows):
    found = compare(*([row[at] for row in rows] for at in range(3)))

    for groups in (found.by_size, found.by_region, found.by_industry):
        assert sum(tally.enterprises for tally in groups) == found.total.enterprises == len(rows)
        assert sum(tally.cost_before for tally in groups) == found.total.cost_before
        assert sum(tally.cost_after for tally in groups) == found.total.cost_after
        assert sum((Counter(t.effects) for t in groups), Counter()) == found.total.effects
    assert sum(found.outcomes.values()) == len(rows)
    assert found.total.changed == len(found.changed)


@given(st.lists(st.tuples(subjects, answers, answers), max_size=30))
def test_turning_the_change_round_turns_every_sum_round(rows):
    places, before, after = ([row[at] for row in rows] for at in range(3))
    there, back = compare(places, before, after), compare(places, after, before)

    assert there.total.cost_difference == -back.total.cost_difference
    assert there.total.effects.get(Effect.GAINS, 0) == back.total.effects.get(Effect.LOSES, 0)
    assert there.total.effects.get(Effect.MORE, 0) == back.total.effects.get(Effect.LESS, 0)


def test_changed_enterprises_come_by_effect_and_money():
    rows = [("1", 5, 5), ("2", 10, 5), ("3", 5, 10), ("4", 5, 90), ("5", 5, 90)]
    found = compare(
        [Subject(name, name) for name, _, _ in rows],
        [answer("met", before) for _, before, _ in rows],
        [answer("met", after) for _, _, after in rows],
    )

    assert [shift.subject.id for shift in found.changed] == ["4", "5", "3", "2"]
