"""Match reports made of real records, with evidence found in their texts: no fakes."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from queqiao.core import Message, Span
from queqiao.matching.changes import propose_changes
from queqiao.matching.explain import texts_of
from queqiao.matching.gates import evaluate_gates
from queqiao.matching.model import Achievement, CooperationMode, Demand, IpNeed, IpState, Record
from queqiao.matching.results import (
    Contribution,
    DemandMatches,
    Located,
    LocatedSpec,
    Match,
    MatchReport,
    Outcome,
    Question,
    TermEvidence,
    Verdict,
)
from queqiao.text.model import Op, Spec

AT = date(2026, 11, 1)


def places(record: Record, word: str) -> tuple[Located, ...]:
    """Where ``word`` stands in the record's texts."""
    found = []
    for field, text in texts_of(record).items():
        start = text.find(word)
        while start >= 0:
            found.append(Located(field, Span(start, start + len(word))))
            start = text.find(word, start + len(word))
    return tuple(found)


def term(demand: Demand, offer: Achievement, word: str, amount: float) -> TermEvidence:
    return TermEvidence(word, amount, places(demand, word), places(offer, word))


def spec(
    record: Record, quote: str, parameter: str, unit: str, op: Op = Op.AT_LEAST
) -> LocatedSpec:
    """The index that the description words as ``quote``."""
    start = record.description.index(quote)
    digits = "".join(c for c in quote if c.isdigit() or c == ".")
    value = float(digits)
    low = None if op in (Op.AT_MOST, Op.BELOW) else value
    high = None if op in (Op.AT_LEAST, Op.ABOVE) else value
    return LocatedSpec(
        "description",
        Spec(start, start + len(quote), parameter, op, low, high, unit, low, high, unit),
    )


def verdict(
    demanded: LocatedSpec,
    offered: LocatedSpec | None,
    outcome: Outcome,
    shortfall: float | None = None,
) -> Verdict:
    return Verdict(
        demanded.spec.parameter, outcome, shortfall, demanded.spec.unit, demanded, offered
    )


def match(
    demand: Demand,
    offer: Achievement,
    words: Iterable[tuple[str, float]],
    verdicts: Sequence[Verdict] = (),
    base: float = -1.6,
) -> Match:
    """A match whose score is what its parts add up to; gates and changes are the engine's own."""
    terms = tuple(term(demand, offer, word, amount) for word, amount in words)
    checks = sum({"met": 0.6, "short": -0.4}.get(v.outcome, -0.05) for v in verdicts)
    parts = (
        Contribution("words", sum(t.amount for t in terms), terms),
        Contribution("meaning", 0.35),
        Contribution("checks", checks),
        Contribution("base", base),
    )
    total = sum(part.amount for part in parts)
    gates = evaluate_gates(demand, offer, at=AT)
    allowed = all(gate.decision.allowed for gate in gates)
    changes = () if allowed else propose_changes(demand, offer, at=AT)
    score = 1 / (1 + math.exp(-total))
    return Match(demand.id, offer.id, score, parts, tuple(verdicts), tuple(gates), tuple(changes))


