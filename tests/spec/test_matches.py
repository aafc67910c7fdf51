"""
What a demand is told: matches, near misses, why there is none.

A match passes every condition and says why it fits. What fits but fails a condition is a near miss
with the smallest change that opens it. A demand that gets nothing is told why.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from queqiao.matching.model import Achievement, CooperationMode, Demand
from queqiao.matching.results import DemandMatches
from queqiao.messages import render
from queqiao.recipes.match import match_records

AT = date(2026, 11, 1)

DEMAND = Demand(
    id="D1",
    title="冷冻牛肉快速均匀解冻设备",
    description=(
        "我公司每天要解冻分割冻牛肉，现用流水解冻，汁液流失多，微生物也控不住。"
        "希望寻求快速解冻设备：解冻时间不超过90min，汁液流失率≤1.5%，中心温差≤3℃。"
    ),
    keywords=("牛肉", "解冻"),
    modes=(CooperationMode.TRANSFER,),
    budget_cny=Decimal(1_000_000),
    trl_min=7,
    confirmed_on=AT,
)
THAWING = Achievement(
    id="A1",
    title="牛肉射频快速解冻设备",
    description=(
        "采用射频多极板对冻牛肉分区控温解冻，解冻时间75min，汁液流失率1.1%，中心温差2.1℃，"
        "解冻后微生物增长少，已在牛肉分割企业使用。"
    ),
    keywords=("牛肉", "解冻", "射频"),
    modes=(CooperationMode.TRANSFER,),
    price_cny=Decimal(920_000),
    trl=8,
    confirmed_on=AT,
)
OTHERS = tuple(
    Achievement(
        id=f"B{number}",
        title=title,
        description=f"{title}，已完成中试，可转让。",
        modes=(CooperationMode.TRANSFER,),
        trl=8,
        confirmed_on=AT,
    )
    for number, title in enumerate(
        (
            "氮化硅陶瓷轴承球精密研磨工艺",
            "人参连作障碍土壤修复菌剂",
            "风电叶片电热除冰系统",
            "激光雷达收发模组",
            "光伏组件清洁机器人",
            "肉牛体重无接触测量",
            "换热站结垢在线诊断",
            "碳纤维展纱装置",
        )
    )
)


def _told(demand: Demand, *offers: Achievement) -> DemandMatches:
    return match_records([demand], [*offers, *OTHERS], at=AT).demands[0]


def test_offer_that_meets_the_demand_is_the_match() -> None:
    told = _told(DEMAND, THAWING)
    assert [match.achievement_id for match in told.matches] == ["A1"]
    assert [v.outcome.value for v in told.matches[0].verdicts] == ["met", "met", "met"]
    assert told.why_none is None


def test_match_names_the_words_that_both_texts_share() -> None:
    (match,) = _told(DEMAND, THAWING).matches
    words = {term.term for part in match.contributions for term in part.terms}
    assert {"解冻", "牛肉"} <= words


def test_offer_that_costs_too_much_is_a_near_miss_with_the_budget_it_takes() -> None:
    told = _told(DEMAND, replace(THAWING, price_cny=Decimal(1_200_000)))
    (near,) = told.near_misses
    assert [(c.field, c.value) for c in near.changes] == [("budget_cny", Decimal(1_200_000))]
    assert told.why_none is not None
    assert "预算" in render(told.why_none)


def test_offer_that_is_not_ready_is_a_near_miss_with_the_readiness_it_has() -> None:
    (near,) = _told(DEMAND, replace(THAWING, trl=5)).near_misses
    assert [(c.field, c.value) for c in near.changes] == [("trl_min", 5)]


def test_near_miss_scores_as_it_would_as_a_match() -> None:
    (match,) = _told(DEMAND, THAWING).matches
    (near,) = _told(DEMAND, replace(THAWING, trl=5)).near_misses
    assert near.score == match.score


def test_demand_without_anything_alike_is_told_so() -> None:
    told = _told(DEMAND)
    assert (told.matches, told.near_misses) == ((), ())
    assert told.why_none is not None


def test_sales_pitch_is_asked_what_it_needs_and_matched_with_nothing() -> None:
    pitch = replace(
        DEMAND,
        title="新一代牛肉解冻设备诚招代理",
        description="我公司自主研发的牛肉射频解冻设备国内领先，已获专利3项，诚邀代理商加盟，拟融资500万元。",
    )
    told = _told(pitch, THAWING)
    assert told.matches == ()
    assert [q.message.code for q in told.questions] == ["matching.question.sales_pitch"]
