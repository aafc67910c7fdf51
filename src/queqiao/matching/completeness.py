"""
What a demand lacks, as questions that an enterprise clerk can answer (不会说、说不全、不能说).

Questions come in the order in which they block matching: what kind of text it is, what is to be
reached, then money, readiness, time, cooperation, place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from queqiao.core import Message, Span
from queqiao.matching.gates import listing
from queqiao.matching.model import Demand
from queqiao.matching.parameters import read_name
from queqiao.matching.parameters.lexicon import load_yaml
from queqiao.matching.results import Gate, Located, LocatedSpec, Match, Question
from queqiao.text.model import SpecKind, SpecRole

MOST_QUESTIONS = 8
LEAST_LENGTH = 40
"""A description of fewer characters says too little to be matched well."""

_MOST_VAGUE = 4
_NEAR = 14
_NOUN = re.compile(r"[高低大小强长轻]([^高低大小强长轻]{2,4})")
_NOTHING_DEMANDED = frozenset({SpecRole.BASELINE, SpecRole.CONTEXT, SpecRole.CONDITION})

_WANTS = re.compile(
    r"(?:希望|寻求|需要|需求|急需|亟需|拟|想|欲|要求|征集|求购|求助|求解|委托|请)[^。；\n]{0,18}?"
    r"(?:解决|开发|研发|攻克|攻关|突破|改进|改造|提高|提升|降低|减少|优化|替代|引进|合作|设计|技术|工艺|方法|方案|专家)"
    r"|(?:难题|难点|瓶颈|痛点|卡脖子|技术需求|需求内容|解决[^。]{0,10}问题|亟待解决|不稳定|偏低|偏高|达不到|返潮|怎么办)"
)
_OFFERS = re.compile(
    r"(?:我(?:公司|司|厂|单位|们)|本(?:公司|项目|产品|技术|成果|发明|设备|企业)|公司|该(?:产品|技术|项目|设备))"
    r"[^。；\n]{0,16}?(?:研制|研发|自主研发|开发|生产|推出|拥有|申请|获得)(?:的|了|出)?"
    r"|(?:填补[^。]{0,8}空白|国内领先|国际先进|国际领先|市场前景(?:广阔|看好)|畅销|欢迎(?:洽谈|合作|投资)|可出让股份|招商"
    r"|(?:已)?获(?:得|授权)?[^。，]{0,8}专利|产品(?:优势|特点|介绍)|诚邀|招募|加盟|代理商?|合伙人|性能(?:优异|优越|卓越)|诚招|寻求(?:代理|经销|市场|销售|推广))"
)
_MONEY = re.compile(
    r"(?:寻求|需要|需|拟|求|引进|引入|希望|急需|吸引)[^。；\n]{0,12}?(?:资金|投资|融资|贷款|战略投资|股权投资|风险投资|入股)"
    r"|融资(?:需求|金额|用途|\d)|资金(?:需求|缺口|短缺|周转)|贷款(?:额度|需求)|出让[^。，]{0,6}股[份权]"
)
_STUDY = re.compile(
    r"(?:机制|机理|规律|作用|影响|关系|综述|进展|现状|理论|演化|效应|致病|相关性)(?:的)?(?:研究|探讨|探究|分析|综述)"
    r"|研究(?:进展|现状|意义|假说|背景|表明|发现|证实)|(?:文献|荟萃分析|假说|基础研究|国内外(?:学者|研究))"
    r"|(?:本(?:课题|研究|文))"
)
_ENTERPRISE = re.compile(
    r"我(?:公司|司|厂|企|单位|们)|本(?:公司|企业|厂)|企业|生产线|产线|客户|量产|车间|产品(?:的)?(?:合格|质量|性能|成本)|成本|设备"
)


class Nature(StrEnum):
    """What a text posted as a demand really is."""

    TECHNICAL = "technical"
    SALES_PITCH = "sales_pitch"
    FINANCING = "financing"
    RESEARCH = "research"


@dataclass(frozen=True, slots=True)
class _Wish:
    """A wish without a number: how texts word it, and which parameters would answer it."""

    key: str
    words: re.Pattern[str]
    groups: frozenset[str]


def questions_for(demand: Demand, specs: Sequence[LocatedSpec]) -> tuple[Question, ...]:
    """
    At most ``MOST_QUESTIONS``, the most blocking first; none where nothing is missing.

    A text that is no technical demand gets the one question that has to be settled before all
    others. ``specs`` are the indices of title and description, with the field each stands in.
    """
    nature = nature_of(demand)
    if nature is not Nature.TECHNICAL:
        return (Question("description", Message(f"matching.question.{nature.value}")),)
    found: list[Question] = []
    length = len("".join(demand.description.replace("\\n", "").split()))
    if length < LEAST_LENGTH:
        params = {"length": length, "least": LEAST_LENGTH}
        found.append(Question("description", Message("matching.question.too_short", params)))
    vague = _vague_questions(demand, specs)
    if not vague and not any(map(_is_index, specs)):
        found.append(Question("index", Message("matching.question.no_index")))
    found += vague[:_MOST_VAGUE]
    found += _field_questions(demand)
    return tuple(found[:MOST_QUESTIONS])


def nature_of(demand: Demand) -> Nature:
    """
    Whether the text asks for technology, or offers some, wants money or plans a study.

    Told by how often it uses the phrases of each, so an honest demand with a proud first paragraph
    stays a demand.
    """
    text = f"{demand.title}。{demand.description}"
    wants = len(_WANTS.findall(text))
    offers, money = len(_OFFERS.findall(text)), len(_MONEY.findall(text))
    studies, enterprise = len(_STUDY.findall(text)), len(_ENTERPRISE.findall(text))
    technical_wants = wants - sum(1 for match in _WANTS.finditer(text) if _MONEY.search(match[0]))
    if studies >= 2 and studies > enterprise + technical_wants // 2:
        return Nature.RESEARCH
    if offers and offers > technical_wants and (offers >= 2 or money):
        return Nature.SALES_PITCH
    if money and not technical_wants:
        return Nature.FINANCING
    return Nature.TECHNICAL


def explain_none(
    demand: Demand, near_misses: Sequence[Match], questions: Sequence[Question]
) -> Message:
    """
    Why ``demand`` has no match: which gate holds the near misses back, or what it does not say.

    ``near_misses`` come best first, each with its gates and changes.
    """
    closed = [match for match in near_misses if not match.allowed]
    if closed:
        return _held_back(closed)
    blocking = [q for q in questions if q.field in {"description", "index"}]
    if not blocking:
        return Message("matching.none.nothing_similar")
    if nature_of(demand) is not Nature.TECHNICAL:
        return Message("matching.none.nature", {"question": blocking[0].message})
    return Message("matching.none.missing", {"question": blocking[0].message})


def _held_back(closed: Sequence[Match]) -> Message:
    shut = Counter(
        result.gate for match in closed for result in match.gates if not result.decision.allowed
    )
    order = list(Gate)
    gate, blocked = min(shut.items(), key=lambda item: (-item[1], order.index(item[0])))
    nearest = min(enumerate(closed), key=lambda item: (len(item[1].changes), item[0]))[1]
    reasons = tuple(
        result.decision.reason
        for result in nearest.gates
        if not result.decision.allowed and result.decision.reason is not None
    )
    return Message(
        "matching.none.gates_one",
        {
            "count": len(closed),
            "gate": Message(f"matching.gate_name.{gate.value}"),
            "blocked": blocked,
            "reason": listing(reasons),
            "changes": listing(tuple(change.message for change in nearest.changes)),
        },
    )


@cache
def _wishes() -> tuple[_Wish, ...]:
    text = resources.files("queqiao.matching.lexicon").joinpath("vague.yaml")
    data: Mapping[str, Mapping[str, list[str]]] = load_yaml(text.read_text(encoding="utf-8"))
    return tuple(
        _Wish(key, re.compile("|".join(entry["words"])), frozenset(entry["groups"]))
        for key, entry in data.items()
    )


def _vague_questions(demand: Demand, specs: Sequence[LocatedSpec]) -> list[Question]:
    """One question for each wish that no index answers, in the order of the text."""
    stated = {
        entry.id
        for located in specs
        if located.spec.role is SpecRole.TARGET
        and (entry := read_name(located.spec.parameter).group) is not None
    }
    names = [entry.spec.parameter for entry in specs if entry.spec.role is SpecRole.TARGET]
    taken: dict[str, list[Span]] = {"title": [], "description": []}
    found: list[tuple[int, int, Question]] = []
    for wish in _wishes():
        place = None if wish.groups & stated else _first_place(wish, demand, specs, taken)
        if place is None:
            continue
        text = demand.title if place.field == "title" else demand.description
        noun = _NOUN.fullmatch(place.span.of(text))
        if noun is not None and any(noun[1] in name for name in names):
            continue  # 低噪声 with 读出噪声≤1.2e-: the number is there, in a unit of its trade
        params = {"words": place.span.of(text), "ask": Message(f"matching.ask.{wish.key}")}
        message = Message("matching.question.vague", params)
        rank = 1 if place.field == "title" else 0
        found.append((rank, place.span.start, Question("index", message, place)))
    return [question for _, _, question in sorted(found, key=lambda item: item[:2])]


def _first_place(
    wish: _Wish, demand: Demand, specs: Sequence[LocatedSpec], taken: dict[str, list[Span]]
) -> Located | None:
    """Where the wish is first worded with no index close behind; the body before the title."""
    for field, text in (("description", demand.description), ("title", demand.title)):
        for match in wish.words.finditer(text):
            span = Span(match.start(), match.end())
            if any(span.overlaps(other) for other in taken[field]):
                continue
            if not _answered(field, span, text, specs):
                taken[field].append(span)
                return Located(field, span)
    return None


def _answered(field: str, span: Span, text: str, specs: Sequence[LocatedSpec]) -> bool:
    return any(
        located.field == field
        and -1 <= located.spec.start - span.end <= _NEAR
        and not re.search(r"[。；;\n]|\\n", text[span.end : located.spec.start])
        for located in specs
    )


def _is_index(located: LocatedSpec) -> bool:
    spec = located.spec
    return spec.role not in _NOTHING_DEMANDED and spec.kind in {
        SpecKind.PERFORMANCE,
        SpecKind.CAPACITY,
        SpecKind.OTHER,
        SpecKind.DURATION,
    }


def _field_questions(demand: Demand) -> list[Question]:
    missing = {
        "budget_cny": (demand.budget_cny is None, "budget"),
        "trl_min": (demand.trl_min is None, "trl"),
        "deadline_on": (demand.deadline_on is None, "deadline"),
        "modes": (not demand.modes, "modes"),
        "industry": (not demand.industry, "industry"),
        "region": (not demand.region, "region"),
    }
    return [
        Question(field, Message(f"matching.question.{code}"))
        for field, (is_missing, code) in missing.items()
        if is_missing
    ]
