"""Writes: one action for each verb, with permission, lock, change and event in a transaction."""

from queqiao_web.organizations.actions.closing import close_organization
from queqiao_web.organizations.actions.delegations import (
    delegate_to_broker,
    end_delegation,
)
from queqiao_web.organizations.actions.facts import record_facts
from queqiao_web.organizations.actions.invitations import (
    accept_invitation,
    decline_invitation,
    expire_invitations,
    invitation_secret,
    invite_member,
    read_invitation,
    revoke_invitation,
)
from queqiao_web.organizations.actions.members import (
    change_role,
    hand_over_ownership,
    leave_all,
    leave_organization,
    remove_member,
)
from queqiao_web.organizations.actions.posts import appoint, end_appointment
from queqiao_web.organizations.actions.registering import (
    OrganizationDetails,
    edit_organization,
    register_organization,
    resubmit_organization,
)
from queqiao_web.organizations.actions.verifying import (
    reinstate_organization,
    return_organization,
    suspend_organization,
    verify_organization,
)

__all__ = [
    "OrganizationDetails",
    "accept_invitation",
    "appoint",
    "change_role",
    "close_organization",
    "decline_invitation",
    "delegate_to_broker",
    "edit_organization",
    "end_appointment",
    "end_delegation",
    "expire_invitations",
    "hand_over_ownership",
    "invitation_secret",
    "invite_member",
    "leave_all",
    "leave_organization",
    "read_invitation",
    "record_facts",
    "register_organization",
    "reinstate_organization",
    "remove_member",
    "resubmit_organization",
    "return_organization",
    "revoke_invitation",
    "suspend_organization",
    "verify_organization",
]
