"""Searches that people keep."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.access.decisions import deny
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.errors import Invalid, Problem, Refused
from queqiao_web.foundation.workflow import lock, save_change
from queqiao_web.matching.models import SavedSearch
from queqiao_web.matching.permissions import can_use_saved_search
from queqiao_web.matching.states import Side

MOST_SEARCHES = 30


@transaction.atomic
def save_search(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    kind: str,
    text: str,
    region_code: str = "",
    industry_code: str = "",
) -> SavedSearch:
    """
    Keep a search and hear of what is new.

    Raises:
        Refused: nobody is signed in.
        Invalid: it has no name or no words, or there are too many already.
    """
    if actor.user_id is None:
        raise Refused(deny("matching.saved_search.nobody", _("Sign in to keep a search.")))
    problems = []
    if not name.strip():
        problems.append(Problem("name", "missing", _("Give the search a name.")))
    if not text.strip():
        problems.append(Problem("text", "missing", _("Say what to look for.")))
    if kind not in Side.values:
        problems.append(Problem("kind", "unknown", _("Choose demands or achievements.")))
    if SavedSearch.objects.filter(user=actor.user_id).count() >= MOST_SEARCHES:
        told = _("You keep %(most)d searches already; delete one first.") % {"most": MOST_SEARCHES}
        problems.append(Problem("name", "too_many", told))
    if problems:
        raise Invalid(problems)
    search = SavedSearch(
        user_id=actor.user_id,
        name=name.strip()[:60],
        kind=kind,
        text=text.strip()[:200],
        region_code=region_code,
        industry_code=industry_code,
        told_through=at,
        created_at=at,
        updated_at=at,
    )
    save_change(search, actor=actor, at=at, verb="matching.saved_search.created", before=None)
    return search


@transaction.atomic
def delete_search(*, actor: Actor, at: datetime, search_id: int) -> None:
    """
    Forget a search.

    Raises:
        Refused: somebody else saved it.
    """
    search = lock(SavedSearch, search_id)
    require(can_use_saved_search(actor, search))
    record_event(
        actor=actor,
        at=at,
        verb="matching.saved_search.deleted",
        subject=search,
        before=snapshot(search),
    )
    search.delete()


@transaction.atomic
def tell_search(*, at: datetime, search_id: int) -> None:
    """Note that what was published until now has been told."""
    SavedSearch.objects.filter(pk=search_id).update(told_through=at)
