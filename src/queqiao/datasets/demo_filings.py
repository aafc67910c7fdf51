"""What offices hold of the demo enterprises: tax filings, surveys, contracts, vouchers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from numpy.random import Generator

JsonFacts: TypeAlias = dict[str, object]


def draw_day(chance: Generator, first: int, last: int, *, late: bool = False) -> date:
    """A day from the first of one year to the last of another; ``late`` favors later ones."""
    span = (date(last, 12, 31) - date(first, 1, 1)).days
    share = float(chance.random())
    return date(last, 12, 31) - timedelta(days=int(span * (share**2 if late else share)))


def add_filings(facts: JsonFacts, years: list[int], research: float, chance: Generator) -> None:
    """What tax, statistics and science offices hold: filings, surveys, registered contracts."""
    expense, income = facts["rd_expense"] if years else {}, facts.get("taxable_income", {})
    assert isinstance(expense, dict)  # noqa: S101 -- made above
    assert isinstance(income, dict)  # noqa: S101 -- made above
    files = facts["rd_costs_separately_accounted"] and chance.random() < 0.85
    facts["rd_super_deduction_filed"] = {y: rd if files else 0 for y, rd in expense.items()}
    facts["net_profit"] = {y: round(float(amount) * 0.82, 2) for y, amount in income.items()}
    sales = facts.get("revenue", {})
    assert isinstance(sales, dict)  # noqa: S101 -- made above
    last = float(sales.get("2025", 0))
    facts["above_scale"] = last >= 2000
    facts["in_rd_survey"] = last >= 2000 and bool(chance.random() < 0.9)
    facts["industrial_domain"] = "六基" if research > 0.08 and chance.random() < 0.3 else "其他"
    facts["chip_or_machine_tool"] = bool(chance.random() < 0.02)
    facts["digital_level"] = int(chance.integers(1, 5))
    facts["quality_marks"] = int(chance.integers(0, 3))
    facts["hnte_reports_missed"] = int(chance.random() < 0.04)
    facts["partly_relocated"] = False
    facts["company_changes"] = []
    facts["contests"] = []
    facts["first_sets"] = []
    facts["voucher_claims"] = _vouchers(chance) if research > 0.03 else []
    facts["technology_contracts"] = _contracts(chance) if research > 0.04 else []
    facts["technology_transfers"] = _transfers(chance) if research > 0.06 else []


def _vouchers(chance: Generator) -> list[JsonFacts]:
    if chance.random() > 0.15:
        return []
    paid = round(float(chance.lognormal(1.8, 0.8)), 2)
    return [{"year": 2025, "paid": paid, "on_platform": True, "excluded": False}]


def _contracts(chance: Generator) -> list[JsonFacts]:
    kinds = ("development", "development", "service", "consulting", "transfer")
    return [
        {
            "kind": kinds[int(chance.integers(len(kinds)))],
            "written": True,
            "recognised": bool(chance.random() < 0.75),
            "invoice_on": draw_day(chance, 2025, 2025).isoformat(),
            "price": round(float(chance.lognormal(4, 1)), 2),
            "related_service": 0,
            "related_service_same_invoice": False,
        }
        for _ in range(int(chance.poisson(0.4)))
    ]


def _transfers(chance: Generator) -> list[JsonFacts]:
    if chance.random() > 0.08:
        return []
    price = round(float(chance.lognormal(5.6, 0.9)), 2)
    return [
        {
            "year": 2025,
            "object": "patent",
            "mode": "ownership" if chance.random() < 0.6 else "nonexclusive_licence",
            "licence_years": int(chance.integers(3, 9)),
            "registered": bool(chance.random() < 0.85),
            "price": price,
            "equipment_price": 0,
            "cost": round(price * 0.2, 2),
            "taxes": round(price * 0.01, 2),
            "amortisation": round(price * 0.05, 2),
            "allocated_expense": round(price * 0.04, 2),
            "to_related_party": bool(chance.random() < 0.05),
        }
    ]
