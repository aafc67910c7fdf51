"""Letting a broker act for an organization, and ending that from either side."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.organizations.actions.posts import EndedAlready
from queqiao_web.organizations.models import Delegation, Organization
from queqiao_web.organizations.permissions import can_delegate, can_end_delegation
from queqiao_web.organizations.queries import brokers_for


@transaction.atomic
def delegate_to_broker(
    *,
    actor: Actor,
    organization_id: int,
    at: datetime,
    broker_id: int,
    ends_at: datetime | None = None,
) -> Delegation:
    """
    A broker who may act for the organization as an editor, until ``ends_at`` or taken back.

    Event: ``organizations.delegation.given``.

    Raises:
        Refused.
        Invalid: not a broker of the region, a member, delegated already, or an end in the past.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_delegate(actor, organization))
    if problems := _problems(organization, broker_id, ends_at, at):
        raise Invalid(problems)
    _end_those_past(organization, broker_id, actor=actor, at=at)
    delegation = Delegation(
        organization=organization,
        broker_id=broker_id,
        ends_at=ends_at,
        created_at=at,
        updated_at=at,
    )
    workflow.save_change(
        delegation, actor=actor, at=at, verb="organizations.delegation.given", before=None
    )
    return delegation


def _problems(
    organization: Organization, broker_id: int, ends_at: datetime | None, at: datetime
) -> list[Problem]:
    found: list[Problem] = []
    if broker_id not in {post.user_id for post in brokers_for(organization)}:
        text = _("Please choose a technology broker of your region.")
        found.append(Problem("broker", "broker.none", text))
    if organization.memberships.filter(user_id=broker_id, state="active").exists():
        text = _("They are a member already; a member needs no delegation.")
        found.append(Problem("broker", "broker.member", text))
    running = organization.delegations.filter(broker_id=broker_id, ended_at__isnull=True)
    if any(one.ends_at is None or one.ends_at > at for one in running):
        text = _("They may act for the organization already.")
        found.append(Problem("broker", "broker.delegated", text))
    if ends_at is not None and ends_at <= at:
        found.append(Problem("ends_on", "ends_at.past", _("The end must lie in the future.")))
    return found


def _end_those_past(
    organization: Organization, broker_id: int, *, actor: Actor, at: datetime
) -> None:
    """Close rows whose time ran out, so that the broker can be named anew."""
    for row in organization.delegations.filter(broker_id=broker_id, ended_at__isnull=True):
        _end(row, actor=actor, at=at)


@transaction.atomic
def end_delegation(*, actor: Actor, delegation_id: int, at: datetime) -> Delegation:
    """
    A delegation taken back by an owner, or given back by the broker.

    Event: ``organizations.delegation.ended``.

    Raises:
        Refused, NotThere, EndedAlready.
    """
    delegation = workflow.lock(Delegation, delegation_id)
    require(can_end_delegation(actor, delegation))
    if delegation.ended_at is not None:
        raise EndedAlready
    return _end(delegation, actor=actor, at=at)


def _end(delegation: Delegation, *, actor: Actor, at: datetime) -> Delegation:
    before = snapshot(delegation)
    delegation.ended_at = at
    workflow.save_change(
        delegation, actor=actor, at=at, verb="organizations.delegation.ended", before=before
    )
    return delegation
