"""Matches follow what is published, changed and withdrawn."""

import pytest

from queqiao_web.demands.actions import publish_demand, withdraw_demand
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.matching.actions import keep_index, refresh_achievement, refresh_demand
from queqiao_web.matching.models import Match, Refresh
from queqiao_web.matching.states import MatchState
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import OTHER_TEXT, make_fitting_pair
from tests.factories.web.people import actor, make_appointed
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def refresh_both(demand, achievement, at=NOON):
    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=at)
    refresh_achievement(actor=SYSTEM, achievement_id=achievement.pk, at=at)


def test_a_published_pair_is_matched_with_its_checks():
    demand, achievement = make_fitting_pair()
    other = make_achievement(title="秸秆饲料化处理", summary=OTHER_TEXT, description="")

    for row in (other, achievement):
        refresh_achievement(actor=SYSTEM, achievement_id=row.pk, at=NOON)
    refresh = refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)

    match = Match.objects.get()
    assert (match.demand, match.achievement) == (demand, achievement)
    assert match.score > 0.5
    assert match.tallies["demand"]["met"] == 4
    assert (refresh.made, refresh.lapsed, refresh.why_none) == (1, 0, {})


def test_an_achievement_that_comes_later_finds_the_demand():
    demand = make_fitting_pair()[0]
    keep_index(at=NOON)
    Match.objects.all().delete()

    late = make_achievement(
        title="陶瓷球超精研磨装备与工艺",
        summary="陶瓷轴承球精密研磨，球圆度0.07μm，表面粗糙度Ra 0.005μm，适用于氮化硅球批量生产。",
        description="",
    )
    refresh_achievement(actor=SYSTEM, achievement_id=late.pk, at=NOON)

    assert list(Match.objects.values_list("demand", "achievement")) == [(demand.pk, late.pk)]


def test_refreshing_again_changes_nothing_and_makes_nothing_twice():
    demand, achievement = make_fitting_pair()
    refresh_both(demand, achievement)
    again = refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)

    assert Match.objects.count() == 1
    assert (again.made, again.changed, again.lapsed) == (0, 0, 0)


def test_each_refresh_writes_one_event():
    demand, _ = make_fitting_pair()

    refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)

    events = AuditEvent.objects.filter(verb="matching.refresh.finished")
    assert events.count() == Refresh.objects.count() == 1


def test_a_withdrawn_demand_leaves_and_its_matches_lapse(run_jobs):
    demand, achievement = make_fitting_pair()
    refresh_both(demand, achievement)

    withdraw_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)
    run_jobs()

    assert Match.objects.get().state == MatchState.LAPSED
    refresh_achievement(actor=SYSTEM, achievement_id=achievement.pk, at=NOON)
    assert Match.objects.get().state == MatchState.LAPSED


def test_what_is_stale_takes_no_part():
    demand, achievement = make_fitting_pair()
    later = NOON + 400 * DAY

    refresh_both(demand, achievement, at=later)

    assert not Match.objects.exists()


def test_a_closed_gate_makes_a_near_miss_that_says_which():
    demand, achievement = make_fitting_pair(demand={"trl_min": 8}, achievement={"trl": 5})

    refresh_both(demand, achievement)

    match = Match.objects.get()
    assert (match.allowed, match.closed_gates) == (False, ["trl"])


def test_one_owner_is_not_matched_with_itself():
    demand, achievement = make_fitting_pair()
    achievement.organization = demand.organization
    achievement.save()

    refresh_both(demand, achievement)

    assert not Match.objects.exists()


def test_a_demand_without_matches_hears_why():
    demand = make_demand(title="想找专家", summary="产品开袋后变软，费用可谈。", description="")

    refresh = refresh_demand(actor=SYSTEM, demand_id=demand.pk, at=NOON)

    assert set(refresh.why_none) == {"zh", "en"}
    assert all(refresh.why_none.values())


def test_hidden_texts_count_in_the_score_and_in_no_tally_of_the_other_side():
    open_demand, achievement = make_fitting_pair()
    hidden = make_demand(
        title=open_demand.title,
        summary="高硬度陶瓷轴承球精密研磨工艺。",
        description=open_demand.summary,
        keywords=open_demand.keywords,
        disclosure="staged",
    )

    refresh_both(open_demand, achievement)
    refresh_demand(actor=SYSTEM, demand_id=hidden.pk, at=NOON)

    match = Match.objects.get(demand=hidden, achievement=achievement)
    assert match.tallies["demand"]["met"] == 4
    assert match.tallies["achievement"]["met"] == 0
    assert match.score > 0.5


def test_publishing_calls_for_the_refresh(run_jobs):
    demand, achievement = make_fitting_pair(demand={"state": "submitted"})
    refresh_achievement(actor=SYSTEM, achievement_id=achievement.pk, at=NOON)
    assert not Match.objects.exists()

    officer = make_appointed()
    publish_demand(actor=actor(officer), demand_id=demand.pk, at=NOON)
    run_jobs()

    assert Match.objects.get().demand == demand
