"""Saved views: reading a person's own, keeping one, removing one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.errors import Invalid, NotThere, Problem
from queqiao_web.foundation.ui.lists.models import SavedView

MOST = 30
"""So many views may one person keep of one list."""


def views_of(actor: Actor, list_name: str) -> tuple[SavedView, ...]:
    """The actor's own views of a list, by name."""
    if actor.user_id is None:
        return ()
    rows = SavedView.objects.filter(user_id=actor.user_id, list_name=list_name)
    return tuple(rows.order_by("title", "pk")[:MOST])


def save_view(*, actor: Actor, at: datetime, list_name: str, title: str, query: str) -> SavedView:
    """
    Keep filters under a name; the same name again replaces them.

    Raises:
        Invalid: no name, too long a name or filter, or too many views.
    """
    user_id = _user_of(actor)
    title = " ".join(title.split())
    problems = []
    if not title:
        problems.append(Problem("title", "view.title_missing", _("Give the view a name.")))
    if len(title) > 40:
        problems.append(Problem("title", "view.title_long", _("At most 40 signs.")))
    if len(query) > 500 or len(list_name) > 60:
        problems.append(Problem("query", "view.query_long", _("These filters are too long.")))
    if len(views_of(actor, list_name)) >= MOST:
        text = _("You have %(count)d views of this list; remove one first.") % {"count": MOST}
        problems.append(Problem("title", "view.too_many", text))
    if problems:
        raise Invalid(problems)
    view, _made = SavedView.objects.update_or_create(
        user_id=user_id,
        list_name=list_name,
        title=title,
        defaults={"query": query},
        create_defaults={"query": query, "created_at": at},
    )
    return view


def remove_view(*, actor: Actor, code: str) -> None:
    """
    Forget one of the actor's own views.

    Raises:
        NotThere: they have no such view.
    """
    removed, _by_table = SavedView.objects.filter(user_id=_user_of(actor), code=code).delete()
    if not removed:
        raise NotThere


def _user_of(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotThere
    return actor.user_id
