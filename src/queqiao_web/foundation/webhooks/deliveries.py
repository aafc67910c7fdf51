"""Deliveries: queued with the change, tried with growing pauses, given up in the end."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.jobs import enqueue
from queqiao_web.foundation.webhooks.guard import Unreachable, find_target
from queqiao_web.foundation.webhooks.models import (
    ENDPOINTS,
    DeliveryState,
    EndpointState,
    WebhookDelivery,
    WebhookEndpoint,
)
from queqiao_web.foundation.webhooks.post import post_json
from queqiao_web.foundation.webhooks.signing import HEADER, secret_of, signature
from queqiao_web.foundation.workflow import advance, lock

PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 360, 720, 1440))
"""How long to wait after each failure; after the last the delivery is given up."""
PATIENCE = timedelta(days=3)
"""An endpoint that has failed for so long is switched off."""
KEPT_FOR = timedelta(days=30)
DELIVER = "webhooks.deliver"


@dataclass(frozen=True, slots=True)
class Payload:
    """What an endpoint is told."""

    kind: str
    title: str
    text: str
    url: str
    at: datetime

    def body(self, code: str) -> dict[str, object]:
        """As it is sent."""
        return {
            "id": code,
            "kind": self.kind,
            "at": self.at.astimezone(UTC).isoformat(timespec="seconds"),
            "title": self.title,
            "text": self.text,
            "url": self.url,
        }


@transaction.atomic
def deliver(payload: Payload, *, owner: tuple[str, int], key: str, at: datetime) -> int:
    """Queue what is told for every endpoint of an owner that wants it; how many were queued."""
    endpoints = WebhookEndpoint.objects.filter(
        owner_type=owner[0], owner_id=owner[1], state=EndpointState.ACTIVE
    )
    return sum(
        queue_delivery(endpoint, payload, key=key, at=at)
        for endpoint in endpoints.order_by("pk")
        if not endpoint.kinds or payload.kind in endpoint.kinds
    )


@transaction.atomic
def queue_delivery(endpoint: WebhookEndpoint, payload: Payload, *, key: str, at: datetime) -> bool:
    """Queue one delivery; whether it was not queued before under this key."""
    row, created = WebhookDelivery.objects.get_or_create(
        endpoint=endpoint,
        key=key,
        defaults={"kind": payload.kind, "body": {}, "created_at": at},
    )
    if created:
        row.body = payload.body(row.code)
        row.save(update_fields=["body"])
        enqueue(DELIVER, key=f"{row.pk}:0", due_at=at, delivery_id=row.pk)
    return created


def try_delivery(delivery_id: int, *, at: datetime) -> bool:
    """Try one waiting delivery; whether it arrived. A failure queues the next try."""
    row = WebhookDelivery.objects.select_related("endpoint").filter(pk=delivery_id).first()
    if row is None or row.state != DeliveryState.WAITING:
        return False
    if row.endpoint.state != EndpointState.ACTIVE:
        return _note(row, at=at, status=None, error="endpoint_off")
    body = json.dumps(row.body, ensure_ascii=False, separators=(",", ":")).encode()
    secret = secret_of(row.endpoint.code, row.endpoint.salt)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Queqiao-Webhook",
        "X-Queqiao-Delivery": row.code,
        HEADER: signature(secret, body, at=at),
    }
    try:
        status = post_json(find_target(row.endpoint.url), body, headers)
    except Unreachable as error:
        return _note(row, at=at, status=None, error=error.code)
    except (OSError, http.client.HTTPException) as error:
        return _note(row, at=at, status=None, error=type(error).__name__)
    return _note(row, at=at, status=status, error="" if 200 <= status < 300 else "refused")


@transaction.atomic
def _note(row: WebhookDelivery, *, at: datetime, status: int | None, error: str) -> bool:
    row = WebhookDelivery.objects.select_for_update().get(pk=row.pk)
    row.attempts += 1
    row.tried_at, row.status, row.error = at, status, error
    if not error:
        row.state = DeliveryState.DELIVERED
    elif row.attempts > len(PAUSES) or error == "endpoint_off":
        row.state = DeliveryState.FAILED
    else:
        enqueue(
            DELIVER,
            key=f"{row.pk}:{row.attempts}",
            due_at=at + PAUSES[row.attempts - 1],
            delivery_id=row.pk,
        )
    row.save()
    if error != "endpoint_off":
        _judge_endpoint(row.endpoint_id, has_failed=bool(error), at=at)
    return not error


def _judge_endpoint(endpoint_id: int, *, has_failed: bool, at: datetime) -> None:
    """Remember since when an endpoint fails, and switch it off when that is long."""
    endpoint = lock(WebhookEndpoint, endpoint_id)
    since = (endpoint.failing_since or at) if has_failed else None
    if since != endpoint.failing_since:
        endpoint.failing_since = since
        endpoint.save(update_fields=["failing_since"])
    if since is not None and at - since >= PATIENCE and endpoint.state == EndpointState.ACTIVE:
        advance(
            endpoint, ENDPOINTS, to=EndpointState.DISABLED, actor=SYSTEM, at=at, verb="disabled"
        )


def forget_old_deliveries(*, at: datetime) -> int:
    """Remove deliveries of more than a month ago; how many."""
    count, _each = WebhookDelivery.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return count


ERRORS = {
    "malformed": _("The address is no http or https address."),
    "has_user": _("The address may not hold a user name or password."),
    "unknown_host": _("No server is known by this name."),
    "inner_address": _("The address lies inside a network, where webhooks may not go."),
    "refused": _("The server answered, but did not accept it."),
    "endpoint_off": _("The webhook was switched off."),
}
"""Sentences for what is known to go wrong; anything else is the name of a network error."""
