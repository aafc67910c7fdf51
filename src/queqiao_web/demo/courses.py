"""Which demands come to a deal, how far each gets, and when: planned back from its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Final

from queqiao_web.demo.firms import owner_of_demand
from queqiao_web.demo.world import Source, World, money


class Pace(Enum):
    """How a price is found."""

    AGREED = "agreed"
    PROPOSED = "proposed"
    NOTICED = "noticed"
    OBJECTED = "objected"
    OVERRULED = "overruled"
    LISTED = "listed"
    BIDDING = "bidding"
    HAMMERED = "hammered"


STEPS: Final = (
    "interested", "introduced", "opened", "contacted", "nda", "evaluating", "negotiating",
    "pricing", "priced", "settled", "contracted", "registered", "paid", "producing",
)  # fmt: skip
"""What happens in a course, in order; each course goes up to one of them."""
_DAYS: Final[Mapping[str, tuple[float, float]]] = {
    "introduced": (1, 5),
    "opened": (1, 4),
    "contacted": (1.5, 6),
    "nda": (2, 8),
    "evaluating": (2, 7),
    "negotiating": (9, 24),
    "pricing": (7, 21),
    "priced": (1.2, 4),
    "settled": (17, 19),
    "contracted": (2, 7),
    "registered": (6, 18),
    "paid": (4, 20),
    "producing": (35, 70),
}
"""How many days a step lies after the one before it."""
_BEFORE: Final = 7.5
"""The demand is written down so many days before the first interest: time for the review."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many courses go up to which step, ended how many days ago, and how they end."""

    upto: str
    count: int
    ended: tuple[float, float]
    pace: Pace = Pace.AGREED
    is_lost: bool = False


SHAPES: Final = (
    Shape("producing", 4, (8, 60)),
    Shape("paid", 4, (6, 60)),
    Shape("paid", 1, (6, 30), Pace.OVERRULED),
    Shape("registered", 3, (6, 50)),
    Shape("registered", 1, (6, 20), Pace.HAMMERED),
    Shape("contracted", 4, (3, 30)),
    Shape("settled", 1, (1.5, 2.5)),
    Shape("priced", 1, (7, 9), Pace.NOTICED),
    Shape("priced", 1, (9, 10), Pace.OBJECTED),
    Shape("priced", 1, (5, 7), Pace.LISTED),
    Shape("priced", 1, (4, 5), Pace.BIDDING),
    Shape("priced", 2, (2, 6), Pace.PROPOSED),
    Shape("negotiating", 4, (3, 14)),
    Shape("evaluating", 4, (2, 12)),
    Shape("nda", 3, (2, 9)),
    Shape("contacted", 4, (2, 10)),
    Shape("opened", 2, (1.5, 5)),
    Shape("introduced", 4, (1.2, 8)),
    Shape("introduced", 2, (40, 90), is_lost=True),
    Shape("contacted", 2, (50, 160), is_lost=True),
    Shape("evaluating", 2, (40, 140), is_lost=True),
    Shape("negotiating", 2, (30, 120), is_lost=True),
)


@dataclass(slots=True)
class Course:
    """One demand and one achievement on their way; ``days_ago`` of each step that is taken."""

    demand: str
    achievement: str
    shape: Shape
    number: int
    days_ago: dict[str, float]
    price_cny: Decimal
    has_broker: bool
    match_id: int = 0
    introduction_id: int = 0
    deal_id: int = 0
    pricing_id: int = 0
    contract_id: int = 0
    done: list[str] = field(default_factory=list)

    @property
    def entered(self) -> float:
        """How many days ago the demand is written down."""
        return self.days_ago["interested"] + _BEFORE

    @property
    def is_found(self) -> bool:
        """Whether matching brought the two together."""
        return bool(self.match_id)


def draw_courses(world: World) -> list[Course]:
    """
    The courses of the region, each with a demand and an achievement of its own that fit well.

    A smaller region has its share of each shape, one at least, while there are pairs.
    """
    pairs = list(_pairs(world))
    courses: list[Course] = []
    for shape in SHAPES:
        for _ in range(max(1, round(shape.count * world.share))):
            if not pairs:
                return courses
            demand, achievement = pairs.pop(0)
            courses.append(_course(world, shape, demand, achievement, len(courses)))
    return courses


def _pairs(world: World) -> Iterator[tuple[str, str]]:
    """Pairs that judges found to fit, the shown firm's first, each record once."""
    source, shown = world.source, _of_shown_firm(world)
    last = {one.id: one.deadline_on for one in source.demands}
    lots = {key: world.random.random() for key in sorted(source.grades)}
    ordered = sorted(
        (pair for pair, grade in source.grades.items() if grade >= 2),
        key=lambda pair: (pair[0] not in shown, -source.grades[pair], lots[pair]),
    )
    known = {one.id for one in source.demands} | {one.id for one in source.achievements}
    used: set[str] = set()
    for demand, achievement in ordered:
        day = last.get(demand)
        is_early = day is not None and (day - world.at.date()).days < 40
        if {demand, achievement} <= known and not used & {demand, achievement} and not is_early:
            used |= {demand, achievement}
            yield demand, achievement


def _of_shown_firm(world: World) -> set[str]:
    owners = owner_of_demand(world)
    shown = world.people["enterprise"].pk
    return {
        key
        for key, name in owners.items()
        if world.owners[world.organizations[name].pk].pk == shown
    }


def _course(world: World, shape: Shape, demand: str, achievement: str, number: int) -> Course:
    draw = world.random
    return Course(
        demand=demand,
        achievement=achievement,
        shape=shape,
        number=number,
        days_ago=_backwards(shape, draw),
        price_cny=_price(world.source, demand, achievement, draw),
        has_broker=draw.random() < 0.6 or shape.pace not in {Pace.AGREED, Pace.PROPOSED},
    )


def _backwards(shape: Shape, draw: Random) -> dict[str, float]:
    """The days of all steps, from the last one to the first."""
    at = draw.uniform(*shape.ended)
    found: dict[str, float] = {}
    for step in reversed(STEPS[: STEPS.index(shape.upto) + 1]):
        found[step] = at
        if step in _DAYS:
            at += draw.uniform(*_DAYS[step])
    return found


def _price(source: Source, demand: str, achievement: str, draw: Random) -> Decimal:
    budget = next(one.budget_cny for one in source.demands if one.id == demand)
    asked = next(one.price_cny for one in source.achievements if one.id == achievement)
    if budget:
        most = float(budget) * draw.uniform(0.62, 0.96)
        return max(money(min(most, float(asked or most))), Decimal(20_000))
    return max(money(float(asked or draw.uniform(180_000, 900_000))), Decimal(20_000))
