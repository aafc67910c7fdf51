"""Profiles and claims: every verb, its event, its refusals; who sees how to reach somebody."""

import pytest

from queqiao_web.experts import actions, permissions
from queqiao_web.experts.actions import ExpertContent, WorkContent
from queqiao_web.experts.adapters import engine_person, engine_record
from queqiao_web.experts.models import ContactGrant, Expert
from queqiao_web.experts.queries import (
    claims_to_decide,
    experts_in_matching,
    experts_visible_to,
    may_reach,
)
from queqiao_web.experts.states import Availability, ContactConsent, ExpertState
from queqiao_web.foundation.access import NOBODY, OrganizationRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import (
    Conflict,
    IllegalTransition,
    Invalid,
    Refused,
    StaleVersion,
)
from tests.factories.web.achievements import make_university
from tests.factories.web.experts import make_claim, make_expert, make_work
from tests.factories.web.people import actor, make_appointed, make_member, make_user
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db

FULL = ExpertContent(
    name="虚构的李教授",
    department="机械学院",
    titles="教授",
    fields=("精密研磨", "精密研磨", "轴承"),
    introduction="长期从事高硬度陶瓷球精密研磨，为多家企业解决圆度问题。",
    contact_phone="13900001111",
    contact_email="li@example.org",
    works=(WorkContent(title="陶瓷球研磨机理", year=2023),),
)


@pytest.fixture
def member():
    return make_member(make_university())


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def create(member, content=FULL):
    return actions.create_expert(
        actor=actor(member), at=NOON, organization_id=member.organization.pk, content=content
    )


def test_create_stores_the_profile_and_tells_the_audit_no_personal_data(member):
    row = create(member)

    assert row.state == ExpertState.DRAFT
    assert row.fields == ["精密研磨", "轴承"]
    assert [one.title for one in row.works.all()] == ["陶瓷球研磨机理"]
    told = "".join(f"{one.after}{one.details}" for one in AuditEvent.objects.all())
    personal = ("虚构的李教授", "13900001111", "li@example.org", "机械学院")
    assert [one for one in personal if one in told] == []


def test_all_problems_are_told_at_once(member):
    make_expert(organization=member.organization, external_id="2016")
    bad = ExpertContent(
        name=" ",
        fields=tuple(str(n) for n in range(21)),
        contact_email="no address",
        capacity_cases=51,
        capacity_days=32,
        availability="sometimes",
        external_id="2016",
        works=(WorkContent(title="", year=1800, kind="song"),),
    )
    with pytest.raises(Invalid) as caught:
        create(member, bad)

    assert codes(caught) == [
        "name.missing",
        "fields.too_many",
        "contact_email.invalid",
        "availability.unknown",
        "capacity_cases.range",
        "capacity_days.range",
        "works.title",
        "works.kind",
        "works.year",
        "external_id.taken",
    ]


def test_publish_tells_what_is_missing_then_publishes(member):
    row = create(member, ExpertContent(name="甲"))
    call = {"actor": actor(member), "at": NOON, "expert_id": row.pk}
    with pytest.raises(Invalid) as caught:
        actions.publish_expert(**call)
    assert codes(caught) == ["fields.missing", "introduction.too_short"]

    actions.edit_expert(content=FULL, version=row.version, **call)
    assert actions.publish_expert(**call).state == ExpertState.PUBLISHED
    assert actions.withdraw_expert(**call).state == ExpertState.WITHDRAWN
    with pytest.raises(IllegalTransition):
        actions.withdraw_expert(**call)
    assert actions.publish_expert(**call).state == ExpertState.PUBLISHED


