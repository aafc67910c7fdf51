"""Courses as they are taken: introduced, in contact, evaluated, priced, or lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from queqiao_web.deals import actions
from queqiao_web.deals.models import Deal
from queqiao_web.demo.contracts import pay, produce, register, sign
from queqiao_web.demo.courses import STEPS, Course
from queqiao_web.demo.prices import put_price, settle
from queqiao_web.demo.world import World, words
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.matching.actions import answer_match, assign_broker, end_introduction
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.states import Answer, Side

Taken = Callable[[World, Course, datetime], None]


def plan_courses(world: World, courses: list[Course]) -> None:
    """Plan every step of every course, and its end where it comes to nothing."""
    for course in courses:
        for step in STEPS:
            if step in course.days_ago:
                moment = world.timeline.day(course.days_ago[step])
                world.timeline.plan(moment, partial(_take, world, course, step))
        if course.shape.is_lost:
            last = course.days_ago[course.shape.upto]
            moment = world.timeline.day(last - world.random.uniform(6, 20))
            world.timeline.plan(moment, partial(_give_up, world, course))


def _take(world: World, course: Course, step: str, at: datetime) -> None:
    """Take one step, unless matching brought the two never together."""
    if course.is_found:
        TAKEN[step](world, course, at)
        course.done.append(step)


def parties(world: World, course: Course) -> dict[str, Actor]:
    """Who acts in a deal: taker, giver, and the broker or, where there is none, the taker."""
    deal = Deal.objects.get(pk=course.deal_id)
    taker = world.owner(deal.demand_organization_id)
    broker = next((one for one in world.people.values() if one.pk == deal.broker_id), None)
    return {
        "taker": taker,
        "giver": world.owner(deal.achievement_organization_id),
        "broker": world.actor(broker) if broker is not None else taker,
    }


def _interest(world: World, course: Course, at: datetime) -> None:
    _answer(world, course, Side.DEMAND, at)


def _introduce(world: World, course: Course, at: datetime) -> None:
    """The other side is interested too; an officer puts a broker in charge of most."""
    _answer(world, course, Side.ACHIEVEMENT, at)
    found = Introduction.objects.filter(match_id=course.match_id).first()
    if found is None:
        course.match_id = 0
        return
    course.introduction_id = found.pk
    if course.has_broker:
        broker = "broker" if course.number % 3 else "broker2"
        assign_broker(
            actor=world.person("officer"),
            at=at + timedelta(minutes=20),
            introduction_id=found.pk,
            broker_id=world.people[broker].pk,
        )


def _answer(world: World, course: Course, side: Side, at: datetime) -> None:
    match = Match.objects.get(pk=course.match_id)
    answer_match(
        actor=world.owner(match.organization_of(side)),
        at=at,
        match_id=match.pk,
        side=side,
        answer=Answer.INTERESTED,
    )


def _open(world: World, course: Course, at: datetime) -> None:
    introduction = Introduction.objects.get(pk=course.introduction_id)
    side = course.number % 2
    owner = (
        introduction.demand_organization_id if side else introduction.achievement_organization_id
    )
    deal = actions.open_deal(
        actor=world.owner(owner), at=at, introduction_id=course.introduction_id
    )
    course.deal_id = deal.pk


def _contact(world: World, course: Course, at: datetime) -> None:
    acting = parties(world, course)
    actions.record_contact(actor=acting["broker"], at=at, deal_id=course.deal_id)
    _contribute(course, acting, 0, at)
    for number, (who, text) in enumerate(words()["messages"][: 2 + course.number % 3]):
        moment = at + timedelta(hours=2 * number + 1)
        if moment < world.at and (who != "broker" or course.has_broker):
            actions.write_message(actor=acting[who], at=moment, deal_id=course.deal_id, text=text)


def _sign_nda(world: World, course: Course, at: datetime) -> None:
    acting = parties(world, course)
    actions.sign_nda(actor=acting["taker"], at=at, deal_id=course.deal_id)
    moment = min(at + timedelta(hours=5), world.at)
    actions.sign_nda(actor=acting["giver"], at=moment, deal_id=course.deal_id)


def _evaluate(world: World, course: Course, at: datetime) -> None:
    acting = parties(world, course)
    actions.start_evaluation(actor=acting["taker"], at=at, deal_id=course.deal_id)
    _contribute(course, acting, 1, at)
    sides = {"taker": "demand_organization_id", "giver": "achievement_organization_id"}
    deal = Deal.objects.get(pk=course.deal_id)
    for number, (title, who) in enumerate(words()["tasks"][: 2 + course.number % 3]):
        task = actions.plan_task(
            actor=acting["taker"],
            at=at,
            deal_id=course.deal_id,
            title=title,
            due_on=legal_day(at + timedelta(days=5 + 4 * number)),
            organization_id=getattr(deal, sides[who]),
        )
        moment = world.timeline.after(at, 3 + 3 * number)
        world.timeline.plan(moment, partial(_finish, acting[who], task.pk))


def _finish(actor: Actor, task_id: int, at: datetime) -> None:
    actions.finish_task(actor=actor, at=at, task_id=task_id)


def _negotiate(world: World, course: Course, at: datetime) -> None:
    acting = parties(world, course)
    texts = words()["evaluations"]
    actions.start_negotiation(
        actor=acting["taker"],
        at=at,
        deal_id=course.deal_id,
        evaluation=texts[course.number % len(texts)],
    )
    for number, (who, text) in enumerate(words()["messages"][3:]):
        moment = min(at + timedelta(hours=number + 1), world.at)
        actions.write_message(actor=acting[who], at=moment, deal_id=course.deal_id, text=text)
    _contribute(course, acting, 2, at)


def _start_pricing(world: World, course: Course, at: datetime) -> None:
    acting = parties(world, course)
    actions.start_pricing(actor=acting["broker"], at=at, deal_id=course.deal_id)


def _put_price(world: World, course: Course, at: datetime) -> None:
    put_price(world, course, parties(world, course), at)


def _sign(world: World, course: Course, at: datetime) -> None:
    acting = parties(world, course)
    sign(world, course, acting, at)
    _contribute(course, acting, 3, at)


def _register(world: World, course: Course, at: datetime) -> None:
    register(course, parties(world, course), at)


def _pay(world: World, course: Course, at: datetime) -> None:
    pay(world, course, parties(world, course), at)


def _produce(world: World, course: Course, at: datetime) -> None:
    produce(world, course, parties(world, course), at)


def _settle(_world: World, course: Course, at: datetime) -> None:
    settle(course, at)


def _contribute(course: Course, acting: Mapping[str, Actor], which: int, at: datetime) -> None:
    if not course.has_broker:
        return
    kind, note = words()["contributions"][which]
    actions.record_contribution(
        actor=acting["broker"],
        at=at,
        deal_id=course.deal_id,
        kind=kind,
        note=note,
        happened_on=at.date(),
    )


def _give_up(world: World, course: Course, at: datetime) -> None:
    """The end of what came to nothing, with its reason."""
    if not course.is_found:
        return
    book: Mapping[str, Any] = words()
    if not course.deal_id:
        texts = book["ends"]
        actor = world.owner(
            Introduction.objects.get(pk=course.introduction_id).demand_organization_id
        )
        end_introduction(
            actor=actor,
            at=at,
            introduction_id=course.introduction_id,
            text=texts[course.number % len(texts)],
        )
        return
    reason, text = book["losses"][course.number % len(book["losses"])]
    who = "giver" if reason == "no_answer" else "taker"
    actor = parties(world, course)[who]
    actions.lose_deal(actor=actor, at=at, deal_id=course.deal_id, reason=reason, text=text)


TAKEN: Mapping[str, Taken] = {
    "interested": _interest,
    "introduced": _introduce,
    "opened": _open,
    "contacted": _contact,
    "nda": _sign_nda,
    "evaluating": _evaluate,
    "negotiating": _negotiate,
    "pricing": _start_pricing,
    "priced": _put_price,
    "settled": _settle,
    "contracted": _sign,
    "registered": _register,
    "paid": _pay,
    "producing": _produce,
}
