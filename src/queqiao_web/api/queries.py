"""Reads of tokens."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db.models import QuerySet

from queqiao_web.api.models import ApiToken
from queqiao_web.foundation.access import Actor


def tokens_visible_to(actor: Actor) -> QuerySet[ApiToken]:
    """One's own, the newest first; revoked ones too, so that their use can be looked up."""
    return ApiToken.objects.filter(user_id=actor.user_id or 0).order_by("-pk")


def tokens_that_hold(user_id: int, *, at: datetime) -> QuerySet[ApiToken]:
    """Those of a person that are neither revoked nor over."""
    return ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True, expires_at__gt=at)


def token_of_secret(secret: str) -> ApiToken | None:
    """The token with this secret, whether it still holds or not, with its person: one query."""
    return ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()


def tokens_for_export(user_id: int) -> list[dict[str, object]]:
    """A person's tokens as JSON values, without anything that opens a door."""
    rows = ApiToken.objects.filter(user_id=user_id).order_by("pk")
    return [
        {
            "name": row.name,
            "scopes": row.scopes,
            "created_at": row.created_at.isoformat(),
            "expires_at": row.expires_at.isoformat(),
            "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
        }
        for row in rows
    ]


def digest_of(secret: str) -> str:
    """What is kept of a secret; it is long and random, so one hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
