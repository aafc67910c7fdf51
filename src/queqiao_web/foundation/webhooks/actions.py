"""Endpoints: made, tried, given another secret, resumed, removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import (
    ALLOW,
    Actor,
    Decision,
    OrganizationRole,
    deny,
    require,
)
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.notifications.kinds import KINDS
from queqiao_web.foundation.webhooks.deliveries import ERRORS, Payload, queue_delivery
from queqiao_web.foundation.webhooks.guard import Unreachable, find_target
from queqiao_web.foundation.webhooks.models import (
    ENDPOINTS,
    EndpointState,
    OwnerType,
    WebhookEndpoint,
)
from queqiao_web.foundation.webhooks.signing import new_salt, secret_of
from queqiao_web.foundation.workflow import advance, lock, save_change

MOST = 10
"""So many endpoints an owner may have."""
TEST = "webhooks.test"


def webhooks_visible_to(actor: Actor) -> QuerySet[WebhookEndpoint]:
    """One's own, and those of organizations that one owns."""
    owned = [
        organization
        for organization in actor.organization_ids
        if actor.acts_for(organization, at_least=OrganizationRole.OWNER)
    ]
    return WebhookEndpoint.objects.filter(
        Q(owner_type=OwnerType.USER, owner_id=actor.user_id)
        | Q(owner_type=OwnerType.ORGANIZATION, owner_id__in=owned)
    ).exclude(state=EndpointState.REMOVED)


def can_manage_webhooks(actor: Actor, owner_type: str, owner_id: int) -> Decision:
    """People manage their own, owners those of their organization."""
    if owner_type == OwnerType.USER and owner_id == actor.user_id:
        return ALLOW
    if owner_type == OwnerType.ORGANIZATION and actor.acts_for(
        owner_id, at_least=OrganizationRole.OWNER
    ):
        return ALLOW
    return deny(
        "foundation.webhook.not_owner",
        _("Only owners of the organization manage its webhooks."),
    )


@transaction.atomic
def create_webhook(
    *,
    actor: Actor,
    at: datetime,
    owner_type: str,
    owner_id: int,
    url: str,
    kinds: Iterable[str] = (),
) -> tuple[WebhookEndpoint, str]:
    """
    The new endpoint and its secret, which is shown this once.

    Raises:
        Refused: the actor does not manage the owner's webhooks.
        Invalid: the address may not be used, a kind is unknown, or there are too many.
    """
    require(can_manage_webhooks(actor, owner_type, owner_id))
    wanted = sorted(set(kinds))
    problems = [Problem("kinds", "unknown", kind) for kind in wanted if kind not in KINDS]
    try:
        find_target(url)
    except Unreachable as error:
        problems.append(Problem("url", error.code, ERRORS[error.code]))
    owned = WebhookEndpoint.objects.filter(owner_type=owner_type, owner_id=owner_id)
    if owned.exclude(state=EndpointState.REMOVED).count() >= MOST:
        problems.append(Problem("url", "too_many", _("There are ten webhooks already.")))
    if problems:
        raise Invalid(problems)
    row = WebhookEndpoint(
        owner_type=owner_type,
        owner_id=owner_id,
        url=url,
        kinds=wanted,
        salt=new_salt(),
        created_at=at,
    )
    save_change(row, actor=actor, at=at, verb="foundation.webhook.created", before=None)
    return row, secret_of(row.code, row.salt)


@transaction.atomic
def renew_webhook_secret(*, actor: Actor, at: datetime, endpoint_id: int) -> str:
    """Another secret in place of the present one, shown this once."""
    row = _managed(actor, endpoint_id)
    before = snapshot(row)
    row.salt = new_salt()
    save_change(row, actor=actor, at=at, verb="foundation.webhook.secret_renewed", before=before)
    return secret_of(row.code, row.salt)


@transaction.atomic
def resume_webhook(*, actor: Actor, at: datetime, endpoint_id: int) -> WebhookEndpoint:
    """Use an endpoint again that was switched off."""
    row = _managed(actor, endpoint_id)
    row.failing_since = None
    advance(row, ENDPOINTS, to=EndpointState.ACTIVE, actor=actor, at=at, verb="resumed")
    return row


@transaction.atomic
def remove_webhook(*, actor: Actor, at: datetime, endpoint_id: int) -> None:
    """Use an endpoint no more; what waits for it is given up."""
    row = _managed(actor, endpoint_id)
    advance(row, ENDPOINTS, to=EndpointState.REMOVED, actor=actor, at=at, verb="removed")


@transaction.atomic
def try_webhook(*, actor: Actor, at: datetime, endpoint_id: int) -> None:
    """Send a message of kind ``webhooks.test``, to see whether it arrives."""
    row = _managed(actor, endpoint_id)
    payload = Payload(kind=TEST, title="Queqiao", text="", url="", at=at)
    queue_delivery(row, payload, key=f"test:{at.isoformat()}", at=at)


def _managed(actor: Actor, endpoint_id: int) -> WebhookEndpoint:
    row = lock(WebhookEndpoint, endpoint_id)
    require(can_manage_webhooks(actor, row.owner_type, row.owner_id))
    return row
