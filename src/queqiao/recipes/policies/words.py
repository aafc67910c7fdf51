"""Answers in words: the two sides of a condition, a step to take, a datum to provide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from queqiao.recipes.policies.money import day, exact_money
from queqiao.recipes.policies.page import word
from queqiao.rules import Change, ChangeKind, ConditionResult, Determination, Outcome
from queqiao.rules.facts.dictionary import FieldKind, field_dictionary
from queqiao.rules.fields import fields
from queqiao.rules.model import Basis, Grade, Label, Role
from queqiao.rules.results import Shown

MARKS = {
    Outcome.MET: "✓",
    Outcome.UNMET: "✕",
    Outcome.UNKNOWN: "?",
    Outcome.MANUAL_REVIEW: "◇",
    Outcome.NOT_APPLICABLE: "–",
}
"""One shape for each outcome, so that color never stands alone."""

_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "="}
_PLACES = Decimal("0.0001")
_SHARE_PLACES = Decimal("0.01")
_YEAR = re.compile(r"^(?P<name>.*?)(?:\.(?P<year>(?:19|20)\d{2}))?$")
_UNITS = {"万元": "0,000 CNY", "人": "", "项": "", "分": "points", "平方米": "m²", "天": "days",
          "年": "years", "小时": "hours"}  # fmt: skip


def outcome_word(found: Determination, language: str) -> str:
    """符合 and the like; a classification says its class."""
    if found.class_name:
        return class_word(found.class_name, language)
    return word(f"outcome.{found.outcome}", language)


def class_word(name: str, language: str) -> str:
    """大型, 中型, 小型, 微型; another class as it is named."""
    return word(f"size.{name}", language) if name in {"large", "medium", "small", "micro"} else name


def amount_word(found: Determination, language: str) -> str:
    """``375,000.00 元``; an empty text where there is no certain amount."""
    if found.amount_cny is None:
        return ""
    amount = exact_money(found.amount_cny)
    return f"{amount} 元" if language == "zh" else f"CNY {amount}"


def number(value: Decimal, *, places: Decimal = _PLACES) -> str:
    """At most four decimals, thousands apart; as many as it takes where four would show 0."""
    rounded = value.quantize(places, ROUND_HALF_UP)
    text = f"{rounded if rounded or not value else value.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal) -> str:
    """A share in percent with at most two decimals; more where two would show 0."""
    return f"{number(value * 100, places=_SHARE_PLACES)}%"


def quantity(value: Shown, unit: str, language: str, *, as_share: bool = False) -> str:
    """A value of a condition with its unit; ``—`` where it is not certain."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, str):
        return value
    if as_share:
        return percent(value)
    if language == "en" and unit == "万元":
        return f"CNY {number(value * 10_000)}"
    return f"{number(value)} {unit if language == 'zh' else _UNITS.get(unit, unit)}".strip()


def sides(one: ConditionResult, language: str) -> tuple[str, str]:
    """What is there and what is asked for: ``4.99%``, ``≥ 5%``; empty where nothing compares."""
    share = is_share(one)
    value = quantity(one.value, one.unit, language, as_share=share)
    if not one.op:
        return (value if one.value is not None and not isinstance(one.value, bool) else ""), ""
    threshold = quantity(one.threshold, one.unit, language, as_share=share)
    if value == threshold and isinstance(one.value, Decimal) and one.value != one.threshold:
        value = _in_full(one.value, one.unit, share=share)
    return value, f"{_SIGNS.get(one.op, one.op)} {threshold}"


def _in_full(value: Decimal, unit: str, *, share: bool) -> str:
    """Every decimal, where fewer would look like the threshold."""
    return f"{(value * 100).normalize():f}%" if share else f"{value.normalize():f} {unit}".strip()


def is_share(one: ConditionResult) -> bool:
    """Whether a plain number is a ratio: its threshold is a fraction below or at one."""
    return (
        not one.unit
        and isinstance(one.threshold, Decimal)
        and not isinstance(one.threshold, bool)
        and one.threshold < 1
        and one.threshold != 0
    )


def gap_word(one: ConditionResult, language: str) -> str:
    """``差 12 万元``, empty where the gap is not known."""
    if not one.gap or one.outcome is Outcome.MET:
        return ""
    amount = quantity(one.gap, one.unit, language, as_share=is_share(one))
    return word("short_by", language, amount=amount)


def basis_word(basis: Basis) -> str:
    """Document and clause."""
    document = basis.source.document if basis.source else ""
    return f"{document} {basis.clause}".strip()


