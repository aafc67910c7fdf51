"""Jobs of demands: the calendar, the index of what is public, telling owners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.actions import expire_demand, remind_of_demand
from queqiao_web.demands.adapters import PUBLIC_DEMANDS
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import people_writing_for
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Conflict
from queqiao_web.foundation.freshness import legal_day, remind_from
from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.foundation.ui.words import day_words

_AT_ONCE = 500
_NOUN = "demands.demand"

notification_kind(
    "demands.returned",
    label=_("My demand is returned for changes"),
    title=_("“%(title)s” is returned for changes"),
    body=_("The reviewer has named reasons. Change the demand and submit it again."),
)
notification_kind(
    "demands.published",
    label=_("My demand is published"),
    title=_("“%(title)s” is published"),
    body=_("It takes part in matching until %(day)s."),
)
notification_kind(
    "demands.reminded",
    label=_("My demand must be confirmed soon"),
    title=_("Does “%(title)s” still hold?"),
    body=_("Confirm it before %(day)s. Otherwise it expires and leaves matching."),
)
notification_kind(
    "demands.expired",
    label=_("My demand has expired"),
    title=_("“%(title)s” has expired"),
    body=_("It left matching on %(day)s. Confirm that it still holds to bring it back."),
)


@job("demands.watch_validity", every=timedelta(hours=6))
def watch_validity(*, at: datetime) -> None:
    """Remind of what ends soon, and end what nobody reconfirmed in time."""
    published = Demand.objects.filter(state=DemandState.PUBLISHED)
    ending = published.filter(reminded_at__isnull=True, valid_until__lte=remind_from(at))
    _each(ending, remind_of_demand, at)
    ended = published.filter(reminded_at__isnull=False, valid_until__lt=legal_day(at))
    _each(ended, expire_demand, at)


@job(
    "demands.index_public",
    after=tuple(
        f"{_NOUN}.{verb}"
        for verb in (
            "published",
            "reconfirmed",
            "resumed",
            "matched",
            "withdrawn",
            "closed",
            "reopened",
            "expired",
        )
    ),
)
def index_public(*, object_id: int, event: int, at: datetime) -> None:  # noqa: ARG001 -- called by events
    """Keep the index of what everybody may read as the demand stands now."""
    PUBLIC_DEMANDS.follow(object_id)


@job(
    "demands.tell_owner",
    after=tuple(f"{_NOUN}.{verb}" for verb in ("returned", "published", "reminded", "expired")),
)
def tell_owner(*, object_id: int, event: int, at: datetime) -> None:
    """Tell whoever writes for the owner what became of a demand; the reviewer's words stay here."""
    row = Demand.objects.filter(pk=object_id).first()
    told = AuditEvent.objects.filter(sequence=event).first()
    if row is None or told is None:
        return
    day = row.valid_until
    notify(
        people_writing_for(row.organization_id),
        f"demands.{told.verb.rpartition('.')[2]}",
        key=str(event),
        params={"title": row.title, "day": day_words(day) if day else ""},
        url=reverse("demand_detail", args=[row.code]),
        at=at,
        organization_ids=[row.organization_id],
    )


def _each(rows: QuerySet[Demand], action: Callable[..., Demand], at: datetime) -> None:
    """Do it to each, some hundreds a run; what somebody changed in between is let be."""
    pks = rows.order_by("valid_until", "pk").values_list("pk", flat=True)
    for pk in list(pks[:_AT_ONCE]):
        try:
            action(actor=SYSTEM, at=at, demand_id=pk)
        except Conflict:
            continue