BALL = Demand(
    id="D-001",
    title="高硬度陶瓷轴承球精密研磨工艺开发",
    description=(
        "需求内容：\\n    我公司有氮化硅陶瓷球生产线两条，成品圆度只能做到0.3μm，"
        "批直径变动量不稳定。希望开发新的研磨工艺。\\n预期目标：\\n1、球圆度≤0.08μm，表面粗糙度Ra≤0.005μm；\\n"
        "2、单批研磨时间缩短到40小时以内；\\n3、成品率达到95%以上。"
    ),
    keywords=("氮化硅", "陶瓷球", "精密研磨"),
    industry="3451",
    region="210200",
    modes=(CooperationMode.JOINT_DEVELOPMENT, CooperationMode.TRANSFER),
    owner="辽南精密轴承有限公司",
    confirmed_on=date(2026, 10, 12),
    budget_cny=Decimal(800_000),
    trl_min=6,
    deadline_on=date(2027, 6, 30),
    ip_need=IpNeed.CLEAR,
)
BALL_OFFER = Achievement(
    id="A-101",
    title="氮化硅陶瓷球双盘锥形槽研磨与在线补偿技术",
    description=(
        "采用双盘锥形槽结构配合金刚石复合磨料，研磨压力分段闭环控制。氮化硅陶瓷球圆度可达0.05μm，"
        "表面粗糙度Ra 0.008μm，单批研磨时间32小时。已在两家轴承企业中试，授权发明专利4项。"
    ),
    keywords=("陶瓷球", "精密研磨", "金刚石磨料"),
    region="210100",
    modes=(CooperationMode.TRANSFER, CooperationMode.JOINT_DEVELOPMENT),
    owner="浑河理工大学机械工程学院",
    confirmed_on=date(2026, 9, 1),
    price_cny=Decimal(600_000),
    trl=6,
    ip_state=IpState.GRANTED,
)
FLUID_OFFER = Achievement(
    id="A-102",
    title="磁流变抛光在陶瓷零件超精密加工中的应用",
    description="面向陶瓷基片与球面零件，磁流变抛光后表面粗糙度可稳定控制，适合小批量超精密加工。",
    keywords=("磁流变抛光", "陶瓷"),
    region="220100",
    modes=(CooperationMode.SERVICE, CooperationMode.JOINT_DEVELOPMENT),
    owner="净月光学精密机械研究所",
    confirmed_on=date(2026, 8, 15),
    trl=6,
    ip_state=IpState.GRANTED,
)
DEAR_OFFER = Achievement(
    id="A-103",
    title="全自动陶瓷球研磨生产线成套技术",
    description="成套提供陶瓷球研磨、清洗、分选设备与工艺包，圆度0.06μm，成品率97%，交钥匙工程。",
    keywords=("陶瓷球", "成套装备"),
    region="320500",
    modes=(CooperationMode.TRANSFER,),
    owner="太湖智能装备研究院",
    confirmed_on=date(2026, 10, 1),
    price_cny=Decimal(1_200_000),
    trl=8,
    ip_state=IpState.GRANTED,
)
CRISP = Demand(
    id="D-002",
    title="冻干果蔬脆片返潮问题",
    description="产品开袋后很快变软，想找能解决的专家，费用可谈。",
    owner="松江湾食品厂",
)
CRISP_OFFER = Achievement(
    id="A-104",
    title="冻干果蔬脆片阻湿涂层与包装技术",
    description="在冻干果蔬脆片表面形成可食用阻湿涂层，开袋后保持脆度的时间明显延长，已在三条生产线应用。",
    keywords=("冻干果蔬", "阻湿涂层"),
    region="220100",
    modes=(CooperationMode.SERVICE,),
    owner="伊通河农业大学食品学院",
    confirmed_on=date(2026, 10, 20),
    trl=8,
    ip_state=IpState.GRANTED,
)
BALL_WORDS = (
    ("氮化硅", 0.9),
    ("陶瓷球", 0.8),
    ("研磨", 0.5),
    ("圆度", 0.4),
    ("表面粗糙度", 0.3),
)
LONELY = Demand(id="D-003", title="新型节能炉具推广融资", owner="暖冬炉具有限公司")


def finish_demanded(demand: Demand) -> tuple[LocatedSpec, LocatedSpec]:
    """Roundness and roughness, as ``BALL`` words them."""
    return (
        spec(demand, "≤0.08μm", "球圆度", "μm", Op.AT_MOST),
        spec(demand, "≤0.005μm", "表面粗糙度Ra", "μm", Op.AT_MOST),
    )


