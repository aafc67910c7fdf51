"""Two people at one match at the same moment: one introduction, and nobody is left guessing."""

import pytest

from queqiao_web.achievements.models import AchievementGrant
from queqiao_web.demands.models import DemandGrant
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.matching.actions import answer_match
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.states import MatchState, Side
from tests.factories.web.matching import make_match
from tests.factories.web.people import actor, make_member
from tests.web.races import at_once, errors_in
from tests.web.times import NOON

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def match():
    return make_match()


def saying(match, who, side, answer="interested", **more):
    person = actor(who)
    return lambda: answer_match(
        actor=person, at=NOON, match_id=match.pk, side=side, answer=answer, **more
    )


def told(verb):
    return AuditEvent.objects.filter(verb=f"matching.match.{verb}").count()


def test_both_sides_accept_at_once_and_are_introduced_once(match):
    asker = make_member(match.demand_organization)
    offerer = make_member(match.achievement_organization)

    found = at_once(saying(match, asker, Side.DEMAND), saying(match, offerer, Side.ACHIEVEMENT))

    assert errors_in(found) == []
    assert Introduction.objects.count() == 1
    assert (told("answered"), told("introduced")) == (1, 1)
    assert (DemandGrant.objects.count(), AchievementGrant.objects.count()) == (1, 1)


def test_of_two_colleagues_who_accept_one_introduces_and_the_other_is_told(match):
    saying(match, make_member(match.achievement_organization), Side.ACHIEVEMENT)()
    colleagues = [make_member(match.demand_organization) for _ in range(2)]

    found = at_once(*(saying(match, one, Side.DEMAND) for one in colleagues))

    assert errors_in(found) == ["Refused"]
    assert Introduction.objects.count() == told("introduced") == 1


def test_one_accepts_and_a_colleague_declines_and_one_of_them_is_told(match):
    saying(match, make_member(match.achievement_organization), Side.ACHIEVEMENT)()
    colleagues = [make_member(match.demand_organization) for _ in range(2)]

    found = at_once(
        saying(match, colleagues[0], Side.DEMAND),
        saying(match, colleagues[1], Side.DEMAND, "declined", code="price"),
    )

    assert len(errors_in(found)) == 1
    state = Match.objects.get().state
    introductions = Introduction.objects.count()
    assert (state, introductions) in {(MatchState.INTRODUCED, 1), (MatchState.DECLINED, 0)}
    assert told("introduced") + told("declined") == 1
