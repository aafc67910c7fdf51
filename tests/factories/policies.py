"""Sheets, ladders and sandbox reports for tests of pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from queqiao.datasets.demo_enterprises import demo_enterprises
from queqiao.recipes.policies.sandbox_view import RulebookHead, SandboxReport
from queqiao.recipes.policies.sheet_view import SheetView, sheet_view
from queqiao.rules import bundled_rulebooks, determine
from queqiao.rules.facts import enterprises_of
from queqiao.rules.sandbox import Answer, Subject, compare
from tests.factories.enterprises import stated

AT = date(2026, 7, 1)


def sheet_of(*rulebooks: str, language: str = "zh", **changes: object) -> SheetView:
    """The sheet of the complete enterprise with some facts replaced."""
    (enterprise,) = enterprises_of([stated(**changes)])
    answers = determine(enterprise.facts, rulebooks=bundled_rulebooks(), at=AT, only=rulebooks)
    return sheet_view(enterprise, answers, at=AT, language=language)


def sandbox_report(count: int = 60) -> SandboxReport:
    """A comparison in which every effect occurs; amounts differ by enterprise."""
    steps = (
        (("unmet", None), ("met", 120_000)),
        (("met", 80_000), ("unmet", None)),
        (("met", 100_000), ("met", 150_000)),
        (("met", 200_000), ("met", 90_000)),
        (("unknown", None), ("met", 10_000)),
        (("met", 70_000), ("met", 70_000)),
    )
    subjects, before, after = [], [], []
    for number, one in enumerate(demo_enterprises(count=count)):
        sizes, industry = ("micro", "small", "medium"), str(one.get("industry_code", ""))
        region = f"{str(one['region_code'])[:4]}00"
        subjects.append(
            Subject(str(one["uscc"]), str(one["name"]), sizes[number % 3], region, industry[:3])
        )
        for answers, (outcome, amount) in zip((before, after), steps[number % 6], strict=True):
            extra = 0 if amount in (None, 70_000) else 1_000 * number
            money = None if amount is None else Decimal(amount + extra)
            answers.append(Answer(outcome, money))
    found = compare(subjects, before, after)
    return SandboxReport(
        comparison=found,
        changed=RulebookHead("研发投入补助", "草案", "draft.yaml"),
        against=RulebookHead("研发投入补助", "2026", "grant.yaml"),
        at=AT,
        reasons={s.subject.id: ("研发费用不低于100万元：符合 → 不符合",) for s in found.changed},
        parameters=(("rate（研发费用不低于100万元）", "10%", "20%"),),
        left_out=2,
    )
