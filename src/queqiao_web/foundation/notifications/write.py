"""Writing notifications: with the change that they tell of, once each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from queqiao_web.foundation.jobs import enqueue
from queqiao_web.foundation.notifications.choices import choices_of
from queqiao_web.foundation.notifications.kinds import KINDS
from queqiao_web.foundation.notifications.models import Channel, How, Notification

SEND = "notifications.send"


@transaction.atomic
def notify(
    user_ids: Iterable[int],
    kind: str,
    *,
    key: str,
    params: Mapping[str, str | int],
    url: str,
    at: datetime,
    organization_ids: Iterable[int] = (),
) -> int:
    """
    Tell people something: inside an action, in its transaction, or in a job.

    The same ``key`` again tells nobody twice, so a job may call it again after a kill. ``params``
    fill the sentences of the kind and may hold nothing that its readers may not see; ``url`` is the
    path of the page to open. Mails and webhooks go out by a job after the commit; webhooks of
    ``organization_ids`` are told as well.

    Returns:
        How many people were not told before.

    Raises:
        KeyError: there is no such kind.
        ValueError: the address leads elsewhere.
    """
    one = KINDS[kind]
    _check(one.title_with(params), one.body_with(params), url)
    users = sorted(set(user_ids))
    known = set(
        Notification.objects.filter(kind=kind, key=key, user_id__in=users).values_list(
            "user_id", flat=True
        )
    )
    fresh = [user for user in users if user not in known]
    choices = choices_of(fresh, [kind])
    Notification.objects.bulk_create(
        [
            Notification(
                user_id=user,
                kind=kind,
                key=key,
                params=dict(params),
                url=url,
                created_at=at,
                is_shown=choices[user, kind, Channel.SITE] != How.NEVER,
            )
            for user in fresh
        ],
        ignore_conflicts=True,  # another worker tells the same at this moment
    )
    organizations = sorted(set(organization_ids))
    if fresh or organizations:
        told = f"{kind}:{key}"
        enqueue(
            SEND,
            key=f"{told}:{at.isoformat()}" if known else told,
            due_at=at,
            kind=kind,
            told=key,
            organizations=organizations,
            params=dict(params),
            url=url,
        )
    return len(fresh)


def _check(title: str, body: str, url: str) -> None:
    """Sentences that lack a parameter have raised already; the address must be ours."""
    if url and (not url.startswith("/") or url.startswith(("//", "/\\"))):
        message = f"{url!r} is no path of ours (for {title!r} {body!r})"
        raise ValueError(message)
