"""The demands of the demo region: entered, reviewed, matched, kept fresh, some of them not."""

from __future__ import annotations

from collections.abc import Callable
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
from queqiao_web.demo.texts import lines_of, opening_of
from queqiao_web.demo.world import World, words
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
        ago = days_ago.get(one.id) or _entered(world, fate, content)
        step = partial(_enter, world, one.id, owner, content, fate, is_published)
        world.timeline.plan(world.timeline.day(ago), step)


def _entered(world: World, fate: Fate, content: DemandContent) -> float:
    """How many days ago it was written down: while its deadline still lay ahead."""
    draw = world.random
    if fate is Fate.WAITING:
        return draw.uniform(1.2, 5)
    if fate in {Fate.DRAFT, Fate.RETURNED}:
        return draw.uniform(8, 40)
    if fate is Fate.EXPIRED:
        return draw.uniform(205, _EARLIEST)
    past = legal_day(world.at)
    if content.deadline_on is not None and content.deadline_on <= past + timedelta(days=30):
        return (past - content.deadline_on).days + draw.uniform(60, 150)
    return draw.triangular(8, _EARLIEST, 70)


def _enter(
    world: World, key: str, owner: Organization, content: DemandContent, fate: Fate,
    is_published: Published, at: datetime,
) -> None:  # fmt: skip
    actor, line = world.owner(owner.pk), world.timeline
    made = actions.create_draft(actor=actor, at=at, organization_id=owner.pk, content=content)
    world.demand_ids[key], world.demand_keys[made.pk] = made.pk, key
    if fate is not Fate.DRAFT:
        step = partial(_submit, world, made, fate, is_published)
        line.plan(line.after(at, world.random.uniform(0.05, 1)), step)


def _submit(world: World, row: Demand, fate: Fate, is_published: Published, at: datetime) -> None:
    line = world.timeline
    actor = world.owner(row.organization_id)
    actions.submit_demand(actor=actor, at=at, demand_id=row.pk)
    if fate is Fate.WAITING:
        return
    reviewed = line.after(at, world.random.uniform(0.3, 3))
    if fate is Fate.RETURNED:
        line.plan(reviewed, partial(_return, world, row))
    else:
        line.plan(reviewed, partial(_publish, world, row, fate, is_published))


def _return(world: World, row: Demand, at: datetime) -> None:
    choices = words()["return_demand"]
    told = choices[row.pk % len(choices)]
    actions.return_demand(
        actor=world.reviewer(row.region_code),
        at=at,
        demand_id=row.pk,
        reasons=told["reasons"],
        text=told["text"],
    )


def _publish(world: World, row: Demand, fate: Fate, is_published: Published, at: datetime) -> None:
    line, draw = world.timeline, world.random
    published = actions.publish_demand(
        actor=world.reviewer(row.region_code), at=at, demand_id=row.pk
    )
    is_published(published, at)
    if fate is Fate.WITHDRAWN:
        line.plan(line.after(at, draw.uniform(15, 90)), partial(_withdraw, world, row))
    elif fate is Fate.CLOSED:
        line.plan(line.after(at, draw.uniform(40, 120)), partial(_close, world, row))
    elif fate is Fate.PUBLISHED:
        line.plan(line.after(at, draw.uniform(110, 165)), partial(_reconfirm, world, row))


def _withdraw(world: World, row: Demand, at: datetime) -> None:
    actions.withdraw_demand(actor=world.owner(row.organization_id), at=at, demand_id=row.pk)


def _close(world: World, row: Demand, at: datetime) -> None:
    if Demand.objects.get(pk=row.pk).state != DemandState.PUBLISHED:
        return
    reasons = (CloseReason.SOLVED_ELSEWHERE, CloseReason.DROPPED)
    actor = world.owner(row.organization_id)
    actions.close_demand(actor=actor, at=at, demand_id=row.pk, reason=reasons[row.pk % 2])


def _reconfirm(world: World, row: Demand, at: datetime) -> None:
    """Its owner says that it still holds, and will again; unless it is settled or too late."""
    now = Demand.objects.get(pk=row.pk)
    too_late = now.deadline_on is not None and now.deadline_on < legal_day(at)
    if now.state != DemandState.PUBLISHED or too_late:
        return
    line = world.timeline
    actions.reconfirm_demand(actor=world.owner(row.organization_id), at=at, demand_id=row.pk)
    line.plan(line.after(at, world.random.uniform(110, 165)), partial(_reconfirm, world, row))


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
    hidden = words()["summary_hidden"].format(title=one.title, words="、".join(one.keywords[:3]))
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
