"""Reads of people, and what the apps above hold about them or wait for before erasing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from queqiao_web.accounts.models import User
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.audit.models import AuditEvent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something to settle before a person is erased: a code, a sentence, where to see to it."""

    code: str
    text: Text
    url: str = ""


ErasureQuestion = Callable[[int], Iterable[Blocker]]
PersonalData = Callable[[int], object]
_asked: list[ErasureQuestion] = []
_givers: dict[str, PersonalData] = {}


def people_visible_to(actor: Actor) -> QuerySet[User]:
    """One's own account."""
    return User.objects.filter(pk=actor.user_id or 0)


def person_named(login: str) -> User | None:
    """The active person of an e-mail or user name, for those who may appoint and delegate."""
    login = login.strip()
    by = {"email__iexact": login} if "@" in login else {"username__iexact": login}
    return User.objects.filter(is_active=True, **by).order_by("pk").first() if login else None


def erasure_is_asked_of(question: ErasureQuestion) -> ErasureQuestion:
    """Have a function asked, with the person's id, before a person is erased."""
    if question not in _asked:
        _asked.append(question)
    return question


def erasure_blockers(user_id: int) -> tuple[Blocker, ...]:
    """Everything that has to be settled before the person is erased."""
    return tuple(blocker for question in _asked for blocker in question(user_id))


def personal_data_is_given_by(name: str, giver: PersonalData) -> None:
    """Have an app's data about a person put into their export under ``name``; JSON values."""
    _givers[name] = giver


def personal_data(user: User) -> dict[str, object]:
    """Everything the platform holds about a person, as JSON values."""
    return {
        "account": {
            "code": user.code,
            "username": user.username,
            "name": user.display_name,
            "email": user.email,
            "phone": user.phone,
            "language": user.language,
            "large_print": user.large_print,
            "joined_at": _moment(user.date_joined),
            "last_signed_in_at": _moment(user.last_login),
            "terms_agreed_at": _moment(user.terms_agreed_at),
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user=user)
            .order_by("pk")
            .values("email", "verified", "primary")
        ),
        "second_factors": [
            {"type": one.type, "created_at": _moment(one.created_at)}
            for one in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "outside_accounts": list(
            SocialAccount.objects.filter(user=user).order_by("pk").values("provider", "uid")
        ),
        "sessions": [
            {"began_at": _moment(one.created_at), "ip": one.ip, "browser": one.user_agent}
            for one in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "deeds": [
            {"at": _moment(one.at), "verb": one.verb, "subject": one.subject_type, "ip": one.ip}
            for one in AuditEvent.objects.filter(actor_id=user.pk).order_by("sequence")
        ],
        **{name: giver(user.pk) for name, giver in sorted(_givers.items())},
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
