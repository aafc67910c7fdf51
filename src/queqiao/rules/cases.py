"""Running the tests that stand beside rulebooks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from queqiao.messages import Message
from queqiao.rules.determine import determine_record
from queqiao.rules.library import Rulebooks
from queqiao.rules.results import ConditionResult, Determination
from queqiao.rules.rows.records import prepare
from queqiao.rules.schema.tests import BookCase, BookTests, Expectation

_YEAR = re.compile(r"\.\d{4}$")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One test run: what came out, and every difference from what was expected."""

    tests: BookTests
    case: BookCase
    found: Determination
    differences: tuple[Message, ...]

    @property
    def passed(self) -> bool:
        """Whether everything named came out."""
        return not self.differences


def run_tests(tests: Iterable[BookTests], *, rulebooks: Rulebooks) -> tuple[CaseResult, ...]:
    """
    Every test run against the rulebooks, in order.

    Raises:
        Missing: a test names a rulebook that is not there.
    """
    return tuple(_run(group, case, rulebooks) for group in tests for case in group.cases)


def _run(group: BookTests, case: BookCase, rulebooks: Rulebooks) -> CaseResult:
    record = prepare(case.facts)
    (found,) = determine_record(record, rulebooks=rulebooks, at=case.at, only=[group.rulebook])
    return CaseResult(group, case, found, tuple(_differences(case.expect, found)))


def _differences(expect: Expectation, found: Determination) -> list[Message]:
    pairs: list[tuple[str, object, object]] = [
        ("outcome", expect.outcome, found.outcome),
        ("score", expect.score, found.score),
        ("amount_cny", expect.amount_cny, found.amount_cny),
        ("class", expect.class_name, found.class_name),
        ("version", expect.version, found.version),
        ("pays_from", expect.pays_from, found.pays_from),
        ("missing", tuple(sorted(expect.missing)), _missing(expect, found)),
    ]
    compared = [(what, a, b) for what, a, b in pairs if what in expect.named]
    every = {one.id: one for one in (*found.conditions, *found.triggers)}
    for name, outcome in (*expect.conditions.items(), *expect.triggers.items()):
        compared.append((name, outcome, _outcome(every.get(name))))
    for name, verified in expect.verified.items():
        one = every.get(name)
        compared.append((f"{name} verified", verified, None if one is None else one.verified))
    return [
        Message("rules.cases.differs", {"what": w, "expected": _text(a), "found": _text(b)})
        for w, a, b in compared
        if a != b
    ]


def _missing(expect: Expectation, found: Determination) -> tuple[str, ...]:
    """The data asked for, without years where the test names none."""
    with_years = any(_YEAR.search(name) for name in expect.missing)
    names = found.missing if with_years else [_YEAR.sub("", name) for name in found.missing]
    return tuple(sorted(set(names)))


def _outcome(result: ConditionResult | None) -> object:
    return None if result is None else result.outcome


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value) or "-"
    return "-" if value is None else str(value)
