"""Who may do what, and the reason each refusal gives."""

import pytest

from queqiao_web.achievements import permissions
from queqiao_web.foundation.access import NOBODY, OrganizationRole, RegionRole
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.achievements import make_achievement
from tests.factories.web.people import actor, make_appointed, make_member, make_organization

pytestmark = pytest.mark.django_db

OWNER_VERBS = ["edit", "submit", "confirm", "close", "withdraw"]


@pytest.mark.parametrize("verb", OWNER_VERBS)
def test_only_editors_of_the_owner_change_an_achievement(verb):
    row = make_achievement()
    allowed = getattr(permissions, f"can_{verb}_achievement")
    editor = make_member(row.organization, role=OrganizationRole.EDITOR)
    viewer = make_member(row.organization, role=OrganizationRole.VIEWER)

    assert allowed(actor(editor), row)
    for other in (actor(viewer), actor(make_member()), NOBODY):
        assert allowed(other, row).code == "achievements.achievement.not_owner"


def test_officers_of_the_region_may_withdraw():
    row = make_achievement()

    assert permissions.can_withdraw_achievement(actor(make_appointed()), row)
    far = actor(make_appointed(region_code="230000"))
    assert not permissions.can_withdraw_achievement(far, row)


def test_reviewers_of_the_region_publish_but_nobody_their_own():
    row = make_achievement(state="submitted")
    own = make_member(row.organization, role=OrganizationRole.VIEWER)
    own.appointments.create(
        role=RegionRole.OFFICER,
        region_code="220000",
        created_at=row.created_at,
        updated_at=row.created_at,
    )
    refusals = {
        "no post": actor(make_member()),
        "other region": actor(make_appointed(region_code="230000")),
        "own": actor(own),
    }

    assert permissions.can_publish_achievement(actor(make_appointed()), row)
    assert {
        name: permissions.can_publish_achievement(one, row).code for name, one in refusals.items()
    } == {
        "no post": "achievements.achievement.not_reviewer",
        "other region": "achievements.achievement.other_region",
        "own": "achievements.achievement.own_organization",
    }


def test_a_suspended_organization_offers_nothing_new():
    suspended = make_organization(state=OrganizationState.SUSPENDED)
    member = actor(make_member(suspended))

    refusal = permissions.can_create_achievement(member, suspended)

    assert refusal.code == "achievements.achievement.organization_stopped"
