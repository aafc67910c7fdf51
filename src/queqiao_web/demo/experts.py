"""The experts of the demo region: first inventors with their works; one of them has claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import LISTED
from queqiao_web.demo.achievements import inventions_of
from queqiao_web.demo.world import World
from queqiao_web.experts import actions
from queqiao_web.experts.actions import ExpertContent, WorkContent
from queqiao_web.experts.states import Availability, WorkKind
from queqiao_web.organizations.models import Organization

_TITLES = ("教授、博士生导师", "研究员", "副教授", "正高级工程师", "副研究员", "高级工程师")
_MOST_EXPERTS, _EACH = 41, 2


def plan_experts(world: World, crews: Mapping[str, Sequence[str]]) -> None:
    """Some people of each organization that offers achievements present themselves."""
    line = world.timeline
    moment = line.day(160)
    line.plan(moment, partial(_plan_all, world, crews))


def _plan_all(world: World, crews: Mapping[str, Sequence[str]], at: datetime) -> None:
    """Whoever has most to show by then; shown from that day on, one after the other."""
    works = inventions_of()
    line, count = world.timeline, 0
    shown = world.people["expert"].display_name
    for place in range(_EACH):
        for owner, crew in crews.items():
            ordered = sorted(
                crew,
                key=lambda name, crew=crew: (  # type: ignore[misc] # bound at once
                    name != shown or not works[name],
                    -len(works[name]),
                    crew.index(name),
                ),
            )
            if count < _MOST_EXPERTS and works[ordered[place]]:
                count += 1
                name = ordered[place]
                step = partial(_present, world, owner, (name, works[name]), count)
                line.plan(line.after(at, world.random.uniform(1, 120)), step)


def _present(
    world: World, owner: str, works: tuple[str, Sequence[int]], number: int, at: datetime
) -> None:
    name, made = works
    organization = world.organizations[owner]
    actor = world.owner(organization.pk)
    rows = list(Achievement.objects.filter(pk__in=list(made)).order_by("pk"))
    content = _content(world, organization, name, rows, number)
    expert = actions.create_expert(
        actor=actor, at=at, organization_id=organization.pk, content=content
    )
    if number % 13 == 12:
        return  # one that is not finished yet
    actions.publish_expert(actor=actor, at=at, expert_id=expert.pk)
    if name == world.people["expert"].display_name:
        line = world.timeline
        line.plan(line.after(at, 2), partial(_claim, world, expert.pk))


def _claim(world: World, expert_id: int, at: datetime) -> None:
    claim = actions.claim_expert(
        actor=world.person("expert"),
        at=at,
        expert_id=expert_id,
        statement="本人为该简介所述人员，工号与单位邮箱可由科研处核实。",
    )
    expert = claim.expert
    actions.accept_claim(actor=world.owner(expert.organization_id), at=at, claim_id=claim.pk)


def _content(
    world: World, organization: Organization, name: str, rows: Sequence[Achievement], number: int
) -> ExpertContent:
    keywords = list(dict.fromkeys(word for row in rows for word in row.keywords))
    units = [row.inventors.filter(name=name).first() for row in rows]
    unit = next((one.unit for one in units if one is not None), "")
    mark = "（虚构）"
    solved = "、".join(row.title for row in rows[:2])
    availability = (Availability.AVAILABLE, Availability.AVAILABLE, Availability.LIMITED)
    return ExpertContent(
        name=name,
        department="" if unit == organization.name else unit,
        titles=_TITLES[number % len(_TITLES)],
        fields=tuple(keywords[:4]),
        keywords=tuple(keywords[:8]),
        industry_code=rows[0].industry_code,
        region_code=organization.region_code,
        introduction=f"{name.removesuffix(mark)}长期从事{'、'.join(keywords[:3])}方面的研究与产业化，"
        f"主持完成“{solved}”等成果，可承担现场诊断、小试验证和联合攻关。",
        capacity_cases=1 + number % 4,
        capacity_days=4 + number % 8,
        availability=availability[number % 3],
        contact_phone=f"000-{number:08d}",
        works=tuple(
            WorkContent(
                title=row.title,
                kind=WorkKind.ACHIEVEMENT,
                year=world.at.year - 1 - place % 3,
                abstract=row.summary,
                achievement_code=row.code if row.state in LISTED else "",
            )
            for place, row in enumerate(rows[:8])
        ),
    )
