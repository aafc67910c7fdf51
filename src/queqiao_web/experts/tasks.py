"""Jobs of experts: reminders by the calendar, and the index of what is public."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.experts.actions import remind_of_expert
from queqiao_web.experts.adapters import PUBLIC_EXPERTS
from queqiao_web.experts.models import Expert
from queqiao_web.experts.states import ExpertState
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.errors import Conflict
from queqiao_web.foundation.freshness import remind_from
from queqiao_web.foundation.jobs import job

_AT_ONCE = 500


@job("experts.watch_validity", every=timedelta(hours=6))
def watch_validity(*, at: datetime) -> None:
    """Remind of profiles that go stale; a stale one leaves matching by its date."""
    going = Expert.objects.filter(
        state=ExpertState.PUBLISHED, reminded_at__isnull=True, valid_until__lte=remind_from(at)
    )
    for pk in going.order_by("valid_until", "pk").values_list("pk", flat=True)[:_AT_ONCE]:
        try:
            remind_of_expert(actor=SYSTEM, at=at, expert_id=pk)
        except Conflict:
            continue


@job(
    "experts.index_public",
    after=(
        "experts.expert.published",
        "experts.expert.edited",
        "experts.expert.reconfirmed",
        "experts.expert.withdrawn",
    ),
)
def index_public(*, object_id: int, event: int, at: datetime) -> None:  # noqa: ARG001 -- called by events
    """Keep the index of what everybody may read as the profile stands now."""
    PUBLIC_EXPERTS.follow(object_id)
