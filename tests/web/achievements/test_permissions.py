"""Who may do what, and the reason each refusal gives."""

import pytest

from queqiao_web.achievements import permissions
from queqiao_web.foundation.access import NOBODY, OrganizationRole, RegionRole
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.achievements import make_achievement
from tests.factories.web.people import actor, make_appointed, make_member, make_organization

pytestmark = pytest.mark.django_db

OWNER_VERBS = ["withdraw", "close", "reconfirm", "reopen", "match", "disclose", "submit", "edit"]


@pytest.mark.parametrize("verb", OWNER_VERBS)
def test_only_editors_of_the_owner_change_an_achievement(verb):
    row = make_achievement(state="draft" if verb in {"edit", "submit"} else "published")
    allowed = getattr(permissions, f"can_{verb}_achievement")
    editor = make_member(row.organization, role=OrganizationRole.EDITOR)
    viewer = make_member(row.organization, role=OrganizationRole.VIEWER)

    assert allowed(actor(editor), row)
    for other in (actor(viewer), actor(make_member()), actor(make_appointed()), NOBODY):
        assert allowed(other, row).code == "achievements.achievement.not_editor"


def test_reviewers_of_the_region_review_but_nobody_their_own():
    row = make_achievement(state="submitted")
    own = make_member(row.organization, role=OrganizationRole.VIEWER)
    own.appointments.create(
        role=RegionRole.OFFICER,
        region_code="220000",
        created_at=row.created_at,
        updated_at=row.created_at,
    )
    refused = {
        "no post": actor(make_member()),
        "other region": actor(make_appointed(region_code="230000")),
        "own": actor(own),
    }

    assert permissions.can_review_achievement(actor(make_appointed()), row)
    assert {
        name: permissions.can_review_achievement(one, row).code for name, one in refused.items()
    } == {
        "no post": "achievements.achievement.not_reviewer",
        "other region": "achievements.achievement.not_reviewer",
        "own": "achievements.achievement.own_organization",
    }


@pytest.mark.parametrize("state", [OrganizationState.SUSPENDED, OrganizationState.CLOSED])
def test_a_stopped_organization_offers_nothing_new(state):
    stopped = make_organization(state=state)
    refusal = permissions.can_create_achievement(actor(make_member(stopped)), stopped)

    assert refusal.code == "achievements.achievement.organization_suspended"


def test_an_organization_that_waits_for_verification_drafts_but_does_not_submit():
    waiting = make_organization(state=OrganizationState.REGISTERED)
    someone = actor(make_member(waiting))
    row = make_achievement(organization=waiting, state="draft")

    assert permissions.can_create_achievement(someone, waiting)
    refusal = permissions.can_submit_achievement(someone, row)
    assert refusal.code == "achievements.achievement.not_verified"


def test_what_is_published_is_reopened_before_it_is_changed():
    row = make_achievement()
    refusal = permissions.can_edit_achievement(actor(make_member(row.organization)), row)

    assert refusal.code == "achievements.achievement.not_editable"
