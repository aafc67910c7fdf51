"""From facts to answers with their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import cast

from queqiao.rules.changes import changes_for
from queqiao.rules.deciding import Deciding, decide_side
from queqiao.rules.facts.model import Facts
from queqiao.rules.fields import fields
from queqiao.rules.kinds import FEN_PER_WAN, MONEY, Exact, Kind
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import Condition, Label, Role, Rulebook
from queqiao.rules.results import ConditionResult, Determination, Outcome, ScoreLine
from queqiao.rules.rows.case import Case
from queqiao.rules.rows.evaluate import Answer, BookAnswer, RowEngine, outcome_of, round_half_up
from queqiao.rules.rows.records import Record, prepare
from queqiao.rules.rows.values import Between, Number, Open, spanned
from queqiao.rules.showing import as_decimal, as_yuan, shown, unit_of


@lru_cache(maxsize=8)
def engine_for(rulebooks: Rulebooks) -> RowEngine:
    """The engine that keeps these rulebooks compiled."""
    return RowEngine(rulebooks)


def determine(
    facts: Facts, *, rulebooks: Rulebooks, at: date, only: Iterable[str] = ()
) -> tuple[Determination, ...]:
    """
    The answers of all rulebooks, or of ``only`` some, for one enterprise applying on ``at``.

    Each carries the changes that would turn an unmet answer.

    Raises:
        Missing: ``only`` names a rulebook that is not there.
    """
    record = prepare(facts)
    engine = engine_for(rulebooks)
    found = determine_record(record, rulebooks=rulebooks, at=at, only=only)
    return tuple(changes_for(one, record, engine) for one in found)


def determine_record(
    record: Record, *, rulebooks: Rulebooks, at: date, only: Iterable[str] = ()
) -> tuple[Determination, ...]:
    """The answers without the changes, for facts in base units."""
    engine = engine_for(rulebooks)
    wanted = rulebooks.require(only) or rulebooks.ids
    known: dict[str, BookAnswer] = {}
    found: list[Determination] = []
    for name in wanted:
        book = rulebooks.on(name, at)
        if book is None:
            found.append(_without_version(name, engine.answer(name, record, at), rulebooks, at))
            continue
        case = engine.case(book, record, at, known)
        answer = engine.decide(book, case)
        known.setdefault(name, answer)
        found.append(_Words(engine, book, case, at).determination(answer))
    return tuple(found)


def _without_version(
    name: str, answer: BookAnswer, rulebooks: Rulebooks, at: date
) -> Determination:
    nearest = rulebooks.versions(name)[-1]
    return Determination(
        rulebook=name,
        version="",
        title=nearest.title,
        outcome=answer.outcome,
        at=at,
        missing=_reasons(answer)[0],
    )


def _reasons(answer: BookAnswer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    decision = answer.decision
    if not isinstance(decision, Open):
        return (), ()
    return asked_for(decision.missing), tuple(sorted(decision.judged))


def asked_for(missing: Iterable[str]) -> tuple[str, ...]:
    """The data that would help; what follows from them is left out."""
    names = set(missing)
    given = {name for name in names if not name.startswith(("define:", "table:"))}
    return in_dictionary_order(given or names)


def in_dictionary_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names of data as the dictionary orders them, whatever is no field last."""
    order = {name: place for place, name in enumerate(fields())}
    return tuple(sorted(names, key=lambda one: (order.get(one.partition(".")[0], len(order)), one)))