def test_a_claim_verified_by_the_owner_gives_the_profile_to_the_person():
    expert = make_expert()
    owner = make_member(expert.organization, role=OrganizationRole.OWNER)
    editor = make_member(expert.organization, role=OrganizationRole.EDITOR)
    person = make_user()
    claim = actions.claim_expert(
        actor=actor(person), at=NOON, expert_id=expert.pk, statement="工号 2016087，官网可查。"
    )
    for someone in (editor, person, make_member()):
        with pytest.raises(Refused):
            actions.accept_claim(actor=actor(someone), at=NOON, claim_id=claim.pk)

    actions.accept_claim(actor=actor(owner), at=NOON, claim_id=claim.pk)

    expert.refresh_from_db()
    assert expert.user_id == person.pk
    assert permissions.can_edit_expert(actor(person), expert)
    refusal = permissions.can_edit_expert(actor(editor), expert)
    assert refusal.code == "experts.expert.claimed"
    assert permissions.can_withdraw_expert(actor(editor), expert)
    with pytest.raises(StaleVersion):
        actions.edit_expert(
            actor=actor(person), at=NOON, expert_id=expert.pk, content=FULL, version=1
        )


def test_giving_a_profile_away_and_back_is_told_of_the_profile_too():
    """
    Verifying a claim changed two records, the claim and the profile, and told only of the claim:
    the timeline of the profile did not say whose it had become. Found by driving claims at random.
    """
    claim = make_claim(make_expert(), make_user())
    actions.accept_claim(actor=actor(make_appointed()), at=NOON, claim_id=claim.pk)
    actions.drop_claim(actor=actor(claim.user), at=NOON, claim_id=claim.pk)

    events = AuditEvent.objects.filter(subject_type="experts.expert", subject_id=claim.expert_id)
    assert [one.verb for one in events.order_by("sequence")] == [
        "experts.expert.given",
        "experts.expert.given_back",
    ]
    assert [one.after["user"] for one in events.order_by("sequence")] == [claim.user_id, None]


def test_of_two_claims_one_is_accepted_and_the_other_told():
    expert = make_expert()
    officer = actor(make_appointed(region_code="220000"))
    first, second = make_claim(expert, make_user()), make_claim(expert, make_user())
    actions.accept_claim(actor=officer, at=NOON, claim_id=first.pk)

    with pytest.raises(Conflict) as caught:
        actions.accept_claim(actor=officer, at=NOON, claim_id=second.pk)

    assert caught.value.code == "experts.claim.claimed"
    expert.refresh_from_db()
    assert expert.user_id == first.user_id


def test_one_person_keeps_one_profile():
    person = make_user()
    make_expert(user=person)
    other = make_expert()

    with pytest.raises(Conflict) as caught:
        actions.claim_expert(
            actor=actor(person), at=NOON, expert_id=other.pk, statement="工号 2016087，官网可查。"
        )
    assert caught.value.code == "experts.claim.has_profile"

    waiting = make_claim(other, person)
    with pytest.raises(Conflict):
        actions.accept_claim(actor=actor(make_appointed()), at=NOON, claim_id=waiting.pk)


def test_a_claim_is_asked_for_once_and_refused_with_a_reason():
    expert, person = make_expert(), make_user()
    call = {"actor": actor(person), "at": NOON, "expert_id": expert.pk}
    claim = actions.claim_expert(statement="工号 2016087，官网可查。", **call)
    with pytest.raises(Conflict):
        actions.claim_expert(statement="工号 2016087，官网可查。", **call)
    officer = actor(make_appointed())
    with pytest.raises(Invalid):
        actions.refuse_claim(actor=officer, at=NOON, claim_id=claim.pk, reason=" ")

    refused = actions.refuse_claim(actor=officer, at=NOON, claim_id=claim.pk, reason="查无此人")

    assert refused.state == "refused"
    assert actions.claim_expert(statement="工号 2016087，请再核。", **call).state == "requested"


def test_dropping_a_verified_claim_gives_the_profile_back():
    expert, person = make_expert(), make_user()
    claim = make_claim(expert, person)
    actions.accept_claim(actor=actor(make_appointed()), at=NOON, claim_id=claim.pk)

    actions.drop_claim(actor=actor(person), at=NOON, claim_id=claim.pk)

    expert.refresh_from_db()
    assert expert.user_id is None


