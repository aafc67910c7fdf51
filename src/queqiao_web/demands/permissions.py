"""Who may do what with a demand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import REVIEWERS
from queqiao_web.demands.states import EDITABLE, DemandState
from queqiao_web.foundation.access import ALLOW, Actor, Decision, OrganizationRole, deny
from queqiao_web.foundation.disclosure import stands_in_for_owner
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationState

_NOT_YOURS = _("Only editors of the organization that owns the demand may do this.")


def can_enter_demands(actor: Actor) -> Decision:
    """Whoever writes for some organization."""
    writes = any(actor.acts_for(pk) for pk in actor.organization_ids | actor.delegated)
    if writes or actor.is_system:
        return ALLOW
    return deny(
        "demands.demand.no_organization",
        _("Join or register your organization first; demands are posted in its name."),
    )


def can_create_demand(actor: Actor, organization: Organization) -> Decision:
    """Editors of an organization that is not suspended or closed; it may wait for verification."""
    if not actor.acts_for(organization.pk) and not actor.is_system:
        return deny("demands.demand.not_editor", _NOT_YOURS)
    if organization.state in {OrganizationState.SUSPENDED, OrganizationState.CLOSED}:
        return deny(
            "demands.demand.organization_suspended",
            _("This organization is suspended or closed and posts no demands."),
        )
    return ALLOW


def can_edit_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors, while it is a draft or was returned."""
    owner = _owner(actor, demand)
    if not owner:
        return owner
    if demand.state not in EDITABLE:
        return deny(
            "demands.demand.not_editable",
            _("Drafts and returned demands can be changed. Reopen this one to change it."),
        )
    return ALLOW


def can_attach_to_demand(actor: Actor, demand: Demand) -> Decision:
    """Files are part of what is reviewed, so they change while the texts may."""
    return can_edit_demand(actor, demand)


def can_submit_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors, once the organization is verified."""
    owner = _owner(actor, demand)
    if owner and demand.organization.state != OrganizationState.VERIFIED:
        return deny(
            "demands.demand.not_verified",
            _("The organization must be verified before its demands are submitted."),
        )
    return owner


def can_withdraw_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors."""
    return _owner(actor, demand)


def can_close_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors."""
    return _owner(actor, demand)


def can_reconfirm_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors, for what is published or has expired."""
    owner = _owner(actor, demand)
    if owner and demand.state not in {DemandState.PUBLISHED, DemandState.EXPIRED}:
        return deny(
            "demands.demand.not_published", _("Only published and expired demands are reconfirmed.")
        )
    return owner


def can_reopen_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors."""
    return _owner(actor, demand)


def can_match_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors, and the platform when an introduction is accepted."""
    return _owner(actor, demand)


def can_review_demands(actor: Actor) -> Decision:
    """Officers and brokers of some region."""
    if actor.holds(*REVIEWERS):
        return ALLOW
    return deny(
        "demands.demand.not_reviewer", _("Officers and brokers of a region review demands.")
    )


def can_review_demand(actor: Actor, demand: Demand) -> Decision:
    """Officers and brokers of its region, never for their own or a represented organization."""
    if not actor.holds(*REVIEWERS, within=demand.region_code):
        return deny(
            "demands.demand.not_reviewer",
            _("Only officers and brokers of this region review the demand."),
        )
    if stands_in_for_owner(actor, demand):
        return deny(
            "demands.demand.own_organization",
            _("You belong to or act for this organization, so somebody else must review."),
        )
    return ALLOW


def can_expire_demand(actor: Actor, demand: Demand) -> Decision:  # noqa: ARG001 -- one shape for all
    """The platform alone, by the calendar."""
    if actor.is_system:
        return ALLOW
    return deny("demands.demand.not_system", _("Demands expire by the calendar."))


def can_disclose_demand(actor: Actor, demand: Demand) -> Decision:
    """The owner's editors open and close what partners may read."""
    return _owner(actor, demand)


def _owner(actor: Actor, demand: Demand) -> Decision:
    if actor.is_system or actor.acts_for(demand.organization_id, at_least=OrganizationRole.EDITOR):
        return ALLOW
    return deny("demands.demand.not_editor", _NOT_YOURS)
