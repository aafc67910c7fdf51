"""The course of the demo region's year: steps in the order of their moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Final

from django.utils import timezone

Step = Callable[[datetime], None]
DAYS: Final = 365
"""So many days before its "now" the demo region begins."""
_OPENS, _WORKING_MINUTES = 9, 480


class Timeline:
    """
    Steps that are taken in the order of their moments; a step may plan later ones.

    Moments lie in working hours, so that a year of work does not look like a night's script. What
    is planned for after ``end`` is not taken: the region is in the middle of it.
    """

    def __init__(self, end: datetime, random: Random) -> None:
        self.end = end
        self.random = random
        self._planned: list[tuple[datetime, int, Step]] = []
        self._count = 0
        self.reached = end - timedelta(days=DAYS)

    def day(self, days_ago: float) -> datetime:
        """A moment of work so many days before the end."""
        return self._working(self.end - timedelta(days=days_ago))

    def after(self, moment: datetime, days: float) -> datetime:
        """A moment of work so many days later, at least one minute."""
        return max(self._working(moment + timedelta(days=days)), moment + timedelta(minutes=1))

    def plan(self, moment: datetime, step: Step) -> None:
        """Have a step taken at a moment."""
        self._count += 1
        heappush(self._planned, (moment, self._count, step))

    def run(self, until: datetime) -> int:
        """Take every step up to a moment, those that they plan included; how many."""
        taken = 0
        while self._planned and self._planned[0][0] <= min(until, self.end):
            moment, _number, step = heappop(self._planned)
            step(moment)
            taken += 1
        self.reached = max(self.reached, until)
        return taken

    def _working(self, moment: datetime) -> datetime:
        local = timezone.localtime(moment)
        minutes = self.random.randrange(_WORKING_MINUTES)
        opened = local.replace(hour=_OPENS, minute=0, second=0, microsecond=0)
        return opened + timedelta(minutes=minutes, seconds=self.random.randrange(60))
