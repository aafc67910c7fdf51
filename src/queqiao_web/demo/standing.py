"""The index of matching while the region is built: made once, filled as records come, made anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from queqiao_web.achievements.adapters import PUBLIC_ACHIEVEMENTS
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import LISTED
from queqiao_web.demands.adapters import PUBLIC_DEMANDS
from queqiao_web.demands.models import Demand
from queqiao_web.demands.states import DemandState
from queqiao_web.experts.adapters import PUBLIC_EXPERTS
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.matching.actions import keep_index, refresh_demand
from queqiao_web.matching.adapters.entries import achievement_entry
from queqiao_web.matching.adapters.standing import put_entries
from queqiao_web.portal.adapters import PORTAL

_AT_ONCE: Final = 12
"""So many changes are taken in together: each time costs the opening of the index."""
_OLD_DAYS: Final = 150
"""What has been open for so long is looked at again: much has come in since."""


class Standings:
    """Keeps published achievements together until somebody looks for matches."""

    def __init__(self) -> None:
        self._waiting: list[int] = []
        self._is_built = False

    def build(self, *, at: datetime) -> None:
        """The first index, of all that is published by then."""
        keep_index(at=at)
        self._waiting.clear()
        self._is_built = True

    def changed(self, achievement_id: int) -> None:
        """An achievement came in, or holds anew."""
        if self._is_built:
            self._waiting.append(achievement_id)

    def refresh(self, demand_id: int, *, at: datetime) -> None:
        """The matches of a demand, with what has come in until some days ago."""
        if len(self._waiting) >= _AT_ONCE:
            self._take_in()
        refresh_demand(actor=SYSTEM, demand_id=demand_id, at=at)

    def _take_in(self) -> None:
        rows = Achievement.objects.filter(pk__in=self._waiting, state__in=LISTED)
        if entries := [
            achievement_entry(row) for row in rows.select_related("organization").order_by("pk")
        ]:
            put_entries(entries)
        self._waiting.clear()

    def finish(self, *, at: datetime) -> None:
        """The public indexes from the rows as they are; matches of demands that stood for long."""
        for index in (PUBLIC_DEMANDS, PUBLIC_ACHIEVEMENTS, PUBLIC_EXPERTS, PORTAL):
            index.catch_up()
        self._take_in()
        earlier = at - timedelta(days=_OLD_DAYS)
        old = Demand.objects.filter(state=DemandState.PUBLISHED, published_at__lt=earlier)
        for pk in old.order_by("pk").values_list("pk", flat=True):
            refresh_demand(actor=SYSTEM, demand_id=pk, at=at)
