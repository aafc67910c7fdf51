# ruff: noqa: INP001, T201 -- a program to read and run, not a package
"""Hold one offer against one demand, index by index.

Run from the repository: .venv/bin/python examples/check_one_offer.py
"""

from queqiao.matching.checks import check_texts
from queqiao.text.quantities import parse_specs

DEMAND = "抗拉强度≥540MPa，密度不超过2.8g/cm3，耐盐雾1000小时以上"
OFFER = "拉伸强度可达520MPa，密度2700kg/m³"

for spec in parse_specs(DEMAND):
    print(
        DEMAND[spec.start : spec.end], "->", spec.op.value, spec.canonical_low, spec.canonical_high
    )

for verdict in check_texts(DEMAND, OFFER):
    short = f" by {verdict.shortfall:g} {verdict.unit}" if verdict.shortfall else ""
    print(f"{verdict.parameter}: {verdict.outcome.value}{short}")
