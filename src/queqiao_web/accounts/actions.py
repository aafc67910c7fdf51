"""Writes of people: signing up and in as events, profile, export, erasure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.models import User
from queqiao_web.accounts.permissions import (
    can_edit_person,
    can_erase_person,
    can_export_person,
)
from queqiao_web.accounts.queries import erasure_blockers, personal_data
from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.errors import Invalid, Problem

ERASED_NAME = "已注销用户"
"""What stands in the place of an erased person's name."""
_USERNAME = re.compile(r"[\w.\-+]{3,30}")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person says of themselves, and how they read."""

    display_name: str
    username: str
    phone: str = ""
    language: str = "zh-hans"
    large_print: bool = False


@transaction.atomic
def note_sign_in_event(
    *,
    actor: Actor,
    at: datetime,
    user: User,
    verb: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """
    An event about a person's way in: ``accounts.user.<verb>``.

    allauth changes the rows; this says so in the audit.
    """
    record_event(
        actor=actor,
        at=at,
        verb=f"accounts.user.{verb}",
        subject=user,
        before=snapshot(user),
        details=details,
    )


@transaction.atomic
def edit_profile(*, actor: Actor, user_id: int, at: datetime, profile: Profile) -> User:
    """
    The person with a new profile. Event: ``accounts.user.edited``.

    Raises:
        Refused: it is another's.
        Invalid: with every problem.
    """
    user = workflow.lock(User, user_id)
    require(can_edit_person(actor, user))
    if problems := _problems(user, profile):
        raise Invalid(problems)
    before = snapshot(user)
    user.display_name = profile.display_name.strip()
    user.username = profile.username
    user.phone = profile.phone.strip()
    user.language = profile.language
    user.large_print = profile.large_print
    workflow.save_change(user, actor=actor, at=at, verb="accounts.user.edited", before=before)
    return user


def _problems(user: User, profile: Profile) -> list[Problem]:
    found: list[Problem] = []
    if not profile.display_name.strip():
        found.append(Problem("display_name", "name.missing", _("Please write your name.")))
    if profile.username != user.username:
        if not _USERNAME.fullmatch(profile.username):
            text = _("A user name has 3 to 30 letters, digits or . - _ +, and no @.")
            found.append(Problem("username", "username.wrong", text))
        elif User.objects.filter(username__iexact=profile.username).exclude(pk=user.pk).exists():
            text = _("This user name is taken. Please choose another.")
            found.append(Problem("username", "username.taken", text))
    if profile.language not in dict(settings.LANGUAGES):
        text = _("Please choose a language of the list.")
        found.append(Problem("language", "language.unknown", text))
    return found


@transaction.atomic
def export_person(*, actor: Actor, user_id: int, at: datetime) -> dict[str, object]:
    """
    Everything the platform holds about the person. Event: ``accounts.user.exported``.

    Raises:
        Refused: it is another's.
    """
    user = workflow.lock(User, user_id)
    require(can_export_person(actor, user))
    found = personal_data(user)
    note_sign_in_event(actor=actor, at=at, user=user, verb="exported")
    return found


@transaction.atomic
def erase_person(*, actor: Actor, user_id: int, at: datetime) -> User:
    """
    The account without the person: names and addresses gone, all ways in closed, deeds kept.

    Event: ``accounts.user.erased``, to which other apps listen to end what the person held.

    Raises:
        Refused: it is another's.
        Invalid: with everything that has to be settled first, such as an organization that has
            no other owner.
    """
    user = workflow.lock(User, user_id)
    require(can_erase_person(actor, user))
    if blockers := erasure_blockers(user_id):
        raise Invalid(Problem("", one.code, one.text) for one in blockers)
    before = snapshot(user)
    user.username = f"erased-{user.code.lower()}"
    user.display_name = ERASED_NAME
    user.email = user.phone = user.first_name = user.last_name = ""
    user.is_active = False
    user.erased_at = at
    user.set_unusable_password()
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        model.objects.filter(user=user).delete()
    workflow.save_change(user, actor=actor, at=at, verb="accounts.user.erased", before=before)
    return user
