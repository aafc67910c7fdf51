"""What each person chose: for every kind and channel at once, daily (mail only) or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.errors import Invalid, NotThere, Problem
from queqiao_web.foundation.notifications.kinds import KINDS, Kind
from queqiao_web.foundation.notifications.models import Channel, How, NotificationChoice

Choices = dict[tuple[int, str, str], str]
OFFERED: Mapping[str, tuple[How, ...]] = {
    Channel.SITE: (How.AT_ONCE, How.NEVER),
    Channel.MAIL: (How.AT_ONCE, How.DAILY, How.NEVER),
    Channel.WEBHOOK: (How.AT_ONCE, How.NEVER),
}


def default_of(kind: Kind, channel: str) -> How:
    """What holds where nothing was chosen; a webhook is there because somebody wanted it."""
    if channel == Channel.MAIL and not kind.mailed_by_default:
        return How.NEVER
    return How.AT_ONCE


def choices_of(user_ids: Iterable[int], kinds: Iterable[str] | None = None) -> Choices:
    """How each person wants each kind on each channel, by ``(user, kind, channel)``: one query."""
    users = list(user_ids)
    names = list(kinds) if kinds is not None else list(KINDS)
    found: Choices = {
        (user, name, channel): default_of(KINDS[name], channel)
        for user in users
        for name in names
        for channel in Channel.values
    }
    rows = NotificationChoice.objects.filter(user_id__in=users, kind__in=names)
    found.update(
        {
            (user, kind, channel): how
            for user, kind, channel, how in rows.values_list("user_id", "kind", "channel", "how")
        }
    )
    return found


@transaction.atomic
def choose_notifications(*, actor: Actor, chosen: Mapping[tuple[str, str], str]) -> None:
    """
    Keep what a person chose for themselves, by ``(kind, channel)``.

    Raises:
        NotThere: nobody is signed in.
        Invalid: a kind, a channel or an answer that is not offered.
    """
    if actor.user_id is None:
        raise NotThere
    problems = [
        Problem(f"{kind}:{channel}", "not_offered", how)
        for (kind, channel), how in chosen.items()
        if kind not in KINDS or how not in OFFERED.get(channel, ())
    ]
    if problems:
        raise Invalid(problems)
    for (kind, channel), how in sorted(chosen.items()):
        NotificationChoice.objects.update_or_create(
            user_id=actor.user_id, kind=kind, channel=channel, defaults={"how": how}
        )
