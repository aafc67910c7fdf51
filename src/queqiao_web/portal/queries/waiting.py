"""What waits for people in the apps below: their own records, and what their posts ask of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import achievements_to_review
from queqiao_web.achievements.states import AchievementState
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import demands_to_review
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import Actor, OrganizationRole
from queqiao_web.foundation.freshness import remind_from
from queqiao_web.foundation.ui.waiting import WaitingGroup, WaitingItem, first_of
from queqiao_web.portal.queries.figures import list_url
from queqiao_web.portal.queries.published import page_url

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class _Asked:
    """One kind of waiting: whose rows, since when, what happens otherwise, and where all are."""

    title: Text
    rows: QuerySet[Any]
    since: str
    consequence: Text
    url: str
    kind: str
    due_on: str = ""


def waiting_demands(actor: Actor, at: datetime) -> Iterator[WaitingGroup]:
    """One's own demands that need a hand, and those to review."""
    states = {
        "returned": DemandState.RETURNED,
        "expired": DemandState.EXPIRED,
        "published": DemandState.PUBLISHED,
        "draft": DemandState.DRAFT,
    }
    titles = {
        "returned": _("Demands returned for changes"),
        "expired": _("Demands that have expired"),
        "ending": _("Demands to be confirmed as still valid"),
        "draft": _("Demands not yet submitted"),
        "review": _("Demands to review"),
    }
    own = Demand.objects.filter(organization_id__in=_edited_by(actor))
    yield from _own_and_review(
        "demand",
        own,
        demands_to_review(actor),
        states,
        titles,
        at=at,
        urls=("my_demands", "demand_review_queue"),
    )


def waiting_achievements(actor: Actor, at: datetime) -> Iterator[WaitingGroup]:
    """One's own achievements that need a hand, and those to review."""
    states = {
        "returned": AchievementState.RETURNED,
        "expired": AchievementState.EXPIRED,
        "published": AchievementState.PUBLISHED,
        "draft": AchievementState.DRAFT,
    }
    titles = {
        "returned": _("Achievements returned for changes"),
        "expired": _("Achievements that have expired"),
        "ending": _("Achievements to be confirmed as still valid"),
        "draft": _("Achievements not yet submitted"),
        "review": _("Achievements to review"),
    }
    own = Achievement.objects.filter(organization_id__in=_edited_by(actor))
    yield from _own_and_review(
        "achievement",
        own,
        achievements_to_review(actor),
        states,
        titles,
        at=at,
        urls=("my_achievements", "achievement_review_queue"),
    )


def _own_and_review(
    kind: str,
    own: QuerySet[Any],
    review: QuerySet[Any],
    states: Mapping[str, str],
    titles: Mapping[str, Text],
    *,
    at: datetime,
    urls: tuple[str, str],
) -> Iterator[WaitingGroup]:
    mine, queue = (list_url(name) for name in urls)
    groups = {
        "returned": (
            Q(state=states["returned"]),
            "returned_at",
            _("It is not published before it is mended and submitted again."),
        ),
        "ending": (
            Q(state=states["published"], valid_until__lte=remind_from(at)),
            "confirmed_on",
            _("Unconfirmed, it leaves matching after this day."),
        ),
        "expired": (
            Q(state=states["expired"]),
            "expired_at",
            _("It has left matching; confirming it brings it back."),
        ),
        "draft": (
            Q(state=states["draft"]),
            "updated_at",
            _("Nobody else sees it before it is submitted."),
        ),
    }
    counts = own.aggregate(
        **{name: Count("pk", filter=condition) for name, (condition, *_rest) in groups.items()}
    )
    for name, (condition, since, consequence) in groups.items():
        if counts[name]:
            due = "valid_until" if name == "ending" else ""
            url = f"{mine}?state={states[name]}" if mine and name in states else mine
            rows = own.filter(condition)
            yield _group(_Asked(titles[name], rows, since, consequence, url, kind, due))
    consequence = _("Its owner waits; it stays hidden until it is reviewed.")
    yield _group(_Asked(titles["review"], review, "submitted_at", consequence, queue, kind))


def _edited_by(actor: Actor) -> frozenset[int]:
    """The organizations whose records the actor may change."""
    candidates = actor.organization_ids | actor.delegated
    return frozenset(
        one for one in candidates if actor.acts_for(one, at_least=OrganizationRole.EDITOR)
    )


def _group(asked: _Asked) -> WaitingGroup:
    """The longest waiting of them; their number is read off where all of them are shown."""
    shown = {"code", "title", "updated_at", asked.since} | ({asked.due_on} - {""})
    slim = asked.rows.select_related(None).only(*shown)
    rows, count = first_of(slim.order_by(asked.due_on or asked.since, "pk"))
    items = tuple(
        WaitingItem(
            title=str(row),
            url=page_url(asked.kind, row.code),
            since=_moment(getattr(row, asked.since), row),
            consequence=asked.consequence,
            due_at=_end_of(getattr(row, asked.due_on)) if asked.due_on else None,
        )
        for row in rows
    )
    return WaitingGroup(asked.title, items, count, asked.url)


def _moment(value: Any, row: Any) -> datetime:  # noqa: ANN401 -- a moment or a day, of any record
    if isinstance(value, datetime):
        return value
    if value is None:
        moment: datetime = row.updated_at
        return moment
    return timezone.make_aware(datetime.combine(value, time.min))


def _end_of(day: Any) -> datetime:  # noqa: ANN401 -- a day of any record
    return timezone.make_aware(datetime.combine(day, time.max))
