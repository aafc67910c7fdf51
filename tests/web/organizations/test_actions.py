"""Registering, verifying, members, posts, delegations, closing: what each verb does and refuses."""

from datetime import timedelta

import pytest

from queqiao_web.foundation.access import NOBODY, SYSTEM, OrganizationRole, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import (
    IllegalTransition,
    Invalid,
    NotThere,
    Refused,
    StaleVersion,
)
from queqiao_web.organizations import actions
from queqiao_web.organizations.actions import OrganizationDetails
from queqiao_web.organizations.actions.members import WithoutOwner
from queqiao_web.organizations.actions.posts import EndedAlready
from queqiao_web.organizations.models import Delegation, Membership, Organization
from queqiao_web.organizations.queries import Blocker, closing_is_asked_of
from queqiao_web.organizations.queries import closing as closing_queries
from queqiao_web.organizations.states import MembershipState, OrganizationKind, OrganizationState
from tests.factories.web.codes import make_uscc
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
    make_user,
)
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def details(**fields):
    values = {
        "name": "虚构松江精密机械有限公司",
        "kind": OrganizationKind.ENTERPRISE,
        "uscc": make_uscc(),
        "region_code": "220104",
        **fields,
    }
    return OrganizationDetails(**values)


def verbs(subject):
    events = AuditEvent.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    )
    return list(events.order_by("sequence").values_list("verb", flat=True))


def codes(caught):
    return [one.code for one in caught.value.problems]


def make_registered(**fields):
    return make_organization(state=OrganizationState.REGISTERED, submitted_at=NOON, **fields)


# Registering


def test_register_organization_makes_the_person_its_owner():
    user = make_user()

    made = actions.register_organization(actor=actor(user), at=NOON, details=details())

    membership = Membership.objects.get(organization=made)
    assert (made.state, made.submitted_at) == (OrganizationState.REGISTERED, NOON)
    assert (membership.user, membership.role) == (user, OrganizationRole.OWNER)
    assert verbs(made) == ["organizations.organization.registered"]
    assert verbs(membership) == ["organizations.membership.joined"]


def test_register_organization_tells_all_problems_at_once():
    wrong = details(name=" ", kind="club", uscc="9122", region_code="999999")

    with pytest.raises(Invalid) as caught:
        actions.register_organization(actor=actor(make_user()), at=NOON, details=wrong)

    assert codes(caught) == ["name.missing", "kind.unknown", "region.unknown", "uscc.wrong"]
    assert Organization.objects.count() == 0


def test_register_organization_needs_a_person():
    with pytest.raises(Refused):
        actions.register_organization(actor=NOBODY, at=NOON, details=details())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(OrganizationKind.ENTERPRISE, ["uscc.missing"]), (OrganizationKind.PARK, [])],
)
def test_only_parts_of_others_do_without_a_credit_code(kind, expected):
    try:
        actions.register_organization(
            actor=actor(make_user()), at=NOON, details=details(kind=kind, uscc="")
        )
        found = []
    except Invalid as error:
        found = [one.code for one in error.problems]

    assert found == expected


def test_a_credit_code_registered_before_is_refused_without_telling_whose():
    first = make_organization(uscc=make_uscc(), name="虚构甲公司", contact_name="李某")

    with pytest.raises(Invalid) as caught:
        actions.register_organization(
            actor=actor(make_user()), at=NOON, details=details(uscc=first.uscc)
        )

    assert codes(caught) == ["uscc.taken"]
    text = str(caught.value.problems[0].text)
    assert "虚构甲公司" not in text
    assert "李某" not in text


def test_a_closed_organization_does_not_keep_its_code():
    first = make_organization(uscc=make_uscc(), state=OrganizationState.CLOSED)

    made = actions.register_organization(
        actor=actor(make_user()), at=NOON, details=details(uscc=first.uscc)
    )

    assert made.uscc == first.uscc


def test_edit_of_an_unverified_identity_keeps_waiting_for_nobody_else():
    owner = make_member(organization=make_registered())

    made = actions.edit_organization(
        actor=actor(owner), organization_id=owner.organization.pk, at=NOON, details=details()
    )

    assert verbs(made) == ["organizations.organization.edited"]
    assert made.version == 2


