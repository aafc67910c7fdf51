"""Organizations, their members and invitations."""

from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.organizations.actions import OrganizationDetails, invitation_secret
from queqiao_web.organizations.adapters import FactChange
from queqiao_web.organizations.models import (
    Appointment,
    Delegation,
    Invitation,
    Membership,
    Organization,
)
from queqiao_web.organizations.states import OrganizationKind, ReturnReason
from tests.factories.web.codes import make_uscc
from tests.factories.web.people import (
    make_appointed,
    make_invitation,
    make_member,
    make_organization,
    make_user,
)
from tests.strategies.web.drive import UNKNOWN, Drive, World, everybody
from tests.web.times import DAY, NOON

TEXTS = ("请补充", "")
ROLES = (*OrganizationRole.values, "emperor")


def reasons(choices):
    return ([choices.values[0]], choices.values[:2], ["no such reason"], [])


def _details(organization):
    own = {
        "name": organization.name,
        "kind": OrganizationKind.ENTERPRISE,
        "uscc": make_uscc(),
        "region_code": "220100",
    }
    return (
        OrganizationDetails(**own, introduction="换了介绍"),
        OrganizationDetails(**{**own, "name": "改了名的企业"}),
        OrganizationDetails(**{**own, "name": " "}),
        OrganizationDetails(**{**own, "uscc": "1", "region_code": "999999"}),
    )


def _organization(state):
    organization = make_organization(state=state)
    broker = make_appointed(RegionRole.BROKER, "220000")
    post = Appointment.objects.get(user=broker)
    changes = [FactChange("employees", 2025, 120)]
    return World(
        organization,
        [*everybody(organization), broker],
        {
            "organization_id": (organization.pk, organization.pk, UNKNOWN),
            "reasons": reasons(ReturnReason),
            "text": TEXTS,
            "version": (None, 1, 7),
            "details": _details(organization),
            "changes": (changes, [FactChange("employees", 2025, None, is_gone=True)], []),
            "source": ("2025年年报", " "),
            "broker_id": (broker.pk, UNKNOWN),
            "ends_at": (None, NOON + 30 * DAY, NOON - DAY),
            "delegation_id": lambda _at: [
                *Delegation.objects.values_list("pk", flat=True),
                UNKNOWN,
            ],
            "user_id": (broker.pk, make_user().pk, UNKNOWN),
            "role": (*RegionRole.values, "emperor"),
            "region_code": ("220000", "220100", "999999"),
            "appointment_id": (post.pk, UNKNOWN),
        },
    )


def _membership(state):
    organization = make_organization()
    person = make_member(organization, role=OrganizationRole.EDITOR)
    membership = Membership.objects.get(user=person)
    membership.state = state
    membership.save()
    people = everybody(organization)
    return World(
        membership,
        [*people[:12], person, person, person, *people[12:]],
        {
            "membership_id": lambda _at: [
                membership.pk,
                *Membership.objects.filter(organization=organization).values_list("pk", flat=True),
                UNKNOWN,
            ],
            "organization_id": (organization.pk, organization.pk, UNKNOWN),
            "role": ROLES,
            "user_id": (person.pk, people[0].pk),
        },
    )


def _invitation(state):
    organization = make_organization()
    invitation = make_invitation(organization, state=state)
    invited = make_user()
    people = everybody(organization)
    return World(
        invitation,
        [*people[:12], invited, invited, *people[12:]],
        {
            "organization_id": (organization.pk, organization.pk, UNKNOWN),
            "invitation_id": lambda _at: [
                invitation.pk,
                *Invitation.objects.values_list("pk", flat=True),
                UNKNOWN,
            ],
            "email": ("new@example.org", invitation.email, people[0].email, "no address"),
            "role": ROLES,
            "code": (invitation.code, "NOSUCH11"),
            "secret": (invitation_secret(invitation), invitation_secret(invitation), "wrong"),
        },
    )


DRIVES = (
    Drive(
        "organizations.organization",
        Organization,
        tuple(
            f"queqiao_web.organizations.actions.{name}"
            for name in ("registering", "verifying", "closing", "facts", "posts", "delegations")
        ),
        _organization,
    ),
    Drive(
        "organizations.membership",
        Membership,
        ("queqiao_web.organizations.actions.members",),
        _membership,
    ),
    Drive(
        "organizations.invitation",
        Invitation,
        ("queqiao_web.organizations.actions.invitations",),
        _invitation,
        {"read_invitation": "reads only"},
    ),
)
