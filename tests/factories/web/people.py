"""People, organizations, posts."""

import hashlib
from itertools import count

from queqiao_web.accounts.models import User
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.organizations.actions import invitation_secret
from queqiao_web.organizations.models import Appointment, Invitation, Membership, Organization
from queqiao_web.organizations.queries import actor_for
from queqiao_web.organizations.states import OrganizationKind, OrganizationState
from tests.web.times import DAY, NOON

_numbers = count(1)
PASSWORD = "magpies-build-bridges"


def make_user(**fields):
    number = next(_numbers)
    values = {
        "username": f"user{number}",
        "email": f"user{number}@example.org",
        "display_name": f"甲{number}",
        **fields,
    }
    return User.objects.create_user(password=PASSWORD, **values)


def make_organization(**fields):
    number = next(_numbers)
    values = {
        "name": f"虚构第{number}机械有限公司",
        "kind": OrganizationKind.ENTERPRISE,
        "region_code": "220100",
        "state": OrganizationState.VERIFIED,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Organization.objects.create(**values)


def make_member(organization=None, role=OrganizationRole.OWNER, **fields):
    """A user who belongs to an organization; the organization is at ``.organization``."""
    user = make_user(**fields)
    user.organization = organization or make_organization()
    Membership.objects.create(
        organization=user.organization, user=user, role=role, created_at=NOON, updated_at=NOON
    )
    return user


def make_appointed(role=RegionRole.OFFICER, region_code="220000", **fields):
    """A user with a post in a region."""
    user = make_user(**fields)
    Appointment.objects.create(
        user=user, role=role, region_code=region_code, created_at=NOON, updated_at=NOON
    )
    return user


def actor(user):
    """The actor that the user is now."""
    return actor_for(user)


def make_invitation(organization=None, **fields):
    """An invitation that was sent; ``invitation_secret`` gives what the letter holds."""
    values = {
        "organization": organization or make_organization(),
        "email": f"invited{next(_numbers)}@example.org",
        "role": OrganizationRole.EDITOR,
        "expires_at": NOON + 14 * DAY,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    invitation = Invitation(**values)
    invitation.digest = hashlib.sha256(invitation_secret(invitation).encode()).hexdigest()
    invitation.save()
    return invitation
