"""
What is being typed, kept while it is typed.

An entry is a scratch sheet and no record: only its writer reads it, and it leaves no audit events,
which would fill with keystrokes. Saving the form makes the record, with its event.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.models import Demand, Entry
from queqiao_web.demands.permissions import can_edit_demand, can_enter_demands
from queqiao_web.demands.queries import entries_of
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.codes import ALPHABET, LENGTH
from queqiao_web.foundation.errors import Invalid, Problem

_MOST_BYTES = 400_000
_MOST_ENTRIES = 20  # unfinished forms a person; the oldest make room


@transaction.atomic
def keep_entry(
    *,
    actor: Actor,
    at: datetime,
    key: str,
    typed: Mapping[str, list[str]],
    demand_id: int | None = None,
) -> Entry:
    """
    Keep what the actor has typed so far, in place of what was kept under the same key.

    ``typed`` holds the fields as the browser sends them, whether they make sense yet or not.

    Raises:
        Refused: the actor writes for no organization, or may not change this demand.
        Invalid: the key is none of ours, or there is too much text.
    """
    _check(key, typed)
    if demand_id is None:
        require(can_enter_demands(actor))
    else:
        require(can_edit_demand(actor, Demand.objects.get(pk=demand_id)))
    mine = entries_of(actor)
    entry = mine.filter(key=key).first() if demand_id is None else None
    entry = entry or (mine.filter(demand=demand_id).first() if demand_id is not None else None)
    entry = entry or Entry(user_id=actor.user_id or 0, demand_id=demand_id)
    entry.key, entry.typed, entry.saved_at = key, dict(typed), at
    entry.save()
    outdated = list(mine.values_list("pk", flat=True)[_MOST_ENTRIES:])
    Entry.objects.filter(pk__in=outdated).delete()
    return entry


def discard_entry(*, actor: Actor, key: str) -> None:
    """Throw away what the actor typed under this key; nothing happens where it is gone already."""
    entries_of(actor).filter(key=key).delete()


def _check(key: str, typed: Mapping[str, list[str]]) -> None:
    if len(key) != LENGTH or set(key) - set(ALPHABET):
        raise Invalid([Problem("entry", "entry.key", _("This form is unknown. Reload the page."))])
    if len(json.dumps(typed)) > _MOST_BYTES:
        raise Invalid([Problem("entry", "entry.too_long", _("This is too much text to keep."))])
