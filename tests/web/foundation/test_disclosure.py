"""Levels open by ownership, office and grant; every look above what is open is written down."""

import pytest

from queqiao_web.demands.models import Demand, DemandGrant
from queqiao_web.foundation.access import NOBODY, SYSTEM, OrganizationRole, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import (
    Disclosure,
    Level,
    grant_disclosure,
    level_of,
    levels_of,
    owner_is_shown,
    reveal,
    text_up_to,
    withdraw_disclosure,
)
from queqiao_web.foundation.errors import NotThere, Refused
from tests.factories.web.demands import make_demand, make_grant
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def test_the_owner_reads_all_and_a_visitor_what_is_open():
    owner = make_member(role=OrganizationRole.VIEWER)
    staged = make_demand(organization=owner.organization, disclosure=Disclosure.STAGED)
    public = make_demand(disclosure=Disclosure.PUBLIC)

    assert level_of(actor(owner), staged) == Level.SECRET
    assert level_of(NOBODY, staged) == Level.PUBLIC
    assert level_of(NOBODY, public) == Level.DETAILS
    assert level_of(SYSTEM, staged) == Level.SECRET


@pytest.mark.parametrize(
    ("region", "role", "level"),
    [
        ("220000", RegionRole.OFFICER, Level.DETAILS),
        ("220100", RegionRole.OFFICER, Level.DETAILS),
        ("210000", RegionRole.OFFICER, Level.PUBLIC),
        ("220000", RegionRole.BROKER, Level.PUBLIC),
        ("220000", RegionRole.AUDITOR, Level.PUBLIC),
        ("220000", RegionRole.OPERATOR, Level.PUBLIC),
    ],
)
def test_an_officer_of_the_region_reads_the_details(region, role, level):
    demand = make_demand(region_code="220104")

    assert level_of(actor(make_appointed(role, region)), demand) == level


def test_a_grant_opens_its_level_to_the_organization_until_it_ends():
    partner = make_member()
    demand, other = make_demand(), make_demand()
    make_grant(demand, partner.organization, Level.DETAILS)
    make_grant(demand, partner.organization, Level.SECRET, ended_at=NOON)

    assert levels_of(actor(partner), [demand, other]) == {
        demand.pk: Level.DETAILS,
        other.pk: Level.PUBLIC,
    }


def test_levels_of_many_records_take_one_query(django_assert_num_queries):
    partner = actor(make_member())
    demands = [make_demand() for _ in range(3)]

    with django_assert_num_queries(1):
        levels_of(partner, demands)


def test_an_anonymous_owner_is_shown_from_the_details_on():
    partner = make_member()
    demand = make_demand(disclosure=Disclosure.ANONYMOUS)
    assert not owner_is_shown(actor(partner), demand)

    make_grant(demand, partner.organization)
    assert owner_is_shown(actor(partner), demand)


def test_texts_grow_by_level_and_keep_their_beginning():
    demand = make_demand(summary="甲", description="乙", secret_annex="丙")

    texts = [text_up_to(demand, level) for level in Level]
    assert texts == ["甲", "甲\n乙", "甲\n乙\n丙"]


def test_granting_twice_is_one_grant_with_one_event():
    owner, partner = make_member(), make_member()
    demand = make_demand(organization=owner.organization)
    order = {
        "grants": DemandGrant,
        "record_id": demand.pk,
        "organization_id": partner.organization.pk,
        "level": Level.DETAILS,
        "basis": "matching.match:X",
        "actor": actor(owner),
        "at": NOON,
    }

    first, again = grant_disclosure(**order), grant_disclosure(**order)

    assert first == again
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id) == ("demands.demand.disclosed", demand.pk)
    assert event.details["basis"] == "matching.match:X"


def test_only_the_owner_grants_and_withdraws():
    owner, partner = make_member(), make_member()
    demand = make_demand(organization=owner.organization)
    grant = make_grant(demand, partner.organization)

    with pytest.raises(Refused):
        grant_disclosure(
            grants=DemandGrant,
            record_id=demand.pk,
            organization_id=partner.organization.pk,
            level=Level.SECRET,
            basis="",
            actor=actor(partner),
            at=NOON,
        )
    with pytest.raises(Refused):
        withdraw_disclosure(grants=DemandGrant, grant_id=grant.pk, actor=actor(partner), at=NOON)
    assert AuditEvent.objects.count() == 0

    withdraw_disclosure(grants=DemandGrant, grant_id=grant.pk, actor=actor(owner), at=NOON + DAY)
    assert level_of(actor(partner), demand) == Level.PUBLIC
    with pytest.raises(NotThere):
        withdraw_disclosure(grants=DemandGrant, grant_id=grant.pk, actor=actor(owner), at=NOON)


def test_each_look_above_the_summary_by_an_outsider_is_an_event():
    owner, partner, stranger = make_member(), make_member(), make_member()
    demand = make_demand(organization=owner.organization)
    make_grant(demand, partner.organization)

    shown = [
        reveal(record=demand, actor=one, at=NOON)
        for one in (actor(owner), NOBODY, actor(stranger), actor(partner), actor(partner))
    ]

    assert shown == [Level.SECRET, Level.PUBLIC, Level.PUBLIC, Level.DETAILS, Level.DETAILS]
    events = AuditEvent.objects.order_by("sequence")
    assert [(one.verb, one.actor_id, one.details) for one in events] == [
        ("demands.demand.revealed", partner.pk, {"level": 1})
    ] * 2


def test_what_everybody_reads_leaves_no_event():
    reveal(record=make_demand(disclosure=Disclosure.PUBLIC), actor=actor(make_member()), at=NOON)

    assert AuditEvent.objects.count() == 0


def test_hidden_texts_never_enter_the_audit():
    owner = make_member()
    demand = make_demand(organization=owner.organization, secret_annex="配方丙")
    partner = make_member()
    make_grant(demand, partner.organization, Level.SECRET)

    reveal(record=Demand.objects.get(pk=demand.pk), actor=actor(partner), at=NOON)

    event = AuditEvent.objects.get()
    assert "配方丙" not in str((event.before, event.after, event.details))
