"""Who may change, export and erase an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.models import User
from queqiao_web.foundation.access import ALLOW, Actor, Decision, deny

_NOT_YOURS = deny("accounts.user.not_own", _("Only the person may do this."))


def can_edit_person(actor: Actor, user: User) -> Decision:
    """Everybody changes their own account, nobody another's."""
    return ALLOW if actor.user_id == user.pk else _NOT_YOURS


def can_export_person(actor: Actor, user: User) -> Decision:
    """Everybody exports their own data."""
    return can_edit_person(actor, user)


def can_erase_person(actor: Actor, user: User) -> Decision:
    """The person themselves; the system where an operator was asked in writing."""
    return ALLOW if actor.is_system else can_edit_person(actor, user)
