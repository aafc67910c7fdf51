"""The organizations of the demo region, and which of them owns which record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from queqiao.core.codes import uscc_check_character
from queqiao_web.demo.people import MARK, Accounts, Names
from queqiao_web.demo.sources import domain_of
from queqiao_web.demo.world import World, region
from queqiao_web.organizations.actions import (
    OrganizationDetails,
    delegate_to_broker,
    register_organization,
    return_organization,
    suspend_organization,
    verify_organization,
)
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationKind

_FIRMS_A_FIELD: Final = 6
_INSIDE: Final = "22"
_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PUBLIC: Final = frozenset({"university", "institute", "hospital", "authority"})


def code_of_nobody(number: int, *, kind: str, region_code: str) -> str:
    """
    A credit code that is well formed as a whole and that no authority can have given.

    The organization's own part ends with a check character of its own, which is wrong here.
    """
    first = "12" if kind in _PUBLIC else "91"
    body = f"MA{number:06d}"
    total = sum(w * _DIGITS.index(c) for w, c in zip(_WEIGHTS, body, strict=True))
    right = (11 - total % 11) % 11
    wrong = _DIGITS[(right + 3) % 10]
    code = f"{first}{region_code}{body}{wrong}"
    return f"{code}{uscc_check_character(code)}"


class Registry:
    """Registers organizations with their owners and lets an officer verify them."""

    def __init__(self, world: World, accounts: Accounts, names: Names) -> None:
        self._world, self._accounts, self._names = world, accounts, names
        self._count = 0
        self._shown = {one.get("of") or one.get("firm"): one for one in region()["accounts"]}

    def register(
        self, *, at: datetime, name: str, kind: str, region_code: str, key: str = "", **more: str
    ) -> Organization:
        """An organization that waits for verification; its owner is new, or a shown account."""
        world = self._world
        self._count += 1
        shown = self._shown.get(key or name)
        if shown is not None and "post" not in shown:
            owner = world.people[shown["key"]]
        else:
            owner = self._accounts.make(name=self._names.take(), at=at)
        needs_none = kind in {OrganizationKind.PARK, OrganizationKind.INSTRUMENT_CENTER}
        code = code_of_nobody(self._count, kind=kind, region_code=region_code)
        details = OrganizationDetails(
            name=name,
            kind=kind,
            uscc="" if needs_none else code,
            region_code=region_code,
            contact_name=owner.display_name,
            contact_phone=f"000-{self._count:08d}",
            **more,
        )
        made = register_organization(actor=world.actor(owner), at=at, details=details)
        world.changed(owner)
        world.organizations[key or name] = made
        world.owners[made.pk] = owner
        return made

    def verify(self, organization: Organization, at: datetime) -> None:
        """Verified by whoever answers for its region."""
        world = self._world
        actor = world.reviewer(organization.region_code)
        verify_organization(actor=actor, organization_id=organization.pk, at=at)


def make_organizations(world: World, accounts: Accounts, names: Names) -> None:
    """Everybody in the region, verified within days; and those that the officer still looks at."""
    registry = Registry(world, accounts, names)
    line = world.timeline
    for number, one in enumerate(_everybody(world)):
        at = line.day(363 - number % 8)
        line.plan(at, partial(_register, world, registry, one))
    for number, one in enumerate(region()["late"]):
        days_ago = 2 - number % 3 if one["state"] == "registered" else 40
        line.plan(line.day(days_ago + 0.5), partial(_register_late, world, registry, one))
    line.run(line.day(352))
    _delegate(world)


def owner_of_demand(world: World) -> Mapping[str, str]:
    """Which organization posts which demand of the files, by id."""
    firms = firms_by_field(world)
    chosen = {name for names in firms.values() for name in names}
    given: dict[str, list[str]] = defaultdict(list)
    found: dict[str, str] = {}
    industries = {one.owner: one.industry or "" for one in world.source.demands}
    for one in world.source.demands:
        if one.owner in chosen or is_hospital(one.owner):
            name = one.owner
        else:
            field_firms = firms[domain_of(one.id)]
            name = min(
                field_firms,
                key=lambda firm, one=one: (  # type: ignore[misc] # bound at once
                    -_alike(industries[firm], one.industry or ""),
                    len(given[firm]),
                    field_firms.index(firm),
                ),
            )
        given[name].append(one.id)
        found[one.id] = name
    return found


def owner_of_achievement(world: World) -> Mapping[str, str]:
    """Which organization offers which achievement of the files, by id."""
    return {one.id: _giver(one.owner, one.region or "") for one in world.source.achievements}


def firms_by_field(world: World) -> dict[str, list[str]]:
    """The enterprises of each field: the first owners of demands that are enterprises."""
    found: dict[str, list[str]] = defaultdict(list)
    taken: set[str] = set()
    shown = next(one["firm"] for one in region()["accounts"] if "firm" in one)
    ordered = sorted(world.source.demands, key=lambda one: one.owner != shown)
    for one in ordered:
        names = found[domain_of(one.id)]
        is_firm = one.owner.removesuffix(MARK).endswith(("公司", "厂", "合作社", "集团"))
        is_new = one.owner not in taken and not is_hospital(one.owner)
        if is_firm and is_new and len(names) < _FIRMS_A_FIELD:
            names.append(one.owner)
            taken.add(one.owner)
    return dict(sorted(found.items()))


def is_hospital(name: str) -> bool:
    """Whether an owner of the files is a hospital."""
    return "医院" in name or "医疗集团" in name


def _alike(one: str, other: str) -> int:
    """How many digits two industries share from the left, three at the most."""
    same = 0
    while same < 3 and one[same : same + 1] == other[same : same + 1] != "":
        same += 1
    return same


def _giver(owner: str, region_code: str) -> str:
    book = region()
    if region_code.startswith(_INSIDE):
        return str(
            next(
                one["name"]
                for one in book["givers"]
                if any(owner.startswith(part) for part in one["parts"])
            )
        )
    return str(next(one["name"] for one in book["outside"] if region_code[:2] in one["provinces"]))


def _everybody(world: World) -> Iterator[dict[str, str]]:
    """What each organization says of itself, in the order in which they register."""
    book = region()
    for one in book["others"]:
        yield {
            "key": one["key"],
            "name": one["name"],
            "kind": one["kind"],
            "region_code": one["region"],
            "introduction": one["about"],
        }
    for one in (*book["givers"], *book["outside"]):
        yield {
            "name": one["name"],
            "kind": one["kind"],
            "region_code": one["region"],
            "introduction": f"{one['name'].removesuffix(MARK)}面向产业开放科技成果，"
            "设有成果转化办公室，可提供小试、中试和驻厂服务。",
        }
    first = {one.owner: one for one in reversed(world.source.demands)}
    firms = [name for names in firms_by_field(world).values() for name in names]
    hospitals = [name for name in first if is_hospital(name)]
    for name in (*firms, *sorted(hospitals)):
        one = first[name]
        yield {
            "name": name,
            "kind": "hospital" if is_hospital(name) else "enterprise",
            "region_code": one.region or "220000",
            "industry_code": one.industry or "",
            "introduction": "主要从事" + "、".join(one.keywords[:4]) + "相关的研发、生产与服务。",
        }


def _register(world: World, registry: Registry, told: dict[str, str], at: datetime) -> None:
    made = registry.register(at=at, **told)
    line = world.timeline
    days = world.random.uniform(0.5, 3)
    line.plan(line.after(at, days), partial(registry.verify, made))


def _register_late(world: World, registry: Registry, one: dict[str, Any], at: datetime) -> None:
    code: str = one["region"]
    made = registry.register(at=at, name=one["name"], kind=one["kind"], region_code=code)
    actor, line = world.reviewer(code), world.timeline

    def send_back(moment: datetime) -> None:
        return_organization(
            actor=actor,
            organization_id=made.pk,
            at=moment,
            reasons=one["reasons"],
            text=one["text"],
        )

    def suspend(moment: datetime) -> None:
        suspend_organization(actor=actor, organization_id=made.pk, at=moment, text=one["text"])

    if one["state"] == "returned":
        line.plan(line.after(at, 2), send_back)
    if one["state"] == "suspended":
        line.plan(line.after(at, 1), partial(registry.verify, made))
        line.plan(line.after(at, 20), suspend)


def _delegate(world: World) -> None:
    """Two enterprises let the broker act for them."""
    firms = [name for names in firms_by_field(world).values() for name in names]
    for number, name in enumerate((firms[3], firms[17 % len(firms)])):
        organization = world.organizations[name]
        delegate_to_broker(
            actor=world.owner(organization.pk),
            organization_id=organization.pk,
            at=world.timeline.day(350 - number),
            broker_id=world.people["broker"].pk,
            ends_at=world.at + timedelta(days=180),
        )
    world.changed(world.people["broker"])
