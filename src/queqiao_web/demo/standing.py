"""The index of matching while the region is built: made once, filled as records come, made anew."""

from __future__ import annotations

from datetime import datetime

from queqiao_web.achievements.adapters import PUBLIC_ACHIEVEMENTS, engine_achievement
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import LISTED
from queqiao_web.demands.models import Demand
from queqiao_web.demands.tasks import rebuild_public
from queqiao_web.experts.adapters import PUBLIC_EXPERTS, engine_record
from queqiao_web.experts.models import Expert
from queqiao_web.experts.states import ExpertState
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.disclosure import Level
from queqiao_web.matching.actions import rebuild_index, refresh_demand
from queqiao_web.matching.adapters.entries import achievement_entry
from queqiao_web.matching.adapters.standing import put_entries
from queqiao_web.portal.tasks import rebuild_index as rebuild_search


class Standings:
    """Keeps published achievements together until somebody looks for matches."""

    def __init__(self) -> None:
        self._waiting: list[int] = []
        self._is_built = False

    def build(self, *, at: datetime) -> None:
        """The first index, of all that is published by then."""
        rebuild_index(at=at)
        self._waiting.clear()
        self._is_built = True

    def published(self, achievement_id: int) -> None:
        """An achievement came in."""
        if self._is_built:
            self._waiting.append(achievement_id)

    def refresh(self, demand_id: int, *, at: datetime) -> None:
        """The matches of a demand, with everything that has come in until now."""
        if self._waiting:
            rows = Achievement.objects.filter(pk__in=self._waiting).select_related("organization")
            put_entries([achievement_entry(row) for row in rows.order_by("pk")])
            self._waiting.clear()
        refresh_demand(actor=SYSTEM, demand_id=demand_id, at=at)

    def finish(self, *, at: datetime) -> None:
        """All indexes from the rows as they are, and the matches of every open demand."""
        rebuild_public(at=at)
        listed = Achievement.objects.filter(state__in=LISTED).select_related("organization")
        PUBLIC_ACHIEVEMENTS.rebuild(
            engine_achievement(row, Level.PUBLIC) for row in listed.order_by("pk")
        )
        shown = Expert.objects.filter(state=ExpertState.PUBLISHED).select_related("organization")
        PUBLIC_EXPERTS.rebuild(engine_record(row) for row in shown.order_by("pk"))
        rebuild_search(at=at)
        rebuild_index(at=at)
        open_now = Demand.objects.filter(state="published").order_by("pk")
        for pk in open_now.values_list("pk", flat=True):
            refresh_demand(actor=SYSTEM, demand_id=pk, at=at)