class _Words:
    """Puts one answer into values for people."""

    def __init__(self, engine: RowEngine, book: Rulebook, case: Case, at: date) -> None:
        self.engine = engine
        self.book = book
        self.case = case
        self.at = at
        self.program = engine.program(book)

    def determination(self, answer: BookAnswer) -> Determination:
        missing, judged = _reasons(answer)
        results = self._conditions(answer)
        eligible = answer.outcome is Outcome.MET
        amount = answer.amount if eligible else None
        return Determination(
            rulebook=self.book.id,
            version=self.book.version,
            title=self.book.title,
            outcome=answer.outcome,
            at=self.at,
            amount_cny=as_yuan(amount) if isinstance(amount, int | Fraction) else None,
            class_name=answer.class_name,
            score=None if answer.score is None else ends(answer.score),
            conditions=tuple(one for one in results if one.role is not Role.TRIGGER),
            triggers=tuple(one for one in results if one.role is Role.TRIGGER),
            score_lines=self._score_lines() if answer.score is not None else (),
            pays_from=self.book.pool.id if self.book.pool and self.book.amount else None,
            missing=missing,
            judged=judged,
            verified=all(one.verified for one in results)
            and (self.book.amount is None or self.book.amount.verified),
            worth=self._worth() if answer.answers or eligible else (),
        )

    def _worth(self) -> tuple[tuple[Label, Decimal | None], ...]:
        found: list[tuple[Label, Decimal | None]] = []
        for one, closure in zip(self.book.worth, self.program.worth, strict=True):
            value = closure(self.case)
            known = not isinstance(value, Between)
            amount = as_yuan(round_half_up(cast("int", value))) if known else None
            found.append((one.title, amount))
        return tuple(found)

    def _conditions(self, answer: BookAnswer) -> list[ConditionResult]:
        if not answer.answers:
            return []
        replaced, directly = self._routes(answer)
        found: list[ConditionResult] = []
        for condition in (*self.book.conditions, *(o for r in self.book.routes for o in r.any)):
            given = answer.answers[condition.id]
            outcome = outcome_of(given)
            open_or_failed = outcome is not Outcome.MET
            if open_or_failed and condition.id in replaced:
                outcome = Outcome.NOT_APPLICABLE
            if (
                open_or_failed
                and condition.role is Role.ROUTE
                and directly.get(condition.id, False)
            ):
                outcome = Outcome.NOT_APPLICABLE
            found.append(self._result(condition, given, outcome))
        return found

    def _routes(self, answer: BookAnswer) -> tuple[set[str], dict[str, bool]]:
        """The conditions that a route makes needless, and the alternatives that are needless."""
        replaced: set[str] = set()
        needless: dict[str, bool] = {}
        for route in self.book.routes:
            holds = any(answer.answers[option.id] is True for option in route.any)
            if holds:
                replaced |= route.replaces
            plain = all(
                outcome_of(answer.answers[name]) in {Outcome.MET, Outcome.NOT_APPLICABLE}
                for name in route.replaces
            )
            needless.update(dict.fromkeys((option.id for option in route.any), holds or plain))
        return replaced, needless

    def _result(self, condition: Condition, answer: Answer, outcome: Outcome) -> ConditionResult:
        side = self._side(condition)
        opened = answer if isinstance(answer, Open) else Open()
        value, threshold = shown(side.value, side.kind), shown(side.threshold, side.kind)
        return ConditionResult(
            id=condition.id,
            title=condition.title,
            role=condition.role,
            outcome=outcome,
            value=value,
            threshold=threshold,
            op=side.op,
            unit=unit_of(side.kind),
            gap=gap(side),
            basis=condition.basis,
            verified=condition.verified,
            missing=asked_for(opened.missing),
            judged=tuple(sorted(opened.judged)),
            evidence=condition.evidence,
        )

    def _side(self, condition: Condition) -> Deciding:
        if condition.test is None:
            return Deciding()
        return decide_side(condition.test, self.program.compiler, self.case)

    def _score_lines(self) -> tuple[ScoreLine, ...]:
        score = self.book.score
        assert score is not None  # noqa: S101 -- asked for only where there is one
        parts = {part for item in score.items for part in item.parts}
        found: list[ScoreLine] = []
        for item in score.items:
            points = cast("Number", self.program.compiler.named[item.id](self.case))
            low, high = ends(points)
            value = None
            if item.value is not None:
                side = decide_side(item.value, self.program.compiler, self.case)
                value = shown(side.value, item.value_kind)
            found.append(
                ScoreLine(
                    id=item.id,
                    title=item.title,
                    low=low,
                    high=high,
                    maximum=None if item.maximum is None else as_decimal(item.maximum),
                    value=value,
                    basis=item.basis,
                    verified=item.basis.verified or item.basis.source is None,
                    counted=item.id in score.total or item.id in parts,
                )
            )
        return tuple(found)


def ends(points: Number) -> tuple[Decimal, Decimal]:
    """The bounds of points."""
    span = spanned(points)
    low = Decimal("-Infinity") if isinstance(span.low, float) else as_decimal(span.low)
    high = Decimal("Infinity") if isinstance(span.high, float) else as_decimal(span.high)
    return low, high


def gap(side: Deciding) -> Decimal | None:
    """How far the value is from the threshold, ``None`` where it is reached or cannot be said."""
    value, threshold = side.value, side.threshold
    if isinstance(value, bool) or isinstance(threshold, bool):
        return None
    if not isinstance(value, int | Fraction) or not isinstance(threshold, int | Fraction):
        return None
    short: Exact = threshold - value if side.op in {">", ">="} else value - threshold
    if short < 0 or (short == 0 and side.op in {">=", "<=", "="}):
        return None
    return as_decimal(Fraction(short if short >= 0 else -short, _scale(side.kind)))


def _scale(kind: Kind | None) -> int:
    return FEN_PER_WAN if kind == MONEY else 1
