"""A person's own figures: what their organizations have, state by state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Model
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import AchievementState
from queqiao_web.demands.models import Demand
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import Actor
from queqiao_web.portal.queries.figures import list_url

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many records are in one state, and the list of them."""

    text: Text
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """What an actor's organizations have of one noun."""

    title: Text
    url: str
    states: tuple[StateCount, ...]


def own_records(actor: Actor) -> list[OwnRecords]:
    """The demands and achievements of the actor's organizations by state: two queries."""
    owners = actor.organization_ids | actor.delegated
    if not owners:
        return []
    return [
        _own(_("Our demands"), Demand, DemandState.choices, "my_demands", owners),
        _own(
            _("Our achievements"), Achievement, AchievementState.choices, "my_achievements", owners
        ),
    ]


def _own(
    title: Text,
    model: type[Model],
    choices: list[tuple[str, Any]],
    page: str,
    owners: frozenset[int],
) -> OwnRecords:
    rows = model._default_manager.filter(organization_id__in=owners).order_by()
    counted = dict(rows.values_list("state").annotate(count=Count("pk")))
    url = list_url(page)
    return OwnRecords(
        title,
        url,
        tuple(
            StateCount(text, counted[state], f"{url}?state={state}" if url else "")
            for state, text in choices
            if state in counted
        ),
    )
