"""
Faults that driving matches at random, or reading for it, brought to light; each with its story.

The drives are in ``tests/strategies/web``.
"""

from datetime import timedelta

import pytest

from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import IllegalTransition, NotThere, Refused
from queqiao_web.matching.actions import (
    activate_ranker,
    answer_match,
    record_signing,
    record_silence,
    refresh_achievement,
    refresh_demand,
    take_answer_back,
)
from queqiao_web.matching.models import Match
from queqiao_web.matching.states import ANSWER_DAYS, Answer, MatchState, RankerState, Side
from tests.factories.web.matching import make_fitting_pair, make_match, make_ranker
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db
TERM = timedelta(days=ANSWER_DAYS)


@pytest.fixture
def match():
    """A match that was found, of a pair that fits well."""
    demand, achievement = make_fitting_pair()
    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    refresh_achievement(actor=SYSTEM, achievement_id=achievement.pk, at=NOON)
    return Match.objects.get()


def answered(match, side, answer, **more):
    user = make_member(getattr(match, f"{side}_organization"))
    return answer_match(
        actor=actor(user), at=NOON, match_id=match.pk, side=side, answer=answer, **more
    )


def withdrawn_and_back(demand):
    """The demand leaves matching for a day."""
    for state, at in (("withdrawn", NOON + DAY), ("published", NOON + 20 * DAY)):
        demand.state = state
        demand.save()
        refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=at)


def events_of(match):
    rows = AuditEvent.objects.filter(subject_type="matching.match", subject_id=match.pk)
    return [one.verb.rpartition(".")[2] for one in rows.order_by("sequence")]


def test_an_answered_match_lapses_and_comes_back_with_events_of_its_own(match):
    """
    What a side has answered is a record of deeds: it lapsed and came back without a word in its
    timeline or in the audit, as rows do that nobody has seen.
    """
    answered(match, Side.DEMAND, Answer.INTERESTED)
    withdrawn_and_back(match.demand)

    match.refresh_from_db()
    assert (match.state, match.demand_answer) == (MatchState.OPEN, Answer.INTERESTED)
    assert events_of(match) == ["answered", "lapsed", "found_again"]
    assert match.version == 4


def test_a_match_that_comes_back_leaves_a_whole_term_to_answer(match):
    """The term had passed while the match had lapsed: silence was counted at once."""
    answered(match, Side.DEMAND, Answer.INTERESTED)
    withdrawn_and_back(match.demand)

    assert record_silence(actor=SYSTEM, at=NOON + 20 * DAY, match_id=match.pk) is False
    match.refresh_from_db()
    assert match.achievement_due_at == NOON + 20 * DAY + TERM


@pytest.mark.parametrize("state", [MatchState.DECLINED, MatchState.UNANSWERED])
def test_a_match_comes_back_as_it_stood(match, state):
    """
    A declined match that lapsed came back as declined, which no edge of the table allowed; one
    that nobody had answered in time came back as if a term still ran.
    """
    answered(match, Side.DEMAND, Answer.INTERESTED)
    if state == MatchState.DECLINED:
        answered(match, Side.ACHIEVEMENT, Answer.DECLINED, code="price")
    else:
        record_silence(actor=SYSTEM, at=NOON + TERM, match_id=match.pk)

    withdrawn_and_back(match.demand)

    match.refresh_from_db()
    assert match.state == state


def test_a_match_that_nobody_answered_is_told_by_the_refresh(match):
    """Rows made by machine, thousands at a time, have no events of their own (decision 15)."""
    withdrawn_and_back(match.demand)

    match.refresh_from_db()
    assert match.state == MatchState.OPEN
    assert events_of(match) == []


def test_taking_a_refusal_back_opens_a_term_where_the_other_side_waits():
    """Whoever took a refusal back could keep the other side waiting for good, without a term."""
    match = make_match(
        state=MatchState.DECLINED,
        demand_answer=Answer.DECLINED,
        demand_code="price",
        achievement_answer=Answer.INTERESTED,
    )
    taker = actor(make_member(match.demand_organization))

    take_answer_back(actor=taker, at=NOON, match_id=match.pk, side=Side.DEMAND)

    match.refresh_from_db()
    assert (match.state, match.demand_due_at) == (MatchState.OPEN, NOON + TERM)


def test_the_ranker_in_use_is_not_activated_again():
    """Activating the ranker in use retired it and took it up again: two events of nothing done."""
    operator = actor(make_appointed(RegionRole.OPERATOR, "000000"))
    ranker = make_ranker(RankerState.ACTIVE)

    with pytest.raises(IllegalTransition):
        activate_ranker(actor=operator, at=NOON, ranker_id=ranker.pk)
    with pytest.raises(NotThere):
        activate_ranker(actor=operator, at=NOON, ranker_id=10**9)
    assert not AuditEvent.objects.exists()


def test_nobody_but_the_platform_notes_a_signing():
    """What a score is measured against could be written by anybody who called the action."""
    match = make_match()

    with pytest.raises(Refused):
        record_signing(
            actor=actor(make_member(match.demand_organization)), at=NOON, match_id=match.pk
        )
    match.refresh_from_db()
    assert match.signed_at is None
