"""Who sees which organizations, and what waits for whom."""

import pytest

from queqiao_web.foundation.access import NOBODY, RegionRole
from queqiao_web.foundation.ui.waiting import waiting_for
from queqiao_web.organizations.queries import (
    brokers_for,
    organizations_visible_to,
    waiting_for_verification,
)
from queqiao_web.organizations.states import ORGANIZATIONS, OrganizationState
from tests.factories.web.people import actor, make_appointed, make_member, make_organization
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def test_visible_organizations_by_state_membership_and_region():
    public = make_organization()
    owner = make_member(organization=make_organization(state=OrganizationState.RETURNED))
    hidden = make_organization(state=OrganizationState.SUSPENDED, region_code="110000")

    def seen(who):
        return set(organizations_visible_to(who).values_list("pk", flat=True))

    assert seen(NOBODY) == {public.pk}
    assert seen(actor(owner)) == {public.pk, owner.organization.pk}
    assert seen(actor(make_appointed(region_code="110000"))) == {public.pk, hidden.pk}
    assert seen(actor(make_appointed(RegionRole.BROKER, "110000"))) == {public.pk}


def test_the_queue_is_of_the_region_oldest_first_and_never_ones_own():
    state = OrganizationState.REGISTERED
    late = make_organization(state=state, submitted_at=NOON + DAY)
    early = make_organization(state=state, submitted_at=NOON)
    make_organization(state=state, submitted_at=NOON, region_code="110000")
    officer = make_appointed(region_code="220000")
    own = make_organization(state=state, submitted_at=NOON)
    own.memberships.create(user=officer, created_at=NOON, updated_at=NOON)

    assert list(waiting_for_verification(actor(officer))) == [early, late]
    groups = waiting_for(actor(officer), NOON)
    assert [(group.count, len(group.items)) for group in groups if "verification" in group.url] == [
        (2, 2)
    ]


def test_returned_organizations_wait_for_their_owner_only():
    owner = make_member(organization=make_organization(state=OrganizationState.RETURNED))
    viewer = make_member(organization=owner.organization, role="viewer")

    def waiting(user):
        items = [item for group in waiting_for(actor(user), NOON) for item in group.items]
        return [str(item.title) for item in items]

    assert owner.organization.name in waiting(owner)
    assert owner.organization.name not in waiting(viewer)


def test_brokers_cover_the_region_of_the_organization():
    near = make_appointed(RegionRole.BROKER, "220000")
    make_appointed(RegionRole.BROKER, "220200")

    found = brokers_for(make_organization(region_code="220104"))

    assert [post.user for post in found] == [near]


def test_no_state_is_a_dead_end_but_the_closed_one():
    assert [state for state, to in ORGANIZATIONS.edges.items() if not to] == ["closed"]
    reached = {to for edges in ORGANIZATIONS.edges.values() for to in edges}
    assert reached == set(OrganizationState.values)
