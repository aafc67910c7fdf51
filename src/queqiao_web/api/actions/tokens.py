"""Tokens: made, used, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.models import User
from queqiao_web.api.models import ApiToken
from queqiao_web.api.permissions import can_make_tokens, can_revoke_token
from queqiao_web.api.queries import digest_of, tokens_that_hold
from queqiao_web.api.scopes import SCOPES
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.workflow import lock, save_change

LONGEST_DAYS: Final = 366
_MOST = 20
_PREFIX = "qq_"
_HINT = len(_PREFIX) + 4
_NAME_MOST = 60
_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *, actor: Actor, at: datetime, name: str, scopes: Collection[str], days: int
) -> tuple[ApiToken, str]:
    """
    A new token of the actor and its secret, which is shown this once; ``api.token.made``.

    Raises:
        Refused; Invalid: with every problem of the name, the scopes and the days.
    """
    require(can_make_tokens(actor))
    user = lock(User, actor.user_id or 0)
    if problems := _problems(user, at, name, scopes, days):
        raise Invalid(problems)
    secret = f"{_PREFIX}{secrets.token_urlsafe(32)}"
    token = ApiToken(
        user=user,
        name=name.strip(),
        digest=digest_of(secret),
        hint=secret[:_HINT],
        scopes=sorted(set(scopes)),
        expires_at=at + timedelta(days=days),
        created_at=at,
        updated_at=at,
    )
    save_change(token, actor=actor, at=at, verb="api.token.made", before=None)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, at: datetime, token_id: int) -> ApiToken:
    """
    A token that opens nothing any more; event ``api.token.revoked``.

    Raises:
        Refused; Conflict: it is revoked already.
    """
    token = lock(ApiToken, token_id)
    require(can_revoke_token(actor, token))
    if token.revoked_at is not None:
        raise Conflict(code="api.token.revoked", text=_("This token is revoked already."))
    before = snapshot(token)
    token.revoked_at = at
    save_change(token, actor=actor, at=at, verb="api.token.revoked", before=before)
    return token


def revoke_all_tokens(*, actor: Actor, at: datetime, user_id: int) -> int:
    """Revoke every token of a person that still holds; how many there were."""
    rows = list(tokens_that_hold(user_id, at=at).values_list("pk", flat=True))
    for token_id in rows:
        revoke_token(actor=actor, at=at, token_id=token_id)
    return len(rows)


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Note when a token was used, to the minute: no record of what was done with it."""
    if token.last_used_at is None or at - token.last_used_at >= _NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _problems(
    user: User, at: datetime, name: str, scopes: Collection[str], days: int
) -> list[Problem]:
    found = []
    if not 1 <= len(name.strip()) <= _NAME_MOST:
        text = _("Give the token a name of at most %(most)d characters.") % {"most": _NAME_MOST}
        found.append(Problem("name", "name.missing", text))
    if not scopes:
        found.append(
            Problem("scopes", "scopes.missing", _("Choose at least one thing that it may do."))
        )
    if set(scopes) - set(SCOPES):
        found.append(Problem("scopes", "scopes.unknown", _("There is no such choice.")))
    if not 1 <= days <= LONGEST_DAYS:
        text = _("A token is valid for 1 to %(most)d days.") % {"most": LONGEST_DAYS}
        found.append(Problem("days", "days.range", text))
    if tokens_that_hold(user.pk, at=at).count() >= _MOST:
        text = _("You have %(most)d tokens already. Revoke one that you no longer need.") % {
            "most": _MOST
        }
        found.append(Problem("name", "tokens.too_many", text))
    return found
