"""Background entry points of organizations, and whom they tell what."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.organizations import actions
from queqiao_web.organizations.models import (
    Appointment,
    Delegation,
    Invitation,
    Membership,
    Organization,
)
from queqiao_web.organizations.queries import owners_of
from queqiao_web.organizations.states import InvitationState

notification_kind(
    "organizations.verified",
    label=_("My organization is verified"),
    title=_("%(name)s is verified"),
    body=_("It is in the public directory now, and may publish."),
)
notification_kind(
    "organizations.returned",
    label=_("My organization is returned for changes"),
    title=_("%(name)s is returned for changes"),
    body=_("Please read the reasons, make the changes and send it in again."),
)
notification_kind(
    "organizations.suspended",
    label=_("My organization is suspended or public again"),
    title=_("%(name)s is suspended"),
    body=_("Others do not see it for now. The reason stands on its page."),
)
notification_kind(
    "organizations.reinstated",
    label=_("My organization is public again"),
    title=_("%(name)s is public again"),
)
notification_kind(
    "organizations.joined",
    label=_("Somebody joined my organization"),
    title=_("%(person)s joined %(name)s"),
    mailed_by_default=False,
)
notification_kind(
    "organizations.appointed",
    label=_("I was given a post"),
    title=_("You were given a post: %(post)s"),
)
notification_kind(
    "organizations.delegated",
    label=_("An organization lets me act for it"),
    title=_("You may act for %(name)s now"),
)


@job("organizations.expire_invitations", every=timedelta(hours=6))
def expire_invitations(*, at: datetime) -> None:
    """Invitations that nobody answered in time are over."""
    actions.expire_invitations(at=at)


@job("organizations.leave_all", after="accounts.user.erased")
def leave_all(*, at: datetime, object_id: int, event: int) -> None:  # noqa: ARG001 -- every job gets it
    """An erased person holds nothing any more."""
    actions.leave_all(user_id=object_id, at=at)


@job("organizations.send_invitation", after="organizations.invitation.sent")
def send_invitation(*, at: datetime, object_id: int, event: int) -> None:
    """
    The letter with its secret, which is made here and stored nowhere.

    A worker killed after sending sends it again; its Message-ID is the same.
    """
    invitation = Invitation.objects.select_related("organization", "invited_by").get(pk=object_id)
    if invitation.state != InvitationState.SENT or invitation.expires_at <= at:
        return
    path = reverse("invitation_open", args=[invitation.code, actions.invitation_secret(invitation)])
    frame = {"invitation": invitation, "url": f"{settings.PUBLIC_URL}{path}"}
    with translation.override(settings.LANGUAGE_CODE):
        subject = gettext("You are invited to %(name)s") % {"name": invitation.organization.name}
        message = EmailMessage(
            subject=" ".join(subject.split()),
            body=render_to_string("organizations/mail/invitation.txt", frame),
            to=[invitation.email],
            headers={
                "Message-ID": f"<invitation-{event}@{settings.ALLOWED_HOSTS[0]}>",
                "Auto-Submitted": "auto-generated",
            },
        )
    message.send()


@job(
    "organizations.tell_owners",
    after=(
        "organizations.organization.verified",
        "organizations.organization.returned",
        "organizations.organization.suspended",
        "organizations.organization.reinstated",
    ),
)
def tell_owners(*, at: datetime, object_id: int, event: int) -> None:
    """The owners hear what the authority decided."""
    organization = Organization.objects.get(pk=object_id)
    kind = f"organizations.{AuditEvent.objects.get(pk=event).verb.rpartition('.')[2]}"
    notify(
        owners_of(organization).values_list("user_id", flat=True),
        kind,
        key=str(event),
        params={"name": organization.name},
        url=reverse("organization_detail", args=[organization.code]),
        at=at,
        organization_ids=[organization.pk],
    )


@job("organizations.tell_joined", after="organizations.membership.joined")
def tell_joined(*, at: datetime, object_id: int, event: int) -> None:
    """The other owners hear who joined."""
    membership = Membership.objects.select_related("organization", "user").get(pk=object_id)
    others = owners_of(membership.organization).exclude(user_id=membership.user_id)
    notify(
        others.values_list("user_id", flat=True),
        "organizations.joined",
        key=str(event),
        params={"person": str(membership.user), "name": membership.organization.name},
        url=reverse("organization_members", args=[membership.organization.code]),
        at=at,
    )


@job("organizations.tell_appointed", after="organizations.appointment.made")
def tell_appointed(*, at: datetime, object_id: int, event: int) -> None:
    """A person hears of their new post."""
    post = Appointment.objects.get(pk=object_id)
    notify(
        [post.user_id],
        "organizations.appointed",
        key=str(event),
        params={"post": str(post.get_role_display())},
        url="/",
        at=at,
    )


@job("organizations.tell_delegated", after="organizations.delegation.given")
def tell_delegated(*, at: datetime, object_id: int, event: int) -> None:
    """A broker hears for whom they may act."""
    delegation = Delegation.objects.select_related("organization").get(pk=object_id)
    notify(
        [delegation.broker_id],
        "organizations.delegated",
        key=str(event),
        params={"name": delegation.organization.name},
        url=reverse("organization_detail", args=[delegation.organization.code]),
        at=at,
    )