def grade_word(grade: Grade, language: str) -> str:
    """How well the sentence is known, in words."""
    return word(f"grade.{grade.name.lower()}", language)


def datum_word(name: str, language: str) -> str:
    """A missing datum by its heading: 研发费用（2025年）; also what no enterprise can provide."""
    kind, _, rest = name.partition(":")
    if rest:
        known = {"parameter", "table", "version", "rulebook", "define"}
        return word(f"missing.{kind if kind in known else 'define'}", language, name=rest)
    found = _YEAR.fullmatch(name)
    base, year = (found["name"], found["year"]) if found else (name, None)
    label = field_label(base, language)
    return word("of_year", language, name=label, year=year) if year else label


def field_label(name: str, language: str) -> str:
    """The heading of a field of the dictionary, or of a column of one of its lists."""
    head, _, column = name.partition(".")
    field = fields().get(head)
    if field is None:
        return name
    label = field.zh if language == "zh" else field.en
    inner = field.columns.get(column)
    if inner is None:
        return label
    return f"{label}·{inner.zh}" if language == "zh" else f"{label}: {inner.en}"


def change_word(change: Change, language: str) -> str:
    """One step as a sentence."""
    label = datum_word(change.field if change.year is None else f"{change.field}.{change.year}",
                       language)  # fmt: skip
    if change.kind is ChangeKind.SET:
        before = quantity(change.before, change.unit, language, as_share=_is_share_field(change))
        after = quantity(change.after, change.unit, language, as_share=_is_share_field(change))
        code = "change.raise" if _rises(change) else "change.lower"
        code = code if change.before is not None else "change.set"
        return word(code, language, name=label, before=before, after=after)
    if change.kind is ChangeKind.ADD:
        row = _row_word(change, language)
        return word("change.add", language, name=label, count=change.count, row=row)
    if change.kind is ChangeKind.WAIT:
        until = day(change.until, language) if change.until else "—"
        return word("change.wait", language, day=until)
    return word(f"change.{change.kind.value}", language, name=label)


def _rises(change: Change) -> bool:
    before, after = change.before, change.after
    return isinstance(before, Decimal) and isinstance(after, Decimal) and after > before


def _is_share_field(change: Change) -> bool:
    field = field_dictionary().get(change.field.partition(".")[0])
    return field is not None and field.kind is FieldKind.SHARE


def _row_word(change: Change, language: str) -> str:
    """The columns that a person would name: texts, not days or ranks."""
    listed = field_dictionary().get(change.field)
    parts: list[str] = []
    for name, value in change.row.items():
        item = listed.items.get(name) if listed else None
        if item is None or not isinstance(value, str) or item.kind is FieldKind.DATE:
            continue
        if language == "en" and not value.isascii():
            continue
        chosen = item.choices.get(value, (value,))[0]
        parts.append(chosen if language == "zh" else f"{name} {value}")
    return ("、" if language == "zh" else ", ").join(parts)


def in_language(label: Label, language: str) -> str:
    """A rulebook's own text."""
    return label.in_language(language)


def joined(parts: Iterable[str], language: str) -> str:
    """A list in a sentence."""
    return ("、" if language == "zh" else ", ").join(part for part in parts if part)


def why(found: Determination, language: str) -> str:
    """The answer's reason in one sentence."""
    code, names = "why.met", tuple[str, ...]()
    failed = [
        one
        for one in found.conditions
        if one.outcome is Outcome.UNMET and one.role is not Role.ROUTE
    ]
    match found.outcome:
        case Outcome.UNMET:
            code, names = "why.unmet", tuple(in_language(one.title, language) for one in failed)
        case Outcome.UNKNOWN:
            code, names = "why.unknown", tuple(datum_word(n, language) for n in found.missing)
        case Outcome.MANUAL_REVIEW:
            code, names = "why.manual_review", judged_words(found, language)
        case Outcome.NOT_APPLICABLE:
            code = "why.not_applicable"
    if found.class_name:
        code = "why.class"
    return word(code, language, names=joined(names, language) or "—", count=len(names))


def judged_words(found: Determination, language: str) -> tuple[str, ...]:
    """What a person has to judge, by the titles of conditions and score lines."""
    titles = {one.id: in_language(one.title, language) for one in found.conditions}
    titles |= {line.id: in_language(line.title, language) for line in found.score_lines}
    return tuple(titles.get(name, name) for name in found.judged)
