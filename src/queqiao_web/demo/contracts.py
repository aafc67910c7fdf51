"""Contracts of the region's deals, their registration, payments, production, and fees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from queqiao_web.deals import actions
from queqiao_web.deals.actions import Terms
from queqiao_web.deals.models import Contract, Deal, Pricing
from queqiao_web.deals.states import ContractKind, PaymentMode
from queqiao_web.demo.courses import Course
from queqiao_web.demo.world import World, money, words
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.freshness import legal_day

Parties = Mapping[str, Actor]
_KINDS: Final = (
    ("transfer", ContractKind.TRANSFER),
    ("licence", ContractKind.LICENCE),
    ("commissioned_development", ContractKind.DEVELOPMENT),
    ("joint_development", ContractKind.DEVELOPMENT),
    ("consulting", ContractKind.CONSULTING),
)
_PARTS: Final = ((Decimal("0.4"), 10, "合同签订后"), (Decimal("0.6"), 150, "验收合格后"))


def sign(world: World, course: Course, acting: Parties, at: datetime) -> None:
    """The contract at the settled price, in two payments; then what the broker gets of the fee."""
    deal = Deal.objects.select_related("achievement").get(pk=course.deal_id)
    price = Pricing.objects.get(pk=course.pricing_id).price_cny or course.price_cny
    offered = set(deal.achievement.modes)
    kind = next((kind for mode, kind in _KINDS if mode in offered), ContractKind.SERVICE)
    day = legal_day(at)
    first = (price * _PARTS[0][0]).quantize(Decimal(1))
    amounts = (first, price - first)
    terms = Terms(
        kind=kind,
        number=f"DEMO-HT-{day.year}-{course.number + 1:03d}",
        name=f"{deal.achievement.title}技术合同"[:120],
        subject=f"“{deal.achievement.title}”在需方产线上的实施，含工艺文件与技术指导。",
        deliverables="工艺文件一套、培训十人次、现场调试一次",
        acceptance="连续三批产品达到约定指标，由双方签字确认",
        ip_ownership="既有知识产权归许可方，改进成果双方共有",
        payment_mode=PaymentMode.INSTALMENTS,
        amount_cny=price,
        non_technical_cny=money(float(price) * 0.1) if course.number % 3 == 0 else Decimal(0),
        direct_cost_cny=money(float(price) * 0.08),
        signed_on=day,
        valid_through=day + timedelta(days=3 * 365),
        plan=tuple(
            (day + timedelta(days=days), amount, condition)
            for (_part, days, condition), amount in zip(_PARTS, amounts, strict=True)
        ),
    )
    signed = actions.sign_contract(
        actor=acting["broker"], at=at, deal_id=course.deal_id, terms=terms
    )
    course.contract_id = signed.pk
    if course.has_broker:
        world.timeline.plan(world.timeline.after(at, 1), partial(_split, world, course))


def register(course: Course, acting: Parties, at: datetime) -> None:
    """Registered by the giver, as the rules let it."""
    actions.register_contract(
        actor=acting["giver"],
        at=at,
        contract_id=course.contract_id,
        registration_number=f"DEMO-{legal_day(at).year}-22-{course.number + 1:05d}",
        registered_on=legal_day(at),
    )


def pay(world: World, course: Course, acting: Parties, at: datetime) -> None:
    """The first payment now, the second some weeks later where there is time."""
    contract = Contract.objects.get(pk=course.contract_id)
    for number, planned in enumerate(contract.plan.all(), start=1):
        moment = at if number == 1 else world.timeline.after(at, 25 + course.number % 9)
        receive = partial(_receive, course, acting["giver"], number, planned.amount_cny)
        world.timeline.plan(moment, receive)


def produce(world: World, course: Course, acting: Parties, at: datetime) -> None:
    """What was bought is produced with."""
    texts = words()["production"]
    contract = Contract.objects.get(pk=course.contract_id)
    actions.record_production(
        actor=acting["taker"],
        at=at,
        deal_id=course.deal_id,
        since=legal_day(at - timedelta(days=12)),
        evidence=texts[course.number % len(texts)],
        yearly_revenue_cny=contract.amount_cny * world.random.randint(4, 12),
    )


def _receive(course: Course, giver: Actor, number: int, amount: Decimal, at: datetime) -> None:
    actions.record_receipt(
        actor=giver,
        at=at,
        contract_id=course.contract_id,
        received_on=legal_day(at),
        amount_cny=amount,
        reference=f"DEMO-PAY-{course.number + 1:03d}-{number}",
        evidence="银行回单（虚构）",
    )


def _split(world: World, course: Course, at: datetime) -> None:
    """The fee among those who contributed."""
    deal = Deal.objects.get(pk=course.deal_id)
    contributed = sorted(set(deal.contributions.values_list("user_id", flat=True)))
    if not contributed:
        return
    parts = {pk: Decimal(1) / len(contributed) for pk in contributed}
    parts = {pk: part.quantize(Decimal("0.01")) for pk, part in parts.items()}
    parts[contributed[0]] += 1 - sum(parts.values(), Decimal(0))
    actor = world.person("officer")
    actions.split_fee(actor=actor, at=at, deal_id=course.deal_id, shares=parts)