def test_a_verified_organization_that_changes_its_name_is_verified_again():
    owner = make_member()

    made = actions.edit_organization(
        actor=actor(owner), organization_id=owner.organization.pk, at=NOON, details=details()
    )

    assert (made.state, made.verified_at) == (OrganizationState.REGISTERED, None)
    assert verbs(made) == ["organizations.organization.identity_changed"]


def test_an_address_may_change_without_new_verification():
    uscc = make_uscc()
    owner = make_member(organization=make_organization(uscc=uscc))
    one = owner.organization
    same = details(name=one.name, uscc=uscc, region_code=one.region_code, address="繁荣路 1 号")

    made = actions.edit_organization(
        actor=actor(owner), organization_id=one.pk, at=NOON, details=same, version=1
    )

    assert (made.state, made.address) == (OrganizationState.VERIFIED, "繁荣路 1 号")


def test_edit_refuses_an_old_version_and_editors():
    owner = make_member(organization=make_registered())
    editor = make_member(organization=owner.organization, role=OrganizationRole.EDITOR)
    given = {"organization_id": owner.organization.pk, "at": NOON, "details": details()}

    with pytest.raises(StaleVersion):
        actions.edit_organization(actor=actor(owner), version=7, **given)
    with pytest.raises(Refused):
        actions.edit_organization(actor=actor(editor), **given)


# Verifying


def test_verify_organization_by_an_officer_of_the_region():
    officer = make_appointed(region_code="220100")
    one = make_registered(region_code="220104")

    made = actions.verify_organization(actor=actor(officer), organization_id=one.pk, at=NOON)

    assert (made.state, made.verified_by, made.verified_at) == ("verified", officer, NOON)
    assert verbs(one) == ["organizations.organization.verified"]


@pytest.mark.parametrize("region", ["220200", "110000"])
def test_an_officer_of_another_region_verifies_nothing(region):
    officer = make_appointed(region_code=region)
    one = make_registered(region_code="220104")

    with pytest.raises(Refused) as caught:
        actions.verify_organization(actor=actor(officer), organization_id=one.pk, at=NOON)

    assert caught.value.code == "organizations.organization.not_officer"
    assert verbs(one) == []


def test_an_officer_does_not_verify_their_own_organization():
    officer = make_appointed()
    one = make_registered()
    Membership.objects.create(
        organization=one, user=officer, role="viewer", created_at=NOON, updated_at=NOON
    )

    with pytest.raises(Refused) as caught:
        actions.verify_organization(actor=actor(officer), organization_id=one.pk, at=NOON)

    assert caught.value.code == "organizations.organization.own"


def test_verifying_twice_or_what_changed_meanwhile_is_refused():
    officer = actor(make_appointed())
    one = make_registered()

    with pytest.raises(StaleVersion):
        actions.verify_organization(actor=officer, organization_id=one.pk, at=NOON, version=9)
    actions.verify_organization(actor=officer, organization_id=one.pk, at=NOON)
    with pytest.raises(IllegalTransition):
        actions.verify_organization(actor=officer, organization_id=one.pk, at=NOON)


def test_return_with_reasons_and_resubmit():
    officer = actor(make_appointed())
    owner = make_member(organization=make_registered())
    one = owner.organization

    returned = actions.return_organization(
        actor=officer, organization_id=one.pk, at=NOON, reasons=["region", "name"], text=" 见执照 "
    )
    assert (returned.state, returned.return_reasons) == ("returned", ["name", "region"])
    assert returned.state_reason == "见执照"

    again = actions.resubmit_organization(actor=actor(owner), organization_id=one.pk, at=NOON + DAY)
    assert (again.state, again.return_reasons, again.submitted_at) == (
        "registered",
        [],
        NOON + DAY,
    )


