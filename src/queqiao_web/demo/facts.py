"""Dated facts of some enterprises of the demo region (一企一档), stated by themselves."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from queqiao_web.demo.firms import firms_by_field
from queqiao_web.demo.world import World
from queqiao_web.organizations.actions import record_facts
from queqiao_web.organizations.adapters import FactChange
from queqiao_web.organizations.models import Organization

_MOST_FIRMS = 24


def plan_facts(world: World) -> None:
    """Every other enterprise keeps its file."""
    names = [name for found in firms_by_field(world).values() for name in found]
    shown = [name for name in names if world.organizations[name].pk in _shown(world)]
    chosen = dict.fromkeys([*shown, *names[::2]])
    for number, name in enumerate(list(chosen)[:_MOST_FIRMS]):
        moment = world.timeline.day(330 - 9 * number)
        step = partial(_record, world, world.organizations[name], number)
        world.timeline.plan(moment, step)


def _shown(world: World) -> set[int]:
    shown = world.people["enterprise"].pk
    return {pk for pk, owner in world.owners.items() if owner.pk == shown}


def _record(world: World, organization: Organization, number: int, at: datetime) -> None:
    record_facts(
        actor=world.owner(organization.pk),
        organization_id=organization.pk,
        at=at,
        changes=_changes(world, number, at.year - 1),
        source=f"{at.year - 1} 年度企业报表（虚构）",
    )


def _changes(world: World, number: int, last: int) -> list[FactChange]:
    """Three years that grow, with research at 3 to 7 percent of what is earned."""
    draw = world.random
    revenue = draw.randint(2_000, 60_000)
    staff = max(18, revenue // draw.randint(60, 110))
    found = [
        FactChange("registered_on", None, f"{last - draw.randint(4, 22)}-0{1 + number % 9}-18"),
        FactChange("resident_enterprise", None, value=True),
        FactChange("employees_avg", None, staff),
        FactChange("rd_staff", None, max(3, staff * draw.randint(8, 22) // 100)),
        FactChange("tech_staff", None, max(5, staff * draw.randint(15, 35) // 100)),
    ]
    for years_ago in (2, 1, 0):
        grown = round(revenue * 1.08 ** (2 - years_ago))
        research = round(grown * draw.uniform(0.03, 0.07))
        for name, value in (
            ("revenue", grown),
            ("sales_revenue", round(grown * 0.97)),
            ("total_income", round(grown * 1.02)),
            ("hitech_income", round(grown * 0.64)),
            ("rd_expense", research),
            ("rd_expense_domestic", research),
            ("total_assets", round(grown * 1.4)),
            ("net_assets", round(grown * 0.7)),
        ):
            found.append(FactChange(name, last - years_ago, value))
    return found
