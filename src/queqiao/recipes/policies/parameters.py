"""A rulebook's numbers in words, and what two versions of it have changed."""

from __future__ import annotations

from fractions import Fraction

from queqiao.recipes.policies.page import word
from queqiao.recipes.policies.words import percent, quantity
from queqiao.rules.kinds import Kind
from queqiao.rules.model import Parameter, ParameterValue, Period, Rulebook
from queqiao.rules.showing import as_decimal, shown, unit_of


def parameter_word(one: Parameter, language: str) -> str:
    """The value, or each value with its period."""
    parts = [
        f"{value_word(value, one.kind, language)}{_period(period, language)}"
        for period, value in one.values
    ]
    return ("；" if language == "zh" else "; ").join(parts)


def value_word(value: ParameterValue, kind: Kind, language: str) -> str:
    """``500 人``, ``5%``, a list of texts; what is not published says so."""
    if value is None:
        return word("parameter.unpublished", language)
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(value)
    unit = unit_of(kind)
    if not unit and isinstance(value, Fraction) and abs(value) <= 10:
        return percent(as_decimal(value))
    return quantity(shown(value, kind), unit, language)


def _period(period: Period, language: str) -> str:
    if period.starts_on is None and period.through is None:
        return ""
    days = (period.starts_on, period.through)
    begins, ends = (day.isoformat() if day else "" for day in days)
    return word("parameter.period", language, begins=begins, ends=ends)


def changed_parts(
    changed: Rulebook, against: Rulebook, language: str
) -> tuple[tuple[str, str, str], ...]:
    """Every parameter, condition and route that differs: name, before, after."""
    found: list[tuple[str, str, str]] = []
    nothing = word("parameter.none", language)
    for name in sorted({*changed.parameters, *against.parameters}):
        old, new = against.parameters.get(name), changed.parameters.get(name)
        before = parameter_word(old, language) if old else nothing
        after = parameter_word(new, language) if new else nothing
        if before != after:
            found.append((_label(name, changed, language), before, after))
    here, there = word("parameter.there", language), word("parameter.rewritten", language)
    olds, news = _conditions(against, language), _conditions(changed, language)
    for name in dict.fromkeys((*olds, *news)):
        if name not in news:
            found.append((olds[name][0], here, nothing))
        elif name not in olds:
            found.append((news[name][0], nothing, here))
        elif olds[name][1] != news[name][1]:
            found.append((news[name][0], here, there))
    if changed.amount != against.amount and not found:
        found.append((word("sheet.amount", language), here, there))
    return tuple(found)


def _label(name: str, book: Rulebook, language: str) -> str:
    """The parameter by the conditions that name it, where any does."""
    titles = [
        one.title.in_language(language)
        for one in book.conditions
        if one.test is not None and f"'{name}'" in repr(one.test)
    ]
    return f"{name}（{titles[0]}）" if titles and language == "zh" else f"{name}"


def _conditions(book: Rulebook, language: str) -> dict[str, tuple[str, object]]:
    options = [option for route in book.routes for option in route.any]
    return {
        one.id: (
            one.title.in_language(language),
            (repr(one.test), repr(one.when), repr(one.waived_if), one.judged, one.role),
        )
        for one in (*book.conditions, *options)
    }