@pytest.mark.parametrize(
    ("reasons", "text", "expected"),
    [
        ([], "", ["reasons.missing"]),
        (["rude"], "", ["reasons.unknown"]),
        (["other"], " ", ["text.missing"]),
    ],
)
def test_return_without_a_reason_is_refused(reasons, text, expected):
    one = make_registered()

    with pytest.raises(Invalid) as caught:
        actions.return_organization(
            actor=actor(make_appointed()),
            organization_id=one.pk,
            at=NOON,
            reasons=reasons,
            text=text,
        )

    assert codes(caught) == expected


def test_suspend_hides_and_reinstate_shows_again():
    officer = actor(make_appointed())
    one = make_organization()

    with pytest.raises(Invalid):
        actions.suspend_organization(actor=officer, organization_id=one.pk, at=NOON, text="")
    actions.suspend_organization(actor=officer, organization_id=one.pk, at=NOON, text="冒用名称")
    with pytest.raises(IllegalTransition):
        actions.verify_organization(actor=officer, organization_id=one.pk, at=NOON)
    made = actions.reinstate_organization(actor=officer, organization_id=one.pk, at=NOON)

    assert (made.state, made.state_reason) == ("verified", "")
    with pytest.raises(IllegalTransition):
        actions.reinstate_organization(actor=officer, organization_id=one.pk, at=NOON)


# Members


def test_change_role_and_remove():
    owner = make_member()
    editor = make_member(organization=owner.organization, role=OrganizationRole.EDITOR)
    membership = Membership.objects.get(user=editor)

    changed = actions.change_role(
        actor=actor(owner), membership_id=membership.pk, at=NOON, role="owner"
    )
    assert changed.role == OrganizationRole.OWNER
    removed = actions.remove_member(actor=actor(owner), membership_id=membership.pk, at=NOON)
    assert removed.state == MembershipState.LEFT
    assert verbs(membership) == [
        "organizations.membership.role_changed",
        "organizations.membership.removed",
    ]
    assert actor(editor).memberships == {}


def test_nobody_changes_their_own_role():
    owner = make_member()
    own = Membership.objects.get(user=owner)

    with pytest.raises(Refused) as caught:
        actions.change_role(actor=actor(owner), membership_id=own.pk, at=NOON, role="viewer")

    assert caught.value.code == "organizations.membership.own"


def test_the_last_owner_cannot_leave_until_they_hand_over():
    owner = make_member()
    editor = make_member(organization=owner.organization, role=OrganizationRole.EDITOR)
    pk = owner.organization.pk

    with pytest.raises(WithoutOwner):
        actions.leave_organization(actor=actor(owner), organization_id=pk, at=NOON)
    actions.hand_over_ownership(
        actor=actor(owner),
        organization_id=pk,
        at=NOON,
        membership_id=Membership.objects.get(user=editor).pk,
    )
    assert actor(owner).memberships == {pk: "editor"}
    assert actor(editor).memberships == {pk: "owner"}
    actions.leave_organization(actor=actor(owner), organization_id=pk, at=NOON)
    assert actor(owner).memberships == {}


def test_hand_over_to_a_stranger_or_oneself_is_refused():
    owner, stranger = make_member(), make_member()
    given = {"actor": actor(owner), "organization_id": owner.organization.pk, "at": NOON}

    with pytest.raises(NotThere):
        actions.hand_over_ownership(membership_id=Membership.objects.get(user=stranger).pk, **given)
    with pytest.raises(Invalid):
        actions.hand_over_ownership(membership_id=Membership.objects.get(user=owner).pk, **given)


# Invitations


def invite(owner, email="new@example.org", role="editor", at=NOON):
    return actions.invite_member(
        actor=actor(owner), organization_id=owner.organization.pk, at=at, email=email, role=role
    )


def accept(user, invitation, at=NOON, secret=None):
    return actions.accept_invitation(
        actor=actor(user),
        code=invitation.code,
        secret=secret or actions.invitation_secret(invitation),
        at=at,
    )


