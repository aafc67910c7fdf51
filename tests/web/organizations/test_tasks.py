"""What follows from events: letters, notices, the end of what an erased person held."""

import pytest
from django.core.management import CommandError, call_command

from queqiao_web.accounts.actions import erase_person
from queqiao_web.foundation.access import RegionRole
from queqiao_web.foundation.notifications.models import Notification
from queqiao_web.organizations import actions, tasks
from queqiao_web.organizations.models import Invitation, Membership
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
    make_user,
)
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db


def told(user):
    return list(
        Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True)
    )


def make_waiting():
    return make_member(
        organization=make_organization(state=OrganizationState.REGISTERED, submitted_at=NOON)
    )


def test_owners_hear_what_the_authority_decides_and_editors_do_not(run_jobs):
    owner = make_waiting()
    editor = make_member(organization=owner.organization, role="editor")
    officer = actor(make_appointed())
    given = {"actor": officer, "organization_id": owner.organization.pk, "at": NOON}

    actions.return_organization(reasons=["name"], **given)
    run_jobs()
    actions.resubmit_organization(
        actor=actor(owner), organization_id=owner.organization.pk, at=NOON
    )
    actions.verify_organization(**given)
    actions.suspend_organization(text="冒用名称", **given)
    actions.reinstate_organization(**given)
    run_jobs()

    assert told(owner) == [
        "organizations.returned",
        "organizations.verified",
        "organizations.suspended",
        "organizations.reinstated",
    ]
    assert told(editor) == []


def test_telling_twice_tells_once(run_jobs):
    owner = make_waiting()
    actions.verify_organization(
        actor=actor(make_appointed()), organization_id=owner.organization.pk, at=NOON
    )
    run_jobs()
    from queqiao_web.foundation.audit.models import AuditEvent

    event = AuditEvent.objects.get(verb="organizations.organization.verified")
    tasks.tell_owners(at=NOON, object_id=owner.organization.pk, event=event.pk)

    assert told(owner) == ["organizations.verified"]


def test_the_letter_of_invitation_holds_a_secret_that_no_table_has(run_jobs, mailoutbox):
    owner = make_member()
    invitation = actions.invite_member(
        actor=actor(owner),
        organization_id=owner.organization.pk,
        at=NOON,
        email="new@example.org",
        role="viewer",
    )
    run_jobs()

    secret = actions.invitation_secret(invitation)
    assert secret in mailoutbox[0].body
    assert secret not in str(Invitation.objects.values().get())


def test_a_revoked_invitation_is_not_mailed(run_jobs, mailoutbox):
    owner = make_member()
    invitation = actions.invite_member(
        actor=actor(owner),
        organization_id=owner.organization.pk,
        at=NOON,
        email="new@example.org",
        role="viewer",
    )
    actions.revoke_invitation(actor=actor(owner), invitation_id=invitation.pk, at=NOON)
    run_jobs()

    assert mailoutbox == []


def test_who_joins_and_who_is_trusted_is_told(run_jobs):
    owner, user = make_member(), make_user(email="new@example.org")
    broker = make_appointed(role=RegionRole.BROKER, region_code="220000")
    pk = owner.organization.pk
    invitation = actions.invite_member(
        actor=actor(owner), organization_id=pk, at=NOON, email=user.email, role="viewer"
    )
    actions.accept_invitation(
        actor=actor(user),
        code=invitation.code,
        secret=actions.invitation_secret(invitation),
        at=NOON,
    )
    actions.delegate_to_broker(actor=actor(owner), organization_id=pk, at=NOON, broker_id=broker.pk)
    run_jobs()

    assert told(owner) == ["organizations.joined"]
    assert told(broker) == ["organizations.delegated"]

    erase_person(actor=actor(user), user_id=user.pk, at=NOON)
    run_jobs()
    assert Membership.objects.get(user=user).state == "left"
    assert Invitation.objects.get().email == ""


def test_old_invitations_expire_by_the_clock():
    owner = make_member()
    actions.invite_member(
        actor=actor(owner),
        organization_id=owner.organization.pk,
        at=NOON,
        email="a@example.org",
        role="viewer",
    )

    tasks.expire_invitations(at=NOON + 15 * DAY)

    assert Invitation.objects.get().state == "expired"


def test_the_first_operator_is_appointed_by_command(capsys):
    user = make_user(email="first@example.org")

    call_command("appoint", "first@example.org", "operator", "吉林省")

    assert actor(user).holds("operator", within="220104")
    for wrong in (
        ["nobody@example.org", "operator"],
        ["first@example.org", "operator", "无此地"],
        ["first@example.org", "operator", "吉林省"],
    ):
        with pytest.raises(CommandError):
            call_command("appoint", *wrong)
