"""
Fictional enterprises with three years of facts, shaped like a province's: complete and incomplete.

Names, credit codes and every number come from a seed; none is a real enterprise's. The mix of
cities, industries and sizes is drawn freely after the shape of 吉林: many small firms, most of them
in 长春, few with research of their own, and a third with gaps in what they filed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from queqiao.core.codes import (
    has_uscc_subject_check,
    industry_ancestors,
    uscc_check_character,
)
from queqiao.core.progress import Progress, no_progress
from queqiao.core.seeds import generator
from queqiao.datasets.demo_filings import JsonFacts, add_filings, draw_day
from queqiao.datasets.demo_pools import CITIES, INDUSTRIES, PLACES, SIZES, Industry, Size

if TYPE_CHECKING:
    from numpy.random import Generator

DEMO_COUNT = 2000
DEMO_YEARS = (2023, 2024, 2025)
DEMO_APPLIED_ON = date(2026, 5, 1)
"""The day on which the demo enterprises are looked at."""

T = TypeVar("T")
_STEP = 997
_SUBJECT_CHARACTERS = "0123456789X"
_INCOMPLETE = 0.35
_KEEN = 0.4
"""Share of the firms with research that go after titles: more rights, more growth."""
_MAY_BE_MISSING = (
    "registered_on", "tech_staff", "rd_staff", "employees_avg", "main_revenue", "total_income",
    "hitech_income", "cost_expense", "total_assets", "total_liabilities", "net_assets",
    "rd_expense", "rd_expense_domestic", "taxable_income", "ip", "achievements", "certs",
    "incidents", "credit_flags", "segment_since", "market_share", "prohibited_products",
    "rd_projects", "equity_in", "awards", "rd_institutions", "standards_led", "industry_code",
)  # fmt: skip


def demo_enterprises(
    *, seed: int = 4, count: int = DEMO_COUNT, progress: Progress = no_progress
) -> Iterator[JsonFacts]:
    """
    ``count`` fictional enterprises one after the other, in the form of ``facts.json``.

    Each has its own source of chance: the first hundred of two thousand are those of a hundred.
    """
    for number in range(1, count + 1):
        yield _enterprise(number, seed)
        if number % 100 == 0 or number == count:
            progress(number, count)


def _enterprise(number: int, seed: int) -> JsonFacts:
    chance = generator(seed, "enterprise", str(number))
    city, districts = _pick(chance, CITIES)
    industry = _pick(chance, INDUSTRIES)
    size = _pick(chance, SIZES)
    research = industry.research * float(chance.lognormal(0, 0.7)) * size.research
    keen = research > 0.025 and bool(chance.random() < _KEEN)
    registered = draw_day(chance, 1996, 2022 if keen else 2025, late=True)
    facts: JsonFacts = {
        "uscc": _uscc(number, city, chance),
        "name": _name(number, industry, chance),
        "region_code": districts[int(chance.integers(len(districts)))],
        "registered_on": registered.isoformat(),
        "resident_enterprise": True,
        "industry_code": industry_ancestors(industry.code)[-1] + industry.code,
        "collection_method": "查账征收" if chance.random() < size.audited else "核定征收",
        "prohibited_products": bool(chance.random() < 0.01),
    }
    years = [year for year in DEMO_YEARS if year >= registered.year]
    _add_accounts(facts, years, (size, industry, research), keen, chance)
    _add_innovation(facts, (research, keen), registered, industry, chance)
    _add_standing(facts, (research, keen), registered, chance)
    add_filings(facts, years, research, generator(seed, "filings", str(number)))
    if chance.random() < _INCOMPLETE:
        _lose_some(facts, chance)
    return facts


def _pick(chance: Generator, pool: Sequence[tuple[float, T]]) -> T:
    """One of the pool by its weight."""
    bounds = list(accumulate(weight for weight, _ in pool))
    at = float(chance.random()) * bounds[-1]
    return next(value for bound, (_, value) in zip(bounds, pool, strict=True) if at < bound)


def _uscc(number: int, city: str, chance: Generator) -> str:
    """A code with valid checks in a range that no registry gives out; one in a hundred mistyped."""
    body = f"YY{number:06d}"
    head = f"91{city}"
    check = next(c for c in _SUBJECT_CHARACTERS if has_uscc_subject_check(f"{head}{body}{c}0"))
    code = f"{head}{body}{check}"
    code += uscc_check_character(code) or "0"
    return code[:-1] + ("1" if code[-1] == "0" else "0") if chance.random() < 0.01 else code


def _name(number: int, industry: Industry, chance: Generator) -> str:
    first, second = (PLACES[int(chance.integers(len(PLACES)))] for _ in range(2))
    word = industry.words[int(chance.integers(len(industry.words)))]
    return f"{first}{second}{word}有限公司{number:04d}（虚构）"


def _add_accounts(
    facts: JsonFacts,
    years: list[int],
    kind: tuple[Size, Industry, float],
    keen: bool,  # noqa: FBT001 -- a property of the firm
    chance: Generator,
) -> None:
    """Staff and accounts of the years, each consistent with the others."""
    size, industry, research = kind
    employees = max(2, round(size.employees * float(chance.lognormal(0, 0.45))))
    tech = round(employees * min(0.7, 0.04 + 3.2 * research * float(chance.lognormal(0, 0.35))))
    facts["employees_avg"] = employees
    facts["tech_staff"] = tech
    facts["rd_staff"] = round(tech * float(chance.uniform(0.45, 0.95)))
    per_head = industry.per_head * float(chance.lognormal(0, 0.45))
    growth = float(chance.normal(0.16 if keen else 0.06, 0.13))
    debt = float(chance.beta(4.2, 3.6))
    hitech = min(
        0.97, max(0.0, float(chance.normal(0.82 if keen else 0.45 + 2.2 * research, 0.14)))
    )
    main = min(1.0, float(chance.beta(9, 1.3)))
    revenue = employees * per_head / (1 + growth) ** (len(years) - 1)
    assets = revenue * float(chance.lognormal(0.1, 0.4))
    rows: dict[str, dict[str, float]] = {}
    for year in years:
        own_growth = growth + float(chance.normal(0, 0.05))
        revenue *= 1 + own_growth if year != years[0] else 1
        assets *= 1 + own_growth * 0.8 if year != years[0] else 1
        rd = revenue * min(0.5, research * float(chance.lognormal(0, 0.15)))
        if 90 < rd < 100 and chance.random() < 0.6:
            rd = 100.0  # firms that know the threshold spend up to it
        cost = revenue * (1 - float(chance.normal(industry.margin, 0.05)))
        amounts = {
            "revenue": revenue,
            "main_revenue": revenue * main,
            "sales_revenue": revenue,
            "total_income": revenue * float(chance.uniform(1.0, 1.03)),
            "hitech_income": revenue * hitech,
            "main_product_income": revenue * hitech * float(chance.uniform(0.45, 0.95)),
            "cost_expense": cost,
            "total_assets": assets,
            "total_liabilities": assets * debt,
            "net_assets": assets * (1 - debt),
            "rd_expense": rd,
            "rd_expense_domestic": rd * (1 if chance.random() < 0.9 else 0.7),
            "rd_other": rd * float(chance.uniform(0.02, 0.15)),
            "rd_outsourced_domestic": rd * 0.1 * float(chance.random() < 0.3),
            "rd_outsourced_foreign": 0.0,
            "taxable_income": (revenue - cost) * float(chance.uniform(0.6, 1.0)),
        }
        for name, amount in amounts.items():
            rows.setdefault(name, {})[str(year)] = round(amount, 2)
    facts.update(rows)
    _add_projects(facts, years, chance)


def _add_projects(facts: JsonFacts, years: list[int], chance: Generator) -> None:
    expense = facts["rd_expense"] if years else {}
    assert isinstance(expense, dict)  # noqa: S101 -- made above
    facts["rd_costs_separately_accounted"] = bool(chance.random() < 0.85)
    projects = []
    for year in years[-2:]:
        total = float(expense[str(year)])
        if total < 20:
            continue
        for project in range(1, 3 if total > 400 else 2):
            share = total / (2 if total > 400 else 1)
            projects.append(
                {
                    "project": f"RD{year}-{project:02d}",
                    "year": year,
                    "items_1_5": round(share * 0.85, 2),
                    "other": round(share * float(chance.uniform(0.03, 0.16)), 2),
                    "outsourced_domestic": round(share * 0.1 * float(chance.random() < 0.3), 2),
                    "outsourced_foreign": 0,
                    "capitalised": bool(chance.random() < 0.1),
                }
            )
    facts["rd_projects"] = projects


def _add_innovation(
    facts: JsonFacts,
    kind: tuple[float, bool],
    registered: date,
    industry: Industry,
    chance: Generator,
) -> None:
    research, keen = kind
    ones = min(12, int(chance.poisson((30 if keen else 12) * research) + int(keen)))
    twos = min(14, int(chance.poisson((60 if keen else 30) * research)))
    first = max(2015, registered.year)
    facts["ip"] = [_right(chance, first, kind) for kind in ["I"] * ones + ["II"] * twos]
    facts["achievements"] = [
        {"on": draw_day(chance, max(2023, first), 2025).isoformat(), "route": "自行投资实施转化"}
        for _ in range(min(20, int(chance.poisson((200 if keen else 60) * research) + 8 * keen)))
    ]
    able = research > 0.05 or keen
    facts["awards"] = (
        [
            {
                "level": "provincial",
                "year": int(chance.integers(2022, 2026)),
                "rank": int(chance.integers(1, 6)),
            }
        ]
        if able and chance.random() < 0.05
        else []
    )
    facts["rd_institutions"] = (
        [{"level": _level(chance), "recognised_on": draw_day(chance, first, 2025).isoformat()}]
        if able and chance.random() < 0.35
        else []
    )
    facts["standards_led"] = (
        [
            {
                "level": "industry",
                "year": int(chance.integers(2021, 2026)),
                "rank": int(chance.integers(1, 9)),
            }
        ]
        if able and chance.random() < 0.06
        else []
    )
    facts["equity_in"] = (
        [
            {
                "year": int(chance.integers(2023, 2026)),
                "paid_in": round(float(chance.lognormal(6.8, 0.9)), 2),
                "qualified_investor": bool(chance.random() < 0.85),
            }
        ]
        if able and chance.random() < 0.12
        else []
    )
    facts["segment_since"] = max(
        registered, draw_day(chance, 2005, 2022 if keen else 2024)
    ).isoformat()
    facts["market_share"] = round(float(chance.beta(1.2, 22)), 4)
    facts["market_rank"] = int(chance.integers(1, 60))
    facts["own_brand"] = bool(chance.random() < 0.6)
    facts["digital_core_business"] = bool(chance.random() < 0.5)
    facts["management_or_product_certification"] = bool(chance.random() < 0.6)
    if industry.domain and chance.random() < 0.8:
        facts["tech_domain"] = industry.domain
    if able and chance.random() < 0.7:
        facts["platform_score"] = {"2025": round(float(chance.normal(62 if keen else 48, 9)), 1)}
    if able and chance.random() < 0.5:
        facts["expert_scores"] = _expert_scores(chance, keen=keen)


def _level(chance: Generator) -> str:
    at = float(chance.random())
    return "provincial" if at < 0.3 else "city" if at < 0.65 else "own"


def _right(chance: Generator, first: int, kind: str) -> JsonFacts:
    names = ("发明专利",) if kind == "I" else ("实用新型", "实用新型", "软件著作权", "外观设计")
    granted = draw_day(chance, first, 2025)
    return {
        "class": kind,
        "kind": names[int(chance.integers(len(names)))],
        "acquired": "self" if chance.random() < 0.88 else "assign",
        "granted_on": granted.isoformat(),
        "owner_rank": 1 if chance.random() < 0.9 else int(chance.integers(2, 6)),
        "product_related": bool(chance.random() < 0.85),
        "in_use": bool(chance.random() < 0.8),
        "disputed": bool(chance.random() < 0.01),
    }


def _expert_scores(chance: Generator, *, keen: bool) -> JsonFacts:
    most = {
        "ip_advancement": 8, "ip_core_support": 8, "ip_acquisition": 6, "standards_bonus": 2,
        "rd_management_system": 6, "rd_unit_and_cooperation": 6, "conversion_incentives": 4,
        "talent_system": 4,
    }  # fmt: skip
    return {
        name: round(top * float(chance.beta(9 if keen else 5, 2))) for name, top in most.items()
    }


def _add_standing(
    facts: JsonFacts, kind: tuple[float, bool], registered: date, chance: Generator
) -> None:
    research, keen = kind
    certs: list[JsonFacts] = []
    if research > 0.035 and registered.year < 2024 and chance.random() < (0.85 if keen else 0.3):
        certs.append(_cert(chance, "高新技术企业", registered, 3))
    if research > 0.02 and chance.random() < (0.75 if keen else 0.35):
        certs.append({"type": "科技型中小企业", "issued": "2026-03-20", "expires": "2026-12-31"})
    if research > 0.03 and chance.random() < (0.6 if keen else 0.12):
        certs.append(_cert(chance, "创新型中小企业", registered, 3))
        if chance.random() < 0.5:
            certs.append(_cert(chance, "专精特新中小企业", registered, 3))
            if chance.random() < 0.15:
                certs.append(_cert(chance, "专精特新小巨人企业", registered, 3))
    facts["certs"] = certs
    facts["incidents"] = (
        [{"type": "较大生产安全事故", "on": draw_day(chance, 2023, 2025).isoformat()}]
        if chance.random() < 0.015
        else []
    )
    listed = chance.random()
    facts["credit_flags"] = []
    if listed < 0.03:
        on = draw_day(chance, 2023, 2025)
        removed = (on + timedelta(days=160)).isoformat() if listed < 0.02 else None
        facts["credit_flags"] = [
            {"type": "经营异常名录", "on": on.isoformat(), "removed_on": removed}
        ]


def _cert(chance: Generator, name: str, registered: date, years: int) -> JsonFacts:
    issued = max(draw_day(chance, 2021, 2025), registered + timedelta(days=400))
    expires = date(issued.year + years, issued.month, min(issued.day, 28))
    return {"type": name, "issued": issued.isoformat(), "expires": expires.isoformat()}


def _lose_some(facts: JsonFacts, chance: Generator) -> None:
    """Gaps as they occur: whole facts left out, single years not known."""
    for name in _MAY_BE_MISSING:
        if name in facts and chance.random() < 0.12:
            amounts = facts[name]
            if isinstance(amounts, dict) and chance.random() < 0.6:
                lost = list(amounts)[int(chance.integers(len(amounts)))] if amounts else None
                facts[name] = {y: None if y == lost else a for y, a in amounts.items()}
            else:
                del facts[name]
