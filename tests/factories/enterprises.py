"""Enterprises as facts.json states them."""

from __future__ import annotations

from collections.abc import Mapping

COMPLETE: Mapping[str, object] = {
    "name": "松岭仪器（虚构）",
    "uscc": "91220100YY000001XU",
    "region_code": "220100",
    "industry_code": "C4014",
    "registered_on": "2018-03-01",
    "resident_enterprise": True,
    "collection_method": "查账征收",
    "prohibited_products": False,
    "employees_avg": 100,
    "tech_staff": 25,
    "rd_staff": 15,
    "revenue": {"2023": 9000, "2024": 9500, "2025": 10000},
    "sales_revenue": {"2023": 9000, "2024": 9500, "2025": 10000},
    "main_revenue": {"2023": 8500, "2024": 9000, "2025": 9500},
    "total_assets": {"2023": 7000, "2024": 7500, "2025": 8000},
    "total_liabilities": {"2023": 3000, "2024": 3000, "2025": 3000},
    "net_assets": {"2023": 4000, "2024": 4500, "2025": 5000},
    "cost_expense": {"2023": 8000, "2024": 8500, "2025": 9000},
    "rd_expense": {"2023": 360, "2024": 380, "2025": 400},
    "rd_expense_domestic": {"2023": 360, "2024": 380, "2025": 400},
    "rd_costs_separately_accounted": True,
    "ip": [
        {
            "class": "II",
            "kind": "实用新型",
            "acquired": "self",
            "granted_on": f"2023-0{month}-06",
            "owner_rank": 1,
            "product_related": True,
            "in_use": True,
            "disputed": False,
        }
        for month in (4, 5, 6)
    ],
    "achievements": [],
    "awards": [],
    "rd_institutions": [],
    "standards_led": [],
    "equity_in": [],
    "certs": [],
    "incidents": [],
    "credit_flags": [],
}
"""A 科技型中小企业 with 64 points: staff 25 % (16), R&D 4 % (30), three class II rights (18)."""


def stated(**changes: object) -> dict[str, object]:
    """The complete enterprise with some facts replaced; ``None`` leaves one out."""
    facts = {**COMPLETE, **changes}
    return {name: value for name, value in facts.items() if value is not None}
