"""Reads of the audit: events of one's regions, the timeline of a record, the chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.db.models import Max, Q, QuerySet

from queqiao_web.foundation.access import Actor, RegionRole, region_prefix
from queqiao_web.foundation.audit.chain import GENESIS, Break, find_breaks
from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.ui.timeline import people_named, verb_words, who_words

POSTS: Final = (RegionRole.OPERATOR, RegionRole.AUDITOR)
MOST_CHECKED: Final = 20_000
"""So many events are checked when a person asks; ``verify_audit`` checks them all."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An event in words."""

    event: AuditEvent
    what: str
    who: str
    noun: str
    about: str


@dataclass(frozen=True, slots=True)
class CheckedChain:
    """Which events were checked, and where the chain breaks."""

    first: int
    last: int
    breaks: tuple[Break, ...]


def events_visible_to(actor: Actor) -> QuerySet[AuditEvent]:
    """
    The events of the regions that the actor audits or operates; of all, with a post of the nation.

    Events without a region belong to the platform as a whole, so only a post of the nation sees
    them.
    """
    regions = actor.regions_as(*POSTS)
    prefixes = [region_prefix(region) for region in regions]
    if "" in prefixes:
        return AuditEvent.objects.all()
    seen = Q(pk__in=[])
    for prefix in prefixes:
        seen |= Q(region_code__startswith=prefix)
    return AuditEvent.objects.filter(seen)


def in_words(events: Sequence[AuditEvent]) -> list[AuditRow]:
    """Events with who did what to which record: a query for people, and one for each noun."""
    names = people_named({event.actor_id for event in events})
    about = _subjects(events)
    return [
        AuditRow(
            event,
            str(verb_words(event.verb)),
            who_words(event, names),
            noun_words(event.subject_type),
            about.get((event.subject_type, event.subject_id), ""),
        )
        for event in events
    ]


def _subjects(events: Iterable[AuditEvent]) -> dict[tuple[str, int], str]:
    """The public codes of records, never their texts: an auditor reads who did what."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        wanted.setdefault(event.subject_type, set()).add(event.subject_id)
    found: dict[tuple[str, int], str] = {}
    for label, keys in wanted.items():
        model = apps.get_model(label)
        if not any(field.name == "code" for field in model._meta.concrete_fields):
            continue
        rows = model._default_manager.filter(pk__in=keys).values_list("pk", "code")
        found.update({(label, pk): code for pk, code in rows})
    return found


def noun_words(label: str) -> str:
    """The noun of a record: 需求."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def check_chain() -> CheckedChain:
    """The last events of the chain held against their digests, from the last backwards."""
    head = AuditHead.objects.get(pk=1)
    last = AuditEvent.objects.aggregate(last=Max("sequence"))["last"] or 0
    first = max(1, last - MOST_CHECKED + 1)
    events = AuditEvent.objects.filter(sequence__gte=first).order_by("sequence").iterator()
    if first == 1:
        found = find_breaks(events, head_sequence=head.sequence, head_digest=head.digest)
        return CheckedChain(first, last, tuple(found))
    before = AuditEvent.objects.get(sequence=first - 1)
    found = find_breaks(
        events,
        head_sequence=head.sequence,
        head_digest=head.digest or GENESIS,
        after=(before.sequence, before.digest),
    )
    return CheckedChain(first, last, tuple(found))
