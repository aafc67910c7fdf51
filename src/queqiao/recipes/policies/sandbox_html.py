"""The sandbox as one HTML file: numbers, charts, and a table of every changed enterprise."""

from __future__ import annotations

from queqiao.recipes.policies.charts import lengths
from queqiao.recipes.policies.money import day, money
from queqiao.recipes.policies.page import render_page, word
from queqiao.recipes.policies.sandbox_view import (
    SandboxReport,
    changed_rows,
    differences,
    distributions,
    effect_counts,
    known_outcomes,
    matrix,
    share,
)
from queqiao.rules.sandbox import Effect


def render_sandbox(report: SandboxReport, *, language: str = "zh") -> str:
    """The whole comparison as one page that needs nothing from outside and prints."""
    total = report.comparison.total
    return render_page(
        "sandbox.html",
        language=language,
        script="sandbox.js",
        changed=report.changed,
        against=report.against,
        at=day(report.at, language),
        total=total,
        has_money=report.comparison.has_money,
        effects=effect_counts(report),
        counts={effect.value: total.effects.get(effect, 0) for effect in Effect},
        cost=money(total.cost_difference, language, signed=True),
        cost_share=share(total.cost_difference, total.cost_before),
        costs=_costs(report, language),
        parameters=report.parameters,
        charts=distributions(report, language),
        outcomes=known_outcomes(report),
        matrix=matrix(report),
        bins=[
            (money(b.low, language), money(b.high, language), b.count, b.height, b.high <= 0)
            for b in differences(report)
        ],
        rows=changed_rows(report, language),
        left_out=report.left_out,
    )


def _costs(report: SandboxReport, language: str) -> list[tuple[str, str, int, int, str]]:
    total = report.comparison.total
    before, after = lengths([float(total.cost_before), float(total.cost_after)])
    return [
        (word("sandbox.before", language), "old", total.entitled_before, before,
         money(total.cost_before, language)),
        (word("sandbox.after", language), "new", total.entitled_after, after,
         money(total.cost_after, language)),
    ]  # fmt: skip
