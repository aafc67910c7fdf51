"""Who sees which achievements, and what counts in matching."""

from datetime import timedelta

import pytest

from queqiao_web.achievements.models import AchievementGrant
from queqiao_web.achievements.queries import (
    achievement_level,
    achievements_in_matching,
    achievements_to_review,
    achievements_visible_to,
)
from queqiao_web.achievements.states import LISTED, AchievementState
from queqiao_web.foundation.access import NOBODY, SYSTEM, RegionRole
from queqiao_web.foundation.disclosure import Disclosure, Level
from tests.factories.web.achievements import make_achievement, make_university
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def states_seen(someone):
    return sorted(achievements_visible_to(someone).values_list("state", flat=True))


@pytest.fixture
def one_in_each_state():
    university = make_university(region_code="220100")
    return {
        state: make_achievement(organization=university, state=state) for state in AchievementState
    }


def test_visitors_see_what_is_listed(one_in_each_state):
    assert states_seen(NOBODY) == ["matched", "published"]


def test_the_owner_and_the_platform_see_every_state(one_in_each_state):
    member = make_member(one_in_each_state["draft"].organization)

    assert states_seen(actor(member)) == sorted(AchievementState.values)
    assert states_seen(SYSTEM) == sorted(AchievementState.values)


@pytest.mark.parametrize("role", [RegionRole.OFFICER, RegionRole.AUDITOR])
def test_posts_see_what_was_ever_submitted_in_their_region_only(one_in_each_state, role):
    inside = make_appointed(role=role, region_code="220000")
    outside = make_appointed(role=role, region_code="230000")

    assert states_seen(actor(inside)) == sorted(set(AchievementState.values) - {"draft"})
    assert states_seen(actor(outside)) == ["matched", "published"]


def test_brokers_of_the_region_see_what_is_submitted(one_in_each_state):
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")

    assert states_seen(actor(broker)) == ["matched", "published", "submitted"]


def test_a_grant_shows_a_closed_achievement_until_it_ends(one_in_each_state):
    closed = one_in_each_state["closed"]
    member = make_member()
    grant = AchievementGrant.objects.create(
        record=closed,
        organization=member.organization,
        level=Level.DETAILS,
        basis="test:1",
        granted_at=NOON,
        created_at=NOON,
        updated_at=NOON,
    )

    assert states_seen(actor(member)) == ["closed", "matched", "published"]

    grant.ended_at = NOON
    grant.save()
    assert states_seen(actor(member)) == ["matched", "published"]


def test_a_stale_achievement_leaves_matching_on_the_day_after_its_last():
    last = make_achievement(valid_until=NOON.date())
    longer = make_achievement(state=AchievementState.MATCHED)
    for state in set(AchievementState) - LISTED:
        make_achievement(state=state)

    assert list(achievements_in_matching(on=NOON.date()).order_by("pk")) == [last, longer]
    assert list(achievements_in_matching(on=NOON.date() + timedelta(days=1))) == [longer]


def test_reviewers_find_the_longest_waiting_first_and_never_their_own():
    second = make_achievement(state=AchievementState.SUBMITTED, submitted_at=NOON)
    first = make_achievement(state=AchievementState.SUBMITTED, submitted_at=NOON - DAY)
    elsewhere = make_university(region_code="230100")
    make_achievement(state=AchievementState.SUBMITTED, organization=elsewhere)
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")

    assert list(achievements_to_review(actor(broker))) == [first, second]

    colleague = make_member(first.organization)
    colleague.appointments.create(
        role=RegionRole.BROKER, region_code="220000", created_at=NOON, updated_at=NOON
    )
    assert list(achievements_to_review(actor(colleague))) == [second]


def test_who_reviews_reads_the_details_and_nobody_else_before_a_grant():
    row = make_achievement(state=AchievementState.SUBMITTED, disclosure=Disclosure.STAGED)
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")
    far = make_appointed(role=RegionRole.BROKER, region_code="230000")

    assert achievement_level(actor(broker), row) == Level.DETAILS
    assert achievement_level(actor(far), row) == Level.PUBLIC
    assert achievement_level(actor(make_member(row.organization)), row) == Level.SECRET
