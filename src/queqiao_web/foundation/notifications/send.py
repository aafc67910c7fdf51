"""Sending what was told: mails one by one or once a day, webhooks as deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from queqiao_web.foundation.notifications.choices import choices_of
from queqiao_web.foundation.notifications.models import (
    Channel,
    How,
    Notification,
    NotificationChoice,
)
from queqiao_web.foundation.notifications.read import Told, told
from queqiao_web.foundation.webhooks.deliveries import Payload, deliver

KEPT_FOR = timedelta(days=180)
_LATEST = timedelta(days=3)  # what could not be mailed for so long is not mailed any more


def send_told(*, kind: str, key: str, at: datetime) -> int:
    """Mail one notification to everybody who wants it at once; how many mails went out."""
    rows = list(_to_be_mailed(at).filter(kind=kind, key=key).select_related("user"))
    choices = choices_of([row.user_id for row in rows], [kind])
    wanted = [row for row in rows if choices[row.user_id, kind, Channel.MAIL] == How.AT_ONCE]
    return _mail_all([(row.user, [row]) for row in wanted], at=at)


def send_daily(*, at: datetime) -> int:
    """One mail to each who wants the day's notifications together; how many mails went out."""
    wanted = NotificationChoice.objects.filter(
        user_id=OuterRef("user_id"), kind=OuterRef("kind"), channel=Channel.MAIL, how=How.DAILY
    )
    rows = _to_be_mailed(at).filter(Exists(wanted)).select_related("user").order_by("user_id", "pk")
    by_user: dict[int, list[Notification]] = {}
    for row in rows:
        by_user.setdefault(row.user_id, []).append(row)
    return _mail_all([(some[0].user, some) for some in by_user.values()], at=at)


def send_to_webhooks(
    *,
    kind: str,
    key: str,
    organizations: Iterable[int],
    params: dict[str, object],
    url: str,
    at: datetime,
) -> int:
    """Queue deliveries to the endpoints of those told and of organizations; how many."""
    rows = list(Notification.objects.filter(kind=kind, key=key))
    choices = choices_of([row.user_id for row in rows], [kind])
    queued = 0
    for row in rows:
        if choices[row.user_id, kind, Channel.WEBHOOK] != How.NEVER:
            payload = _payload(row)
            queued += deliver(payload, owner=("user", row.user_id), key=row.code, at=at)
    for organization in organizations:
        unsaved = Notification(kind=kind, key=key, params=params, url=url, created_at=at)
        owner = ("organization", organization)
        queued += deliver(_payload(unsaved), owner=owner, key=f"{kind}:{key}", at=at)
    return queued


def forget_old(*, at: datetime) -> int:
    """Remove notifications of half a year ago; how many."""
    count, _each = Notification.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return count


def _to_be_mailed(at: datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(
        mailed_at__isnull=True, created_at__gte=at - _LATEST, user__is_active=True
    ).exclude(user__email="")


def _payload(row: Notification) -> Payload:
    """In the platform's language: programs go by ``kind``."""
    with translation.override(settings.LANGUAGE_CODE):
        one = told(row)
    return Payload(
        kind=row.kind, title=one.title, text=one.body, url=_absolute(row.url), at=row.created_at
    )


def _mail_all(mails: list[tuple[AbstractBaseUser, list[Notification]]], *, at: datetime) -> int:
    """
    Send each; one that fails does not keep the others back.

    Raises:
        OSError: some failed; the job runs again for them.
    """
    sent, failure = 0, None
    for user, rows in mails:
        try:
            _mail(user, rows, at=at)
        except OSError as error:  # SMTP's errors are such
            failure = error
        else:
            sent += 1
    if failure is not None:
        raise failure
    return sent


def _mail(user: AbstractBaseUser, rows: list[Notification], *, at: datetime) -> None:
    """
    Send one mail about some notifications and mark them mailed.

    A worker killed between the two sends it again; its Message-ID is the same, so that mail
    programs know it.
    """
    with translation.override(getattr(user, "language", settings.LANGUAGE_CODE)):
        items = [(told(row), _absolute(row.url)) for row in rows]
        message = EmailMessage(
            subject=_subject([one for one, _url in items]),
            body=render_to_string("foundation/mail/notification.txt", _frame(user, items)),
            to=[user.email],  # type: ignore[attr-defined] # of our user model
            headers={
                "Message-ID": f"<{rows[0].code}-{len(rows)}@{_host()}>",
                "Auto-Submitted": "auto-generated",
            },
        )
    message.send()
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=at)


def _subject(items: list[Told]) -> str:
    """Titles may hold what users typed: a subject has one line."""
    if len(items) == 1:
        return " ".join(items[0].title.split())
    count = len(items)
    return ngettext("%(count)d notice", "%(count)d notices", count) % {"count": count}


def _frame(user: AbstractBaseUser, items: list[tuple[Told, str]]) -> dict[str, object]:
    return {
        "name": str(user),
        "items": [(one.title, one.body, url) for one, url in items],
        "choices_url": _absolute("/notifications/choices/"),
        "platform": _("Queqiao"),
    }


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}" if path else ""


def _host() -> str:
    return settings.ALLOWED_HOSTS[0]
