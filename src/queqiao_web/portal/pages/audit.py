"""The audit viewer: who did what, when, from where; and whether the chain holds."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.lists import ChoiceFilter, DayFilter, Order, list_page
from queqiao_web.foundation.ui.timeline import verb_words
from queqiao_web.portal.permissions import can_view_audit
from queqiao_web.portal.queries.audit import (
    check_chain,
    events_visible_to,
    in_words,
    noun_words,
)

ORDERS: Final = (
    Order("latest", gettext_lazy("Latest first"), "-sequence"),
    Order("earliest", gettext_lazy("Earliest first"), "sequence"),
)
_ACTORS: Final = (
    ("person", gettext_lazy("a person")),
    ("system", gettext_lazy("the platform")),
    ("nobody", gettext_lazy("a visitor")),
)
_CHANNELS: Final = (
    ("page", gettext_lazy("a page")),
    ("api", gettext_lazy("the API")),
    ("job", gettext_lazy("a background job")),
    ("command", gettext_lazy("a command")),
)


@page(permission=can_view_audit)
def audit_list(request: Request) -> HttpResponseBase:
    """The events of the actor's regions, the latest first."""
    return _shown(request, events_visible_to(request.actor), {})


@require_POST
@page(permission=can_view_audit)
def audit_verify(request: Request) -> HttpResponseBase:
    """Whether the last events still are what was written."""
    return _shown(request, events_visible_to(request.actor), {"checked": check_chain()})


@page(permission=can_view_audit)
def audit_detail(request: Request, sequence: int) -> HttpResponseBase:
    """One event with its before and after, and everything that happened to the same record."""
    rows = events_visible_to(request.actor)
    event = get_visible_or_404(rows, pk=sequence)
    same = rows.filter(subject_type=event.subject_type, subject_id=event.subject_id)
    frame = {
        "row": in_words([event])[0],
        "noun": noun_words(event.subject_type),
        "changes": _changes(event),
        "channel": dict(_CHANNELS).get(event.channel, event.channel),
        "same": in_words(list(same.order_by("-sequence")[:50])),
    }
    return render(request, "portal/audit_detail.html", frame)


def _shown(
    request: Request, rows: QuerySet[AuditEvent], more: dict[str, object]
) -> HttpResponseBase:
    shown = list_page(request, rows, name="audit", filters=_filters(), orders=ORDERS, per_page=50)
    events: list[Any] = list(shown.rows)
    frame = {"page": shown, "rows": in_words(events), **more}
    return render(request, "portal/audit_list.html", frame)


def _filters() -> tuple[ChoiceFilter | DayFilter, ...]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("queqiao_web.")]
    nouns = [(model._meta.label_lower, noun_words(model._meta.label_lower)) for model in ours]
    verbs = ("created", "edited", "submitted", "returned", "published", "revealed", "withdrawn")
    return (
        ChoiceFilter("noun", _("Record"), sorted(nouns, key=lambda one: one[1]), "subject_type"),
        ChoiceFilter(
            "verb",
            _("What"),
            [(verb, verb_words(f"x.x.{verb}")) for verb in verbs],
            condition=lambda verb: Q(verb__endswith=f".{verb}"),
        ),
        ChoiceFilter("actor", _("Who"), _ACTORS, "actor_kind"),
        ChoiceFilter("channel", _("Through"), _CHANNELS, "channel"),
        DayFilter("since", _("From"), "at__date", "gte"),
        DayFilter("until", _("To"), "at__date", "lte"),
    )


def _changes(event: AuditEvent) -> list[tuple[str, object, object]]:
    """Field by field: what it was and what it became."""
    names = sorted({*event.before, *event.after})
    labels = _labels(event.subject_type)
    return [
        (labels.get(name, name), event.before.get(name), event.after.get(name)) for name in names
    ]


def _labels(label: str) -> dict[str, str]:
    try:
        fields = apps.get_model(label)._meta.concrete_fields
    except LookupError:
        return {}
    return {field.name: str(field.verbose_name) for field in fields}
