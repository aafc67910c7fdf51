"""Both sides answer; both interested are introduced; nobody waits for ever."""

from datetime import timedelta

import pytest

from queqiao_web.achievements.models import AchievementGrant
from queqiao_web.demands.models import DemandGrant
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Level, level_of
from queqiao_web.foundation.errors import Conflict, Invalid, Refused
from queqiao_web.matching.actions import answer_match, take_answer_back
from queqiao_web.matching.models import Introduction
from queqiao_web.matching.queries import judgements
from queqiao_web.matching.states import ANSWER_DAYS, Answer, MatchState, Side
from queqiao_web.matching.tasks import chase_answers
from tests.factories.web.matching import make_match
from tests.factories.web.people import actor, make_member
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def match():
    return make_match()


@pytest.fixture
def asker(match):
    return actor(make_member(match.demand_organization))


@pytest.fixture
def offerer(match):
    return actor(make_member(match.achievement_organization))


def say(who, match, side, answer=Answer.INTERESTED, at=NOON, **more):
    return answer_match(actor=who, at=at, match_id=match.pk, side=side, answer=answer, **more)


def verbs():
    return list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))


def test_one_sides_interest_puts_the_other_under_a_term(match, asker):
    say(asker, match, Side.DEMAND)

    match.refresh_from_db()
    assert match.state == MatchState.OPEN
    assert match.achievement_due_at == NOON + timedelta(days=ANSWER_DAYS)
    assert verbs() == ["matching.match.answered"]


def test_both_interested_are_introduced_and_read_each_others_details(match, asker, offerer):
    match.demand.disclosure = match.achievement.disclosure = "staged"
    match.demand.save()
    match.achievement.save()
    assert level_of(offerer, match.demand) == level_of(asker, match.achievement) == Level.PUBLIC

    say(asker, match, Side.DEMAND)
    say(offerer, match, Side.ACHIEVEMENT)

    match.refresh_from_db()
    assert match.state == MatchState.INTRODUCED
    assert Introduction.objects.get().match == match
    assert level_of(offerer, match.demand) == level_of(asker, match.achievement) == Level.DETAILS
    assert (DemandGrant.objects.count(), AchievementGrant.objects.count()) == (1, 1)
    assert verbs() == [
        "matching.match.answered",
        "matching.match.introduced",
        "matching.introduction.created",
        "demands.demand.disclosed",
        "achievements.achievement.disclosed",
    ]


def test_a_refusal_needs_its_code_and_other_needs_its_words(match, asker):
    with pytest.raises(Invalid) as without_code:
        say(asker, match, Side.DEMAND, Answer.DECLINED)
    with pytest.raises(Invalid) as without_words:
        say(asker, match, Side.DEMAND, Answer.DECLINED, code="other", text="  ")

    assert [one.field for one in without_code.value.problems] == ["code"]
    assert [one.field for one in without_words.value.problems] == ["text"]
    assert verbs() == []


def test_a_refusal_settles_the_match_and_can_be_taken_back(match, asker, offerer):
    say(asker, match, Side.DEMAND, Answer.DECLINED, code="index_not_met")
    match.refresh_from_db()
    assert match.state == MatchState.DECLINED
    with pytest.raises(Refused):
        say(offerer, match, Side.ACHIEVEMENT)

    take_answer_back(actor=asker, at=NOON, match_id=match.pk, side=Side.DEMAND)

    match.refresh_from_db()
    assert (match.state, match.demand_answer, match.demand_code) == (MatchState.OPEN, "", "")


def test_the_words_of_a_refusal_are_not_in_the_audit(match, asker):
    say(asker, match, Side.DEMAND, Answer.DECLINED, code="other", text="与在谈的保密项目冲突")

    event = AuditEvent.objects.get()
    assert "保密项目" not in str([event.before, event.after, event.details])


@pytest.mark.parametrize("side", [Side.DEMAND, Side.ACHIEVEMENT])
def test_nobody_answers_for_the_other_side_or_as_a_stranger(match, asker, offerer, side):
    wrong = {Side.DEMAND: offerer, Side.ACHIEVEMENT: asker}[side]
    stranger = actor(make_member())

    for who in (wrong, stranger):
        with pytest.raises(Refused):
            say(who, match, side)

    assert verbs() == []


def test_a_second_click_says_nothing_new(match, asker):
    say(asker, match, Side.DEMAND)
    say(asker, match, Side.DEMAND, at=NOON + DAY)

    match.refresh_from_db()
    assert match.achievement_due_at == NOON + timedelta(days=ANSWER_DAYS)
    assert len(verbs()) == 1


def test_silence_is_reminded_of_then_counted_then_answered_late(match, asker, offerer):
    say(asker, match, Side.DEMAND)

    chase_answers(at=NOON + 4 * DAY)
    assert verbs()[1:] == []
    chase_answers(at=NOON + 6 * DAY)
    chase_answers(at=NOON + 7 * DAY)
    assert verbs()[1:] == ["matching.match.reminded"]
    chase_answers(at=NOON + 11 * DAY)
    match.refresh_from_db()
    assert (match.state, match.achievement_answer) == (MatchState.UNANSWERED, Answer.SILENT)

    say(offerer, match, Side.ACHIEVEMENT, at=NOON + 12 * DAY)
    match.refresh_from_db()
    assert match.state == MatchState.INTRODUCED


def test_interest_renewed_after_silence_gives_a_new_term(match, asker):
    say(asker, match, Side.DEMAND)
    chase_answers(at=NOON + 11 * DAY)

    say(asker, match, Side.DEMAND, at=NOON + 12 * DAY)

    match.refresh_from_db()
    assert match.state == MatchState.OPEN
    assert match.achievement_due_at == NOON + (12 + ANSWER_DAYS) * DAY


def test_there_is_nothing_to_take_back_where_nothing_was_declined(match, asker):
    with pytest.raises(Conflict):
        take_answer_back(actor=asker, at=NOON, match_id=match.pk, side=Side.DEMAND)


def test_answers_become_judgements_where_they_speak_of_relevance():
    grades = {
        "interested": (make_match(demand_answer="interested"), 2),
        "introduced": (make_match(state="introduced", demand_answer="interested"), 3),
        "early": (make_match(demand_answer="declined", demand_code="too_early"), 1),
        "field": (
            make_match(
                demand_answer="interested",
                achievement_answer="declined",
                achievement_code="not_our_field",
            ),
            0,
        ),
        "capacity": (make_match(demand_answer="declined", demand_code="capacity"), None),
        "silent": (make_match(achievement_answer="silent"), None),
    }

    found = judgements()

    assert {
        name: found.get(match.demand.code, {}).get(match.achievement.code)
        for name, (match, _) in grades.items()
    } == {name: grade for name, (_, grade) in grades.items()}


def test_the_system_records_silence_and_nobody_else(match, asker):
    from queqiao_web.matching.actions import record_silence

    say(asker, match, Side.DEMAND)

    assert record_silence(actor=asker, at=NOON + 30 * DAY, match_id=match.pk) is False
    assert record_silence(actor=SYSTEM, at=NOON + 30 * DAY, match_id=match.pk) is True