def test_invite_and_accept():
    owner, user = make_member(), make_user()
    invitation = invite(owner)

    membership = accept(user, invitation)

    invitation.refresh_from_db()
    assert (membership.role, invitation.state) == ("editor", "accepted")
    assert invitation.accepted_by == user
    assert actions.invitation_secret(invitation) != invitation.digest
    assert verbs(invitation) == [
        "organizations.invitation.sent",
        "organizations.invitation.accepted",
    ]
    event = AuditEvent.objects.get(verb="organizations.invitation.sent")
    assert "new@example.org" not in str(event.after)
    assert "digest" not in event.after


def test_an_invitation_opens_once_and_only_with_its_secret():
    owner, user = make_member(), make_user()
    invitation = invite(owner)

    with pytest.raises(NotThere):
        accept(user, invitation, secret="0" * 64)
    accept(user, invitation)
    with pytest.raises(actions.invitations.InvitationOver):
        accept(make_user(), invitation)


def test_an_invitation_grows_too_old_and_can_be_sent_again():
    owner = make_member()
    old = invite(owner)
    later = NOON + timedelta(days=15)

    with pytest.raises(actions.invitations.InvitationOver):
        accept(make_user(), old, at=later)
    fresh = invite(owner, at=later)

    old.refresh_from_db()
    assert (old.state, fresh.state) == ("expired", "sent")


def test_expire_invitations_ends_those_past_and_no_others():
    owner = make_member()
    old, fresh = invite(owner), invite(owner, email="b@example.org", at=NOON + 10 * DAY)

    assert actions.expire_invitations(at=NOON + 15 * DAY) == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.state, fresh.state) == ("expired", "sent")


def test_invitations_that_make_no_sense_are_refused():
    owner = make_member(email="owner@example.org")
    invite(owner)

    for email, role, expected in (
        ("not an address", "king", ["email.wrong", "role.unknown"]),
        ("NEW@example.org", "editor", ["email.invited"]),
        ("owner@example.org", "viewer", ["email.member"]),
    ):
        with pytest.raises(Invalid) as caught:
            invite(owner, email=email, role=role)
        assert codes(caught) == expected


def test_revoked_and_declined_invitations_are_over():
    owner = make_member()
    revoked, declined = invite(owner), invite(owner, email="b@example.org")

    actions.revoke_invitation(actor=actor(owner), invitation_id=revoked.pk, at=NOON)
    actions.decline_invitation(
        actor=NOBODY, code=declined.code, secret=actions.invitation_secret(declined), at=NOON
    )

    for one in (revoked, declined):
        with pytest.raises(actions.invitations.InvitationOver):
            accept(make_user(), one)


def test_a_member_who_left_comes_back_and_a_member_keeps_the_higher_role():
    owner = make_member()
    editor = make_member(
        organization=owner.organization, role=OrganizationRole.EDITOR, email="e@example.org"
    )
    assert accept(editor, invite(owner, role="viewer")).role == "editor"
    actions.leave_organization(actor=actor(editor), organization_id=owner.organization.pk, at=NOON)

    back = accept(editor, invite(owner, role="viewer", email="c@example.org"))

    assert (back.state, back.role) == ("active", "viewer")


# Posts and delegations


def test_an_operator_appoints_and_ends():
    operator = make_appointed(role=RegionRole.OPERATOR, region_code="220000")
    user = make_user()

    post = actions.appoint(
        actor=actor(operator), at=NOON, user_id=user.pk, role="officer", region_code="220100"
    )
    assert actor(user).holds("officer", within="220104")
    actions.end_appointment(actor=actor(operator), appointment_id=post.pk, at=NOON)
    assert not actor(user).holds("officer")
    with pytest.raises(EndedAlready):
        actions.end_appointment(actor=actor(operator), appointment_id=post.pk, at=NOON)


def test_nobody_appoints_themselves_or_beyond_their_region():
    operator = make_appointed(role=RegionRole.OPERATOR, region_code="220000")
    given = {"actor": actor(operator), "at": NOON, "role": "officer"}

    with pytest.raises(Refused) as caught:
        actions.appoint(user_id=operator.pk, region_code="220100", **given)
    assert caught.value.code == "organizations.appointment.self"
    with pytest.raises(Refused) as caught:
        actions.appoint(user_id=make_user().pk, region_code="110000", **given)
    assert caught.value.code == "organizations.appointment.not_operator"


