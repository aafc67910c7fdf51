"""Endpoints of webhooks."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from ninja import Query

from queqiao_web.api.permissions import can_read_who_i_am
from queqiao_web.api.schemas import (
    DeliveryOut,
    WebhookDetail,
    WebhookIn,
    WebhookOut,
    WebhookSecret,
)
from queqiao_web.foundation.api import Code, Owner, Page, PageQuery, Router, page_of
from queqiao_web.foundation.http import Request
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.webhooks import actions
from queqiao_web.foundation.webhooks.models import EndpointState, OwnerType, WebhookEndpoint
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.queries import organizations_visible_to

READ, WRITE = "webhooks:read", "webhooks:write"
ONE = "/webhooks/{code}"
_DELIVERIES_SHOWN = 50
_ONCE = "X-Shown-Once"
router = Router(tags=["webhooks"])


@router.reads(
    "list_webhooks",
    "/webhooks",
    scope=READ,
    permission=can_read_who_i_am,
    answer=Page[WebhookOut],
)
def list_webhooks(request: Request, query: Query[PageQuery]) -> Page[WebhookOut]:
    """Those that you manage: your own, and those of organizations that you own."""
    return page_of(actions.webhooks_visible_to(request.actor), query, _told)


@router.creates(
    "create_webhook",
    "/webhooks",
    scope=WRITE,
    permission=actions.can_manage_webhooks,
    answer=WebhookSecret,
)
def create_webhook(request: Request, response: HttpResponse, body: WebhookIn) -> WebhookSecret:
    """Set one up; its secret, which signs what is sent, is shown this once."""
    owner_type, owner_id = _owner(request, body.organization)
    row, secret = actions.create_webhook(
        actor=request.actor,
        at=request.received_at,
        owner_type=owner_type,
        owner_id=owner_id,
        url=body.url,
        kinds=body.kinds,
    )
    response[_ONCE] = "secret"
    return WebhookSecret(**dict(_told([row])[0]), secret=secret)


@router.reads("get_webhook", ONE, scope=READ, permission=can_read_who_i_am, answer=WebhookDetail)
def get_webhook(request: Request, code: Code) -> WebhookDetail:
    """One webhook and its latest deliveries."""
    row = _find(request, code)
    latest = row.deliveries.order_by("-pk")[:_DELIVERIES_SHOWN]
    return WebhookDetail(
        **dict(_told([row])[0]), deliveries=[DeliveryOut.model_validate(one) for one in latest]
    )


@router.acts(
    "renew_webhook_secret",
    f"{ONE}/secret",
    scope=WRITE,
    permission=actions.can_manage_webhooks,
    answer=WebhookSecret,
)
def renew_webhook_secret(request: Request, response: HttpResponse, code: Code) -> WebhookSecret:
    """Another secret in place of the present one, shown this once."""
    row = _find(request, code)
    secret = actions.renew_webhook_secret(
        actor=request.actor, at=request.received_at, endpoint_id=row.pk
    )
    response[_ONCE] = "secret"
    return WebhookSecret(**dict(_told([_find(request, code)])[0]), secret=secret)


@router.acts(
    "try_webhook",
    f"{ONE}/try",
    scope=WRITE,
    permission=actions.can_manage_webhooks,
    answer=WebhookOut,
)
def try_webhook(request: Request, code: Code) -> WebhookOut:
    """Send a message of kind ``webhooks.test``."""
    row = _find(request, code)
    actions.try_webhook(actor=request.actor, at=request.received_at, endpoint_id=row.pk)
    return _told([row])[0]


@router.acts(
    "resume_webhook",
    f"{ONE}/resume",
    scope=WRITE,
    permission=actions.can_manage_webhooks,
    answer=WebhookOut,
)
def resume_webhook(request: Request, code: Code) -> WebhookOut:
    """Use one again that was switched off after long failure."""
    row = _find(request, code)
    actions.resume_webhook(actor=request.actor, at=request.received_at, endpoint_id=row.pk)
    return _told([_find(request, code)])[0]


@router.removes("remove_webhook", ONE, scope=WRITE, permission=actions.can_manage_webhooks)
def remove_webhook(request: Request, code: Code) -> None:
    """Use it no more."""
    row = _find(request, code)
    actions.remove_webhook(actor=request.actor, at=request.received_at, endpoint_id=row.pk)


def _find(request: Request, code: str) -> WebhookEndpoint:
    return get_visible_or_404(actions.webhooks_visible_to(request.actor), code=code)


def _owner(request: Request, organization: str | None) -> tuple[str, int]:
    if organization is None:
        return OwnerType.USER, request.actor.user_id or 0
    row = get_visible_or_404(organizations_visible_to(request.actor), code=organization)
    return OwnerType.ORGANIZATION, row.pk


def _told(rows: Sequence[WebhookEndpoint]) -> list[WebhookOut]:
    """The webhooks with whose they are: one query for all organizations."""
    wanted = [row.owner_id for row in rows if row.owner_type == OwnerType.ORGANIZATION]
    known = Organization.objects.in_bulk(wanted) if wanted else {}
    return [
        WebhookOut(
            code=row.code,
            url=row.url,
            organization=Owner.of(known[row.owner_id])
            if row.owner_type == OwnerType.ORGANIZATION
            else None,
            kinds=list(row.kinds),
            state=EndpointState(row.state),
            failing_since=row.failing_since,
            created_at=row.created_at,
            version=row.version,
        )
        for row in rows
    ]
