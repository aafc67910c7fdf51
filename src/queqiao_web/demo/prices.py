"""How the prices of the region's deals are found: in all the ways that there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from queqiao_web.deals import actions
from queqiao_web.deals.models import Deal, Pricing
from queqiao_web.deals.states import ObjectionState, PricingState
from queqiao_web.demo.courses import Course, Pace
from queqiao_web.demo.firms import firms_by_field
from queqiao_web.demo.world import World, money, words
from queqiao_web.foundation.access import SYSTEM, Actor

Parties = Mapping[str, Actor]
_BIDDERS = 3


def put_price(world: World, course: Course, acting: Parties, at: datetime) -> None:
    """The price as it is first put: proposed, agreed, listed, or called for."""
    pace = course.shape.pace
    if pace is Pace.LISTED:
        _list(course, acting, at)
    elif pace in {Pace.BIDDING, Pace.HAMMERED}:
        _call(world, course, acting, at)
    else:
        _propose(world, course, acting, at)


def settle(course: Course, at: datetime) -> None:
    """The price stands once its notice has ended; without a notice it has stood since."""
    pricing = Pricing.objects.get(pk=course.pricing_id)
    if pricing.state == PricingState.NOTICED:
        actions.end_notice(actor=SYSTEM, at=at, pricing_id=pricing.pk)


def _propose(world: World, course: Course, acting: Parties, at: datetime) -> None:
    proposed = actions.propose_price(
        actor=acting["giver"], at=at, deal_id=course.deal_id, price_cny=course.price_cny
    )
    course.pricing_id = proposed.pk
    if course.shape.pace is Pace.PROPOSED:
        return
    agreed = at + timedelta(hours=3)
    actions.agree_to_price(
        actor=acting["taker"],
        at=agreed,
        pricing_id=proposed.pk,
        price_cny=course.price_cny,
        notice_text=_notice("notice", course),
    )
    if course.shape.pace in {Pace.OBJECTED, Pace.OVERRULED}:
        world.timeline.plan(world.timeline.after(agreed, 3), partial(_object, world, course))


def _object(world: World, course: Course, at: datetime) -> None:
    """Somebody objects; where the course goes on, an officer dismisses it with reasons."""
    if Pricing.objects.get(pk=course.pricing_id).state != PricingState.NOTICED:
        return
    raised = actions.raise_objection(
        actor=world.person("expert"),
        at=at,
        pricing_id=course.pricing_id,
        text=words()["objection"],
    )
    if course.shape.pace is Pace.OVERRULED:
        decide = partial(_dismiss, world, raised.pk)
        world.timeline.plan(world.timeline.after(at, 4), decide)


def _dismiss(world: World, objection_id: int, at: datetime) -> None:
    actions.decide_objection(
        actor=world.person("officer"),
        at=at,
        objection_id=objection_id,
        to=ObjectionState.DISMISSED,
        answer=words()["dismissal"],
    )


def _list(course: Course, acting: Parties, at: datetime) -> None:
    listed = actions.list_price(
        actor=acting["giver"],
        at=at,
        deal_id=course.deal_id,
        price_cny=course.price_cny,
        notice_text=_notice("listing", course),
    )
    course.pricing_id = listed.pk


def _call(world: World, course: Course, acting: Parties, at: datetime) -> None:
    """An auction with three bidders; the side that wanted it first bids last."""
    is_over = course.shape.pace is Pace.HAMMERED
    opens = at + timedelta(days=2)
    closes = opens + timedelta(days=3 if is_over else 6)
    floor = money(float(course.price_cny) * 0.8)
    step = max(money(float(floor) * 0.05), money(1000))
    called = actions.call_auction(
        actor=acting["giver"],
        at=at,
        deal_id=course.deal_id,
        floor_cny=floor,
        step_cny=step,
        bond_cny=money(float(floor) * 0.1),
        opens_at=opens,
        closes_at=closes,
    )
    course.pricing_id = called.pk
    for number, organization_id in enumerate(_bidding(world, course)):
        bidder = actions.register_as_bidder(
            actor=world.owner(organization_id),
            at=at + timedelta(hours=3 + number),
            pricing_id=called.pk,
            organization_id=organization_id,
        )
        actions.record_bond(actor=acting["giver"], at=at + timedelta(hours=8), bidder_id=bidder.pk)
        for turn in range(2):
            moment = opens + timedelta(hours=1 + number + 4 * turn)
            place = turn * _BIDDERS + number
            step_taken = partial(_bid, world, bidder.pk, organization_id, floor + place * step)
            world.timeline.plan(moment, step_taken)
    if is_over:
        world.timeline.plan(closes, partial(_hammer, called.pk))


def _bid(world: World, bidder_id: int, organization_id: int, amount: object, at: datetime) -> None:
    actions.place_bid(
        actor=world.owner(organization_id),
        at=at,
        bidder_id=bidder_id,
        amount_cny=amount,  # type: ignore[arg-type] # money, planned as such
    )


def _hammer(pricing_id: int, at: datetime) -> None:
    actions.fall_hammer(actor=SYSTEM, at=at, pricing_id=pricing_id)


def _bidding(world: World, course: Course) -> list[int]:
    deal = Deal.objects.get(pk=course.deal_id)
    sides = {deal.demand_organization_id, deal.achievement_organization_id}
    firms = [
        world.organizations[name].pk for names in firms_by_field(world).values() for name in names
    ]
    others = [pk for pk in firms if pk not in sides]
    begin = course.number % (len(others) - 1)
    return [*others[begin : begin + _BIDDERS - 1], deal.demand_organization_id]


def _notice(which: str, course: Course) -> str:
    deal = Deal.objects.select_related("achievement").get(pk=course.deal_id)
    text: str = words()[which]
    return text.format(title=deal.achievement.title, price=f"{course.price_cny:,.0f}")
