"""What organizations say to their matches when nothing comes of most of them, as it is."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from queqiao_web.demands.models import Demand
from queqiao_web.demo.courses import Course
from queqiao_web.demo.standing import Standings
from queqiao_web.demo.world import World, words
from queqiao_web.matching.actions import answer_match
from queqiao_web.matching.models import Match
from queqiao_web.matching.states import STANDING, Answer, Side

_LOOKED_AT = 5
_CODES: Final = ("too_early", "index_not_met", "price", "ip")


class Inboxes:
    """Refreshes the matches of published demands and has both sides answer some of them."""

    def __init__(self, world: World, courses: list[Course], standings: Standings) -> None:
        self._world, self._standings = world, standings
        self._courses = {one.demand: one for one in courses}
        self._taken = {one.achievement for one in courses}

    def receive(self, demand: Demand, at: datetime) -> None:
        """A demand was published: its matches, and a look at them within days."""
        world = self._world
        self._standings.refresh(demand.pk, at=at)
        course = self._courses.get(world.demand_keys[demand.pk])
        if course is not None:
            course.match_id = self._match_of(course, demand)
        if course is not None or world.random.random() < 0.75:
            moment = world.timeline.after(at, world.random.uniform(1, 7))
            world.timeline.plan(moment, partial(self._look, demand.pk))

    def _match_of(self, course: Course, demand: Demand) -> int:
        """The match that the course is about; the best one where matching found another."""
        wanted = self._world.achievement_ids.get(course.achievement)
        rows = self._ranked(demand.pk)
        exact = [row for row in rows if row.achievement_id == wanted]
        others = [
            row
            for row in rows
            if row.allowed and self._world.achievement_keys[row.achievement_id] not in self._taken
        ]
        if not (exact or others):
            return 0
        chosen = (exact or others)[0]
        course.achievement = self._world.achievement_keys[chosen.achievement_id]
        self._taken.add(course.achievement)
        return chosen.pk

    def _ranked(self, demand_id: int) -> list[Match]:
        """In an order that does not depend on codes, which differ each time."""
        keys = self._world.achievement_keys
        rows = Match.objects.filter(demand_id=demand_id, state__in=STANDING)
        return sorted(rows, key=lambda row: (-round(row.score, 3), keys[row.achievement_id]))

    def _look(self, demand_id: int, at: datetime) -> None:
        """The owner of a demand goes through the best of its matches."""
        world, draw = self._world, self._world.random
        kept = {one.match_id for one in self._courses.values()}
        for row in self._ranked(demand_id)[:_LOOKED_AT]:
            if row.pk in kept:
                continue
            key = (world.demand_keys[demand_id], world.achievement_keys[row.achievement_id])
            grade = world.source.grades.get(key, 1)
            if grade >= 2 and draw.random() < 0.7:
                self._say(row, Side.DEMAND, at)
                moment = world.timeline.after(at, draw.uniform(1, 8))
                world.timeline.plan(moment, partial(self._reply, row.pk))
            elif draw.random() < 0.6:
                code = "not_our_field" if grade == 0 else draw.choice(_CODES)
                self._say(row, Side.DEMAND, at, code=code)

    def _reply(self, match_id: int, at: datetime) -> None:
        """The other side: interested at times, else a reason, else nothing."""
        row = Match.objects.get(pk=match_id)
        lot = self._world.random.random()
        if row.state not in STANDING:
            return
        if lot < 0.12:
            self._say(row, Side.ACHIEVEMENT, at)
        elif lot < 0.55:
            code = self._world.random.choice(("capacity", "price", "not_our_field", "duplicate"))
            self._say(row, Side.ACHIEVEMENT, at, code=code)

    def _say(self, row: Match, side: Side, at: datetime, *, code: str = "") -> None:
        answer_match(
            actor=self._world.owner(row.organization_of(side)),
            at=at,
            match_id=row.pk,
            side=side,
            answer=Answer.DECLINED if code else Answer.INTERESTED,
            code=code,
            text=words()["declines"].get(code, ""),
        )
