"""The timeline of a record, from its audit events: who did what, when, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.foundation.audit.models import AuditEvent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

VERBS: dict[str, Text] = {
    "created": gettext_lazy("Created"),
    "changed": gettext_lazy("Changed"),
    "edited": gettext_lazy("Changed"),
    "submitted": gettext_lazy("Submitted"),
    "returned": gettext_lazy("Returned for changes"),
    "published": gettext_lazy("Published"),
    "registered": gettext_lazy("Registered"),
    "verified": gettext_lazy("Verified"),
    "suspended": gettext_lazy("Suspended"),
    "reinstated": gettext_lazy("Reinstated"),
    "matched": gettext_lazy("Matched"),
    "closed": gettext_lazy("Closed"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "expired": gettext_lazy("Expired"),
    "reminded": gettext_lazy("Reminded of the end of its validity"),
    "reconfirmed": gettext_lazy("Confirmed as still valid"),
    "confirmed": gettext_lazy("Confirmed as still valid"),
    "claimed": gettext_lazy("Taken on"),
    "released": gettext_lazy("Given back"),
    "revealed": gettext_lazy("Details were read"),
    "invited": gettext_lazy("Invited"),
    "joined": gettext_lazy("Joined"),
    "left": gettext_lazy("Left"),
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
    "granted": gettext_lazy("Access was given"),
    "ended": gettext_lazy("Ended"),
    "imported": gettext_lazy("Imported"),
    "removed": gettext_lazy("Removed"),
    "deleted": gettext_lazy("Deleted"),
    "reopened": gettext_lazy("Reopened to be changed"),
    "resumed": gettext_lazy("The search for partners goes on"),
    "disclosed": gettext_lazy("Opened to a partner"),
    "concealed": gettext_lazy("No longer open to a partner"),
}
"""The words of past verbs, whole ones (``demands.demand.published``) before their last part."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a record, in words."""

    at: datetime
    what: Text
    who: Text = ""
    why: str = ""


def verbs_are(verbs: dict[str, Text]) -> None:
    """Add the words of an app's own verbs; called when the apps are ready."""
    VERBS.update(verbs)


def verb_words(verb: str) -> Text:
    """The verb as people read it; as it is stored where it has no words."""
    return VERBS.get(verb) or VERBS.get(verb.rpartition(".")[2]) or verb


def timeline_of(
    record: Model, *, most: int = 50, without: Iterable[str] = ()
) -> list[TimelineEntry]:
    """
    What happened to a record, the latest first: two queries.

    ``without`` names verbs to leave out. Reasons come from ``details["reason"]`` of an event,
    which actions write for everybody who may see the record.
    """
    events = AuditEvent.objects.filter(
        subject_type=record._meta.label_lower, subject_id=record.pk
    ).exclude(verb__in=list(without))
    found = list(events.order_by("-sequence")[:most])
    names = people_named({event.actor_id for event in found})
    return [
        TimelineEntry(
            at=event.at,
            what=verb_words(event.verb),
            who=who_words(event, names),
            why=str(event.details.get("reason", "")),
        )
        for event in found
    ]


def people_named(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of people by their keys."""
    wanted = [one for one in ids if one is not None]
    people = get_user_model()._default_manager.filter(pk__in=wanted)
    return {person.pk: str(person) for person in people}


def who_words(event: AuditEvent, names: dict[int, str]) -> str:
    """Who did it: a person's name, the platform, or a visitor."""
    if event.actor_kind == "system":
        return _("the platform")
    if event.actor_id is None:
        return _("a visitor")
    return names.get(event.actor_id, _("a person who has left"))