def test_appointing_tells_all_problems():
    user = make_user()
    given = {"actor": SYSTEM, "at": NOON, "user_id": user.pk}

    with pytest.raises(Invalid) as caught:
        actions.appoint(role="king", region_code="999999", **given)
    assert codes(caught) == ["role.unknown", "region.unknown"]
    actions.appoint(role="operator", region_code="000000", **given)
    with pytest.raises(Invalid) as caught:
        actions.appoint(role="operator", region_code="000000", **given)
    assert codes(caught) == ["role.held"]


def test_a_broker_acts_for_an_organization_until_it_is_taken_back():
    owner = make_member()
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")
    pk = owner.organization.pk

    given = actions.delegate_to_broker(
        actor=actor(owner), organization_id=pk, at=NOON, broker_id=broker.pk
    )
    assert actor(broker).acts_for(pk)
    assert not actor(broker).acts_for(pk, at_least="owner")
    actions.end_delegation(actor=actor(owner), delegation_id=given.pk, at=NOON)
    assert not actor(broker).acts_for(pk)


def test_a_broker_gives_it_back_but_strangers_end_nothing():
    owner = make_member()
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")
    given = actions.delegate_to_broker(
        actor=actor(owner), organization_id=owner.organization.pk, at=NOON, broker_id=broker.pk
    )

    with pytest.raises(Refused):
        actions.end_delegation(actor=actor(make_member()), delegation_id=given.pk, at=NOON)
    actions.end_delegation(actor=actor(broker), delegation_id=given.pk, at=NOON)
    assert Delegation.objects.filter(ended_at__isnull=True).count() == 0


def test_delegating_to_whoever_is_no_broker_or_into_the_past_is_refused():
    owner = make_member()
    stranger = make_appointed(role=RegionRole.BROKER, region_code="110000")

    with pytest.raises(Invalid) as caught:
        actions.delegate_to_broker(
            actor=actor(owner),
            organization_id=owner.organization.pk,
            at=NOON,
            broker_id=stranger.pk,
            ends_at=NOON,
        )

    assert codes(caught) == ["broker.none", "ends_at.past"]


def test_a_delegation_whose_time_ran_out_can_be_given_again():
    owner = make_member()
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")
    given = {
        "actor": actor(owner),
        "organization_id": owner.organization.pk,
        "broker_id": broker.pk,
    }
    actions.delegate_to_broker(at=NOON, ends_at=NOON + DAY, **given)

    with pytest.raises(Invalid) as caught:
        actions.delegate_to_broker(at=NOON, **given)
    assert codes(caught) == ["broker.delegated"]
    again = actions.delegate_to_broker(at=NOON + 2 * DAY, **given)

    assert list(Delegation.objects.filter(ended_at__isnull=True)) == [again]


# Closing and erasing


@pytest.fixture
def blockers():
    found = []
    question = closing_is_asked_of(lambda _: found)
    yield found
    closing_queries._asked.remove(question)


def test_close_waits_for_what_the_organization_owns(blockers):
    owner = make_member()
    blockers.append(Blocker("demands.open", "3 条需求尚未关闭"))
    given = {"actor": actor(owner), "organization_id": owner.organization.pk, "at": NOON}

    with pytest.raises(Invalid) as caught:
        actions.close_organization(**given)
    assert codes(caught) == ["demands.open"]
    blockers.clear()
    closed = actions.close_organization(**given)

    assert closed.state == OrganizationState.CLOSED
    actions.leave_organization(**given)  # nobody has to own what is closed


def test_an_erased_person_holds_nothing_any_more(run_jobs):
    owner = make_member()
    officer = make_appointed()
    actions.leave_all(user_id=officer.pk, at=NOON)
    make_member(organization=owner.organization)
    assert actions.leave_all(user_id=owner.pk, at=NOON) == 1
    assert actions.leave_all(user_id=owner.pk, at=NOON) == 0

    assert actor(owner).memberships == {}
    assert actor(officer).posts == ()
