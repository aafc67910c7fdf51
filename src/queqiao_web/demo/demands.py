"""The demands of the demo region: entered, reviewed, matched, kept fresh, some of them not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from queqiao.matching.model import Demand as Wanted
from queqiao_web.demands import actions
from queqiao_web.demands.actions import DemandContent
from queqiao_web.demands.models import Demand
from queqiao_web.demands.states import CloseReason, DemandState
from queqiao_web.demo.firms import owner_of_demand
from queqiao_web.demo.plans import Fate, deal_out
from queqiao_web.demo.texts import lines_of, named_only, opening_of
from queqiao_web.demo.timeline import Step
from queqiao_web.demo.world import World, words
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.organizations.models import Organization

_FATES: Final = {
    Fate.DRAFT: 6,
    Fate.RETURNED: 5,
    Fate.WAITING: 6,
    Fate.WITHDRAWN: 4,
    Fate.EXPIRED: 8,
    Fate.CLOSED: 4,
}
_EARLIEST = 330
Published = Callable[[Demand, datetime], None]


def plan_demands(world: World, *, days_ago: dict[str, float], is_published: Published) -> None:
    """
    Plan the life of every demand of the files.

    ``days_ago`` fixes when some are written down: those that deals come from. ``is_published`` is
    called for each that was published.
    """
    owners = owner_of_demand(world)
    soon = legal_day(world.at) + timedelta(days=30)
    free = [
        one.id
        for one in world.source.demands
        if one.id not in days_ago and (one.deadline_on is None or one.deadline_on > soon)
    ]
    fates = deal_out(world, free, _FATES)
    for number, one in enumerate(world.source.demands):
        fate = fates.get(one.id, Fate.PUBLISHED)
        owner = world.organizations[owners[one.id]]
        content = _content(world, one, owner, number)
        life = _Life(world, one.id, owner, content, fate, is_published)
        ago = days_ago.get(one.id) or life.entered()
        world.timeline.plan(world.timeline.day(ago), life.enter)


@dataclass(frozen=True, slots=True)
class _Life:
    """One demand's way through its states, step by step."""

    world: World
    key: str
    owner: Organization
    content: DemandContent
    fate: Fate
    is_published: Published

    @property
    def actor(self) -> Actor:
        """Whoever writes for its owner."""
        return self.world.owner(self.owner.pk)

    def entered(self) -> float:
        """How many days ago it was written down: while its deadline still lay ahead."""
        draw = self.world.random
        if self.fate is Fate.WAITING:
            return draw.uniform(1.2, 5)
        if self.fate in {Fate.DRAFT, Fate.RETURNED}:
            return draw.uniform(8, 40)
        if self.fate is Fate.EXPIRED:
            return draw.uniform(205, _EARLIEST)
        past, deadline = legal_day(self.world.at), self.content.deadline_on
        if deadline is not None and deadline <= past + timedelta(days=30):
            return (past - deadline).days + draw.uniform(60, 150)
        return draw.triangular(8, _EARLIEST, 70)

    def enter(self, at: datetime) -> None:
        """A draft."""
        world = self.world
        made = actions.create_draft(
            actor=self.actor, at=at, organization_id=self.owner.pk, content=self.content
        )
        world.demand_ids[self.key], world.demand_keys[made.pk] = made.pk, self.key
        if self.fate is not Fate.DRAFT:
            self._plan(at, world.random.uniform(0.05, 1), partial(self.submit, made))

    def submit(self, row: Demand, at: datetime) -> None:
        """Sent to review."""
        actions.submit_demand(actor=self.actor, at=at, demand_id=row.pk)
        days = self.world.random.uniform(0.3, 3)
        if self.fate is Fate.RETURNED:
            self._plan(at, days, partial(self.send_back, row))
        elif self.fate is not Fate.WAITING:
            self._plan(at, days, partial(self.publish, row))

    def send_back(self, row: Demand, at: datetime) -> None:
        """Returned with reasons."""
        choices = words()["return_demand"]
        told = choices[row.pk % len(choices)]
        actions.return_demand(
            actor=self.world.reviewer(row.region_code),
            at=at,
            demand_id=row.pk,
            reasons=told["reasons"],
            text=told["text"],
        )

    def publish(self, row: Demand, at: datetime) -> None:
        """Public and matched, and looked at again later."""
        draw = self.world.random
        reviewer = self.world.reviewer(row.region_code)
        published = actions.publish_demand(actor=reviewer, at=at, demand_id=row.pk)
        self.is_published(published, at)
        if self.fate is Fate.WITHDRAWN:
            self._plan(at, draw.uniform(15, 90), partial(self.withdraw, row))
        elif self.fate is Fate.CLOSED:
            self._plan(at, draw.uniform(40, 120), partial(self.close, row))
        elif self.fate is Fate.PUBLISHED:
            self._plan(at, draw.uniform(110, 165), partial(self.reconfirm, row))

    def withdraw(self, row: Demand, at: datetime) -> None:
        """Taken back."""
        actions.withdraw_demand(actor=self.actor, at=at, demand_id=row.pk)

    def close(self, row: Demand, at: datetime) -> None:
        """Settled otherwise, or no longer needed."""
        if Demand.objects.get(pk=row.pk).state != DemandState.PUBLISHED:
            return
        reasons = (CloseReason.SOLVED_ELSEWHERE, CloseReason.DROPPED)
        reason = reasons[row.pk % 2]
        actions.close_demand(actor=self.actor, at=at, demand_id=row.pk, reason=reason)

    def reconfirm(self, row: Demand, at: datetime) -> None:
        """Its owner says that it still holds, and will again; unless it is settled or too late."""
        now = Demand.objects.get(pk=row.pk)
        too_late = now.deadline_on is not None and now.deadline_on < legal_day(at)
        if now.state != DemandState.PUBLISHED or too_late:
            return
        actions.reconfirm_demand(actor=self.actor, at=at, demand_id=row.pk)
        days = self.world.random.uniform(110, 165)
        self._plan(at, days, partial(self.reconfirm, row))

    def _plan(self, at: datetime, days: float, step: Step) -> None:
        line = self.world.timeline
        line.plan(line.after(at, days), step)


def _content(world: World, one: Wanted, owner: Organization, number: int) -> DemandContent:
    text = lines_of(one.description)
    disclosure = (
        Disclosure.PUBLIC,
        Disclosure.STAGED,
        Disclosure.PUBLIC,
        Disclosure.STAGED,
        Disclosure.PUBLIC,
    )[number % 5]
    names = (owner.name, owner.name.partition("有限")[0], owner.name.partition("（")[0])
    gives_away = any(name in one.title + "".join(one.keywords) for name in names)
    if number % 12 == 7 and not gives_away:
        disclosure = Disclosure.ANONYMOUS
    hidden = named_only("summary_hidden", one.title, one.keywords)
    annexes = words()["annexes"]
    return DemandContent(
        title=one.title,
        summary=opening_of(text) if disclosure == Disclosure.PUBLIC else hidden,
        description=text,
        secret_annex=world.filled(annexes[number % len(annexes)]) if number % 4 != 2 else "",
        disclosure=disclosure,
        keywords=tuple(one.keywords),
        region_code=owner.region_code,
        industry_code=one.industry or owner.industry_code,
        budget_cny=one.budget_cny,
        trl_min=one.trl_min,
        deadline_on=one.deadline_on,
        ip_need=one.ip_need.value,
        modes=tuple(mode.value for mode in one.modes),
        accepted_regions=tuple(one.accepted_regions),
        validity_days=180,
    )