def ball_match(demand: Demand, offer: Achievement, more: Sequence[Verdict] = ()) -> Match:
    """A demand worded as ``BALL`` with an offer worded as ``BALL_OFFER``: round, but too rough."""
    roundness, roughness = finish_demanded(demand)
    round_enough = spec(offer, "0.05μm", "圆度", "μm", Op.EQUAL)
    too_rough = spec(offer, "0.008μm", "表面粗糙度Ra", "μm", Op.EQUAL)
    verdicts = (
        verdict(roundness, round_enough, Outcome.MET),
        verdict(roughness, too_rough, Outcome.SHORT, 0.003),
        *more,
    )
    return match(demand, offer, BALL_WORDS, verdicts)


def sample_report() -> MatchReport:
    """Three demands: one with two matches and a near miss, a vague one, one without any."""
    roundness, roughness = finish_demanded(BALL)
    hours = spec(BALL, "40小时以内", "单批研磨时间", "小时", Op.AT_MOST)
    share = spec(BALL, "达到95%以上", "成品率", "%")
    in_hours = spec(BALL_OFFER, "32小时", "单批研磨时间", "小时", Op.EQUAL)
    more = (verdict(hours, in_hours, Outcome.MET), verdict(share, None, Outcome.NOT_STATED))
    best = ball_match(BALL, BALL_OFFER, more)
    weak = match(
        BALL,
        FLUID_OFFER,
        [("陶瓷", 0.5), ("表面粗糙度", 0.4), ("精密", 0.2)],
        [verdict(s, None, Outcome.NOT_STATED) for s in (roundness, roughness, hours, share)],
    )
    near = match(
        BALL,
        DEAR_OFFER,
        [("陶瓷球", 0.8), ("研磨", 0.5), ("圆度", 0.4), ("成品率", 0.3)],
        [
            verdict(roundness, spec(DEAR_OFFER, "0.06μm", "圆度", "μm", Op.EQUAL), Outcome.MET),
            verdict(roughness, None, Outcome.NOT_STATED),
            verdict(hours, None, Outcome.NOT_STATED),
            verdict(share, spec(DEAR_OFFER, "97%", "成品率", "%", Op.EQUAL), Outcome.MET),
        ],
    )
    vague = match(
        CRISP, CRISP_OFFER, [("冻干果蔬脆片", 1.4), ("开袋", 0.6), ("果蔬", 0.2)], base=-1.2
    )
    words = CRISP.description.index("很快变软")
    question = Question(
        "index",
        QUESTION,
        Located("description", Span(words, words + 4)),
    )
    return MatchReport(
        AT,
        (
            DemandMatches(BALL, (best, weak), (near,), ()),
            DemandMatches(CRISP, (vague,), (), (question,)),
            DemandMatches(LONELY, (), (), (), why_none=WHY_NONE),
        ),
        {offer.id: offer for offer in (BALL_OFFER, FLUID_OFFER, DEAR_OFFER, CRISP_OFFER)},
    )


# Sentences that exist; which ones they are makes no difference to how a report shows them.
QUESTION = Message("matching.io.no_title")
WHY_NONE = Message("datasets.file.no_text")


def large_report(*, demands: int = 150, matches: int = 10, seed: int = 7) -> MatchReport:
    """A report of many demands with texts of the usual length, each with ``matches`` matches."""
    chance = random.Random(seed)  # noqa: S311 -- test data
    sentences = BALL.description.split("\\n")[1:] + DEAR_OFFER.description.split("，")
    offers = [
        replace(
            BALL_OFFER,
            id=f"A-{number:04d}",
            title=f"{BALL_OFFER.title}（第{number}代）",
            description=BALL_OFFER.description + "。".join(chance.sample(sentences, 6)),
        )
        for number in range(demands * 2)
    ]
    items = []
    for number in range(demands):
        demand = replace(
            BALL,
            id=f"D-{number:04d}",
            title=f"{BALL.title}（{number}）",
            description=BALL.description + "。".join(chance.sample(sentences, 4)),
        )
        found = [ball_match(demand, offer) for offer in chance.sample(offers, matches)]
        found.sort(key=lambda m: (-m.score, m.achievement_id))
        items.append(DemandMatches(demand, tuple(found), (), ()))
    return MatchReport(AT, tuple(items), {offer.id: offer for offer in offers})