def test_who_decides_finds_claims_of_their_organization_and_region_never_their_own():
    expert = make_expert()
    owner = make_member(expert.organization)
    claim = make_claim(expert, make_user())
    make_claim(expert, owner)
    make_claim(make_expert(), make_user())

    assert list(claims_to_decide(actor(owner))) == [claim]
    assert claims_to_decide(actor(make_appointed(region_code="220000"))).count() == 3
    assert claims_to_decide(actor(make_appointed(region_code="230000"))).count() == 0
    assert claims_to_decide(actor(make_user())).count() == 0


@pytest.mark.parametrize(
    ("consent", "visitor", "stranger", "partner"),
    [
        (ContactConsent.NOBODY, False, False, False),
        (ContactConsent.PARTNERS, False, False, True),
        (ContactConsent.MEMBERS, False, True, True),
    ],
)
def test_contact_data_are_shown_as_the_expert_consented(consent, visitor, stranger, partner):
    expert = make_expert(contact_consent=consent)
    partner_user = make_member()
    ContactGrant.objects.create(
        expert=expert,
        organization=partner_user.organization,
        basis="test:1",
        granted_at=NOON,
        created_at=NOON,
        updated_at=NOON,
    )

    assert may_reach(NOBODY, expert) is visitor
    assert may_reach(actor(make_member()), expert) is stranger
    assert may_reach(actor(partner_user), expert) is partner
    assert may_reach(actor(make_member(expert.organization)), expert)


def test_consent_is_given_once_and_ends(member):
    expert = make_expert(organization=member.organization)
    partner = make_member()
    call = {"actor": actor(member), "at": NOON}
    first = actions.open_contact(
        expert_id=expert.pk, organization_id=partner.organization.pk, basis="deal:1", **call
    )
    again = actions.open_contact(
        expert_id=expert.pk, organization_id=partner.organization.pk, basis="deal:1", **call
    )
    assert again == first
    assert may_reach(actor(partner), expert)

    actions.close_contact(grant_id=first.pk, **call)
    assert not may_reach(actor(partner), expert)
    with pytest.raises(Refused):
        actions.open_contact(
            expert_id=expert.pk,
            organization_id=partner.organization.pk,
            basis="deal:2",
            actor=actor(partner),
            at=NOON,
        )


def test_matching_takes_fresh_published_experts_with_time():
    fresh = make_expert()
    make_expert(valid_until=NOON.date() - DAY)
    make_expert(availability=Availability.UNAVAILABLE)
    make_expert(state=ExpertState.DRAFT)
    make_expert(state=ExpertState.WITHDRAWN)

    assert list(experts_in_matching(on=NOON.date())) == [fresh]


def test_visitors_see_published_ones_and_the_person_their_own():
    person = make_user()
    make_expert()
    own = make_expert(state=ExpertState.WITHDRAWN, user=person)
    make_expert(state=ExpertState.DRAFT)

    assert experts_visible_to(NOBODY).count() == 1
    assert own in experts_visible_to(actor(person))
    assert experts_visible_to(actor(person)).count() == 2


def test_the_engine_gets_texts_and_never_contact_data():
    expert = make_expert()
    make_work(expert, title="陶瓷球研磨机理")
    person, record = engine_person(expert), engine_record(expert)

    assert [work.title for work in person.works] == ["精密研磨、轴承", "陶瓷球研磨机理"]
    assert "陶瓷球研磨机理" in record.description
    assert not [s for s in ("13900001111", "expert@example.org") if s in f"{person}{record}"]


def test_a_profile_that_goes_stale_is_reminded_of_once(run_jobs):
    expert = make_expert(valid_until=NOON.date() + 10 * DAY)
    run_jobs(at=NOON)
    run_jobs(at=NOON + DAY)

    expert.refresh_from_db()
    assert expert.reminded_at == NOON
    assert AuditEvent.objects.filter(verb="experts.expert.reminded").count() == 1
    assert Expert.objects.get().state == ExpertState.PUBLISHED
