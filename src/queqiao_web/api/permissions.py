"""Who may make and revoke tokens, and who may read which description."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.api.models import ApiToken
from queqiao_web.foundation.access import ALLOW, Actor, Decision, deny


def can_make_tokens(actor: Actor) -> Decision:
    """Whoever signed in by themselves; a token makes no further tokens."""
    if actor.user_id is None:
        return deny("api.token.sign_in", _("Please sign in first."))
    if actor.scopes is not None:
        return deny("api.token.by_token", _("A token cannot make other tokens."))
    return ALLOW


def can_revoke_token(actor: Actor, token: ApiToken) -> Decision:
    """The person whose token it is, and the platform when an account is erased."""
    if actor.is_system or (actor.user_id == token.user_id and actor.scopes is None):
        return ALLOW
    return deny("api.token.not_yours", _("This token belongs to somebody else."))


def can_read_who_i_am(actor: Actor) -> Decision:
    """Whoever is known."""
    if actor.user_id is not None:
        return ALLOW
    return deny("api.me.nobody", _("Please sign in first."))
