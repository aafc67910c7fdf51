"""The tests of a rulebook from their YAML text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import yaml

from queqiao.errors import BadInput
from queqiao.rules.facts.build import Complaints, build_enterprise
from queqiao.rules.facts.model import Facts
from queqiao.rules.results import Outcome
from queqiao.rules.schema.located import Place, Reading, parse_yaml

Plain: TypeAlias = "str | bool | int | Decimal | list[Plain] | dict[str, Plain] | None"
_EXPECT = (
    "outcome", "score", "amount_cny", "class", "version", "conditions", "verified", "missing",
    "pays_from", "triggers",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a test says must come out; what it does not name is not compared."""

    named: frozenset[str] = frozenset()
    outcome: Outcome | None = None
    score: tuple[Decimal, Decimal] | None = None
    amount_cny: Decimal | None = None
    class_name: str | None = None
    version: str | None = None
    pays_from: str | None = None
    conditions: Mapping[str, Outcome] = field(default_factory=dict)
    triggers: Mapping[str, Outcome] = field(default_factory=dict)
    verified: Mapping[str, bool] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCase:
    """One test: the facts, the day, and what must come out."""

    id: str
    title: str
    at: date
    facts: Facts
    expect: Expectation
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTests:
    """The tests of one rulebook, and the file that they stand in."""

    rulebook: str
    source: str
    cases: tuple[BookCase, ...]


def parse_tests(text: str, *, source: str = "-") -> BookTests:
    """
    The tests that a YAML text states.

    Raises:
        BadInput: with every fault of the file, each with line and key.
    """
    reading = Reading(source)
    root = parse_yaml(text, reading)
    tests = _Tests(reading, root).read() if root.given else None
    if reading.problems or tests is None:
        raise BadInput(sorted(reading.problems, key=lambda one: one.row or 0))
    return tests


class _Tests:
    """Reads the cases on top of their common base."""

    def __init__(self, reading: Reading, root: Place) -> None:
        self.reading = reading
        self.root = root

    def read(self) -> BookTests:
        reading = self.reading
        keys = reading.mapping(self.root, "rulebook", "base", "cases")
        book = reading.required(keys, "rulebook", self.root, reading.text)
        none = Place(None, "base", self.root.line)
        base = reading.mapping(keys.get("base", none), "at", "facts", "manual_decisions")
        cases: list[BookCase] = []
        for entry in reading.required(keys, "cases", self.root, reading.entries):
            case = self._case(entry, base)
            if any(case.id == other.id for other in cases):
                reading.fault(entry, "rules.schema.id_twice", id=case.id)
            cases.append(case)
        return BookTests(rulebook=book, source=reading.source, cases=tuple(cases))

    def _case(self, entry: Place, base: Mapping[str, Place]) -> BookCase:
        reading = self.reading
        keys = reading.mapping(entry, "id", "title", "at", "facts", "manual_decisions", "expect")
        raw: dict[str, Plain] = {}
        for source in (base, keys):
            if "facts" in source:
                raw.update(_mapping(source["facts"]))
            if "manual_decisions" in source:
                raw["manual_decisions"] = plain(source["manual_decisions"])
        at = reading.day(keys.get("at") or base.get("at"))
        if at is None:
            reading.fault(entry, "rules.schema.key_missing", key="at")
        complaints = Complaints(reading.source, entry.line)
        enterprise = build_enterprise(raw, complaints)
        reading.problems.extend([*complaints.problems, *complaints.notices])
        return BookCase(
            id=reading.required(keys, "id", entry, reading.text),
            title=reading.text(keys.get("title")),
            at=at or date.min,
            facts=enterprise.facts,
            expect=reading.required(keys, "expect", entry, self._expect),
            line=entry.line,
        )

    def _expect(self, place: Place) -> Expectation:
        reading = self.reading
        keys = reading.mapping(place, *_EXPECT)
        outcome = None
        if "outcome" in keys:
            outcome = reading.choice(keys["outcome"], Outcome, Outcome.UNKNOWN)
        return Expectation(
            named=frozenset(keys),
            outcome=outcome,
            score=self._score(keys.get("score")),
            amount_cny=self._decimal(keys.get("amount_cny")),
            class_name=reading.text(keys.get("class")) or None,
            version=reading.text(keys.get("version")) or None,
            pays_from=reading.text(keys.get("pays_from")) or None,
            conditions=self._outcomes(keys.get("conditions")),
            triggers=self._outcomes(keys.get("triggers")),
            verified={
                name: reading.flag(one) for name, one in self._entries(keys.get("verified")).items()
            },
            missing=reading.texts(keys.get("missing")),
        )

    def _entries(self, place: Place | None) -> dict[str, Place]:
        return {} if place is None else self.reading.mapping(place)

    def _outcomes(self, place: Place | None) -> dict[str, Outcome]:
        return {
            name: self.reading.choice(one, Outcome, Outcome.UNKNOWN)
            for name, one in self._entries(place).items()
        }

    def _score(self, place: Place | None) -> tuple[Decimal, Decimal] | None:
        if place is None or not place.given:
            return None
        if isinstance(place.node, yaml.SequenceNode):
            ends = [self._decimal(one) for one in self.reading.entries(place)]
        else:
            ends = [self._decimal(place)] * 2
        low, high = (*ends, None, None)[:2]
        if low is None or high is None:
            self.reading.fault(place, "rules.schema.points", text=self.reading.text(place))
            return None
        return low, high

    def _decimal(self, place: Place | None) -> Decimal | None:
        if place is None or not place.given:
            return None
        text = self.reading.text(place)
        if not _is_number(text):
            self.reading.fault(place, "rules.schema.quantity", text=text)
            return None
        return Decimal(text)


def _merged(node: yaml.MappingNode, place: Place) -> dict[str, Plain]:
    """A mapping with what ``<<`` brings in put below its own entries."""
    brought: dict[str, Plain] = {}
    own: dict[str, Plain] = {}
    for key, value in node.value:
        found = plain(Place(value, place.path, place.line))
        if key.value == "<<" and isinstance(found, dict):
            brought.update(found)
        else:
            own[str(key.value)] = found
    return {**brought, **own}


def _is_number(text: str) -> bool:
    digits = text.lstrip("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()


def _mapping(place: Place) -> dict[str, Plain]:
    found = plain(place)
    return found if isinstance(found, dict) else {}


def plain(place: Place) -> Plain:
    """A YAML value as JSON would hold it; dates stay texts."""
    node = place.node
    if isinstance(node, yaml.MappingNode):
        return _merged(node, place)
    if isinstance(node, yaml.SequenceNode):
        return [plain(Place(one, place.path, place.line)) for one in node.value]
    if not isinstance(node, yaml.ScalarNode) or not place.given:
        return None
    text = str(node.value)
    if node.style in {'"', "'"}:
        return text
    if text in {"true", "false"}:
        return text == "true"
    return Decimal(text) if _is_number(text) else text
