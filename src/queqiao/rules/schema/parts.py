"""Conditions, routes, score sheets, amounts and classes of a rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queqiao.rules.checking import GROWTH
from queqiao.rules.kinds import FLAG, MONEY, POINTS, Exact, Kind, Shape, parse_quantity
from queqiao.rules.model import (
    Amount,
    Basis,
    Bound,
    Bracket,
    ClassRule,
    Combine,
    Condition,
    FundPool,
    Role,
    Route,
    Score,
    ScoreItem,
    Source,
    Stacking,
    Worth,
)
from queqiao.rules.schema.located import Place, Reading
from queqiao.rules.schema.names import Names
from queqiao.rules.schema.values import BASIS, read_basis, read_number
from queqiao.rules.syntax import Compare, Node, Origin, Reference

_CONDITION = ("id", "title", "role", "test", "judged", "when", "waived_if", "evidence", *BASIS)
_ALTERNATIVE = ("id", "title", "test", "judged", "evidence", *BASIS)
_SIGNS = {Bound.AT_LEAST: ">=", Bound.ABOVE: ">", Bound.AT_MOST: "<=", Bound.BELOW: "<"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What reading a part needs."""

    reading: Reading
    names: Names
    sources: Mapping[str, Source]

    def basis(self, parts: Mapping[str, Place], above: Basis | None = None) -> Basis:
        """Where a sentence stands."""
        return read_basis(self.reading, parts, self.sources, above)

    def conditions(self, place: Place | None) -> tuple[Condition, ...]:
        """The conditions in the order of the file; two with one id are a fault."""
        found: list[Condition] = []
        for entry in self.reading.entries(place):
            condition = self._condition(entry, _CONDITION)
            if any(condition.id == other.id for other in found):
                self.reading.fault(entry, "rules.schema.id_twice", id=condition.id)
            found.append(condition)
        return tuple(found)

    def _condition(
        self, entry: Place, keys: tuple[str, ...], role: Role | None = None
    ) -> Condition:
        reading = self.reading
        parts = reading.mapping(entry, *keys)
        name = reading.required(parts, "id", entry, reading.identifier)
        judged = reading.flag(parts.get("judged"))
        if not judged and "test" not in parts:
            reading.fault(entry, "rules.schema.no_test", id=name)
        owner = f"condition:{name}"
        basis = self.basis(parts)
        if basis.source is None:
            reading.fault(entry, "rules.schema.key_missing", key="source")
        test = self.names.test(parts.get("test"), owner)
        when = self.names.test(parts.get("when"), owner)
        waived_if = self.names.test(parts.get("waived_if"), owner)
        return Condition(
            id=name,
            title=reading.required(parts, "title", entry, reading.label),
            role=role or reading.choice(parts.get("role"), Role, Role.CONDITION),
            test=test,
            judged=judged,
            when=when,
            waived_if=waived_if,
            basis=basis,
            verified=basis.verified and self.names.is_verified(owner),
            evidence=tuple(reading.label(one) for one in reading.entries(parts.get("evidence"))),
            line=entry.line,
        )

    def routes(self, place: Place | None, conditions: tuple[Condition, ...]) -> tuple[Route, ...]:
        """The shortcuts; they must replace conditions that exist."""
        reading = self.reading
        known = {condition.id for condition in conditions}
        found: list[Route] = []
        for entry in reading.entries(place):
            parts = reading.mapping(entry, "id", "title", "replaces", "any")
            replaces = frozenset(reading.texts(parts.get("replaces")))
            for name in sorted(replaces - known):
                reading.fault(parts["replaces"], "rules.schema.no_condition", id=name)
            options = tuple(
                self._condition(one, _ALTERNATIVE, Role.ROUTE)
                for one in reading.entries(parts.get("any"))
            )
            for option in options:
                if option.id in known:
                    reading.fault(entry, "rules.schema.id_twice", id=option.id)
                known.add(option.id)
            found.append(
                Route(
                    id=reading.required(parts, "id", entry, reading.identifier),
                    title=reading.required(parts, "title", entry, reading.label),
                    replaces=replaces,
                    any=options,
                )
            )
        return tuple(found)

    def amount(self, place: Place | None) -> Amount | None:
        """The amount, if the rulebook gives one."""
        if place is None or not place.given:
            return None
        parts = self.reading.mapping(place, "title", "value", "at_most", *BASIS)
        basis = self.basis(parts)
        limits = self.reading.entries(parts.get("at_most"))
        value = self.reading.required(parts, "value", place, self._money)
        at_most = tuple(self._money(limit) for limit in limits)
        return Amount(
            title=self.reading.required(parts, "title", place, self.reading.label),
            value=value,
            at_most=at_most,
            basis=basis,
            verified=basis.verified and self.names.is_verified("amount"),
        )

    def _money(self, place: Place, owner: str = "amount") -> Node:
        return self.names.expression(place, MONEY, owner)

    def classes(self, place: Place | None) -> tuple[ClassRule, ...]:
        """The classes, the last of them open."""
        found: list[ClassRule] = []
        entries = self.reading.entries(place)
        for number, entry in enumerate(entries, start=1):
            parts = self.reading.mapping(entry, "class", "title", "when")
            when = self.names.test(parts.get("when"), "classes")
            if when is None and number < len(entries):
                self.reading.fault(entry, "rules.schema.class_open")
            found.append(
                ClassRule(
                    name=self.reading.required(parts, "class", entry, self.reading.text),
                    title=self.reading.label(parts.get("title")),
                    when=when,
                )
            )
        return tuple(found)

    def pool(self, place: Place | None) -> FundPool | None:
        """The pool that amounts are paid from."""
        if place is None or not place.given:
            return None
        parts = self.reading.mapping(place, "id", "title", "total")
        return FundPool(
            id=self.reading.required(parts, "id", place, self.reading.text),
            title=self.reading.label(parts.get("title")),
            total=read_number(self.reading, parts.get("total"), MONEY),
        )

    def stacking(self, place: Place | None) -> tuple[Stacking, ...]:
        """The groups of benefits that limit each other."""
        found: list[Stacking] = []
        for entry in self.reading.entries(place):
            parts = self.reading.mapping(entry, "group", "title", "take", "at_most")
            if ("take" in parts) == ("at_most" in parts):
                self.reading.fault(entry, "rules.schema.stacking")
            elif "take" in parts and self.reading.text(parts["take"]) != "highest":
                text = self.reading.text(parts["take"])
                self.reading.fault(entry, "rules.schema.choice", text=text, known="highest")
            found.append(
                Stacking(
                    group=self.reading.required(parts, "group", entry, self.reading.text),
                    title=self.reading.label(parts["title"]) if "title" in parts else None,
                    at_most=read_number(self.reading, parts.get("at_most"), MONEY),
                )
            )
        return tuple(found)

    def worth(self, place: Place | None) -> tuple[Worth, ...]:
        """What a title is worth."""
        found: list[Worth] = []
        for entry in self.reading.entries(place):
            parts = self.reading.mapping(entry, "title", "value", *BASIS)
            found.append(
                Worth(
                    title=self.reading.required(parts, "title", entry, self.reading.label),
                    value=self.reading.required(
                        parts, "value", entry, lambda one: self._money(one, "worth")
                    ),
                    basis=self.basis(parts),
                )
            )
        return tuple(found)


_ITEM = ("id", "title", "max", "value", "brackets", "points", "best_of", "sum_of", "expert", *BASIS)


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Reads ``score``: first the names of its items, later what they are worth."""

    parts: Parts
    place: Place

    def declare(self) -> None:
        """Make the items known as names, so that definitions can use them."""
        reading, names = self.parts.reading, self.parts.names
        for entry in self._entries():
            head = reading.mapping(entry)
            if name := reading.text(head.get("id")):
                basis = self.parts.basis({k: v for k, v in head.items() if k in BASIS})
                verified = basis.verified or "source" not in head
                names.declare(name, Reference(name, Origin.SCORE, POINTS), entry, verified=verified)
        names.declare("score", Reference("score", Origin.SCORE, POINTS), self.place, verified=True)

    def _entries(self) -> list[Place]:
        items = Reading("").mapping(self.place).get("items")
        return Reading("").entries(items)

    def read(self) -> Score:
        """The whole sheet, items ordered so that parts come before what they add up to."""
        reading = self.parts.reading
        head = reading.mapping(self.place, "total", "max", "items")
        items = [self._item(entry) for entry in reading.entries(head.get("items"))]
        total = reading.texts(head.get("total"))
        known = {item.id for item in items}
        for name in total:
            if name not in known:
                reading.fault(head["total"], "rules.schema.no_item", id=name)
        if not total:
            reading.fault(self.place, "rules.schema.key_missing", key="total")
        self.parts.names.leans_on["score"] = set(total)
        return Score(
            items=self._ordered(items),
            total=total,
            maximum=read_number(reading, head.get("max"), POINTS),
        )

    def _ordered(self, items: list[ScoreItem]) -> tuple[ScoreItem, ...]:
        by_id = {item.id: item for item in items}
        done: dict[str, ScoreItem] = {}

        def place(item: ScoreItem, above: tuple[str, ...]) -> None:
            if item.id in above:
                path = " → ".join((*above, item.id))
                self.parts.reading.fault(self.place, "rules.expression.circle", path=path)
                return
            for part in item.parts:
                if part in by_id and part not in done:
                    place(by_id[part], (*above, item.id))
            done[item.id] = item

        for item in items:
            if item.id not in done:
                place(item, ())
        return tuple(done.values())

    def _item(self, entry: Place) -> ScoreItem:
        reading, names = self.parts.reading, self.parts.names
        head = reading.mapping(entry, *_ITEM)
        name = reading.required(head, "id", entry, reading.identifier)
        ways = [way for way in Combine if way.value in head]
        if len(ways) != 1:
            reading.fault(entry, "rules.schema.score_way")
        way = ways[0] if ways else Combine.SUM_OF
        basis = self.parts.basis(head)
        value, kind = (None, None)
        if "value" in head:
            value, kind = names.typed(head["value"], None, name)
        points = names.expression(head["points"], POINTS, name) if "points" in head else None
        brackets = self._brackets(head, name, kind, basis) if way is Combine.BRACKETS else ()
        if brackets and not all(bracket.basis.verified for bracket in brackets):
            names.verified[name] = False
        parts = (
            reading.texts(head.get(way.value)) if way in {Combine.BEST_OF, Combine.SUM_OF} else ()
        )
        self._parts_known(entry, parts)
        names.leans_on.setdefault(name, set()).update(parts)
        return ScoreItem(
            id=name,
            title=reading.required(head, "title", entry, reading.label),
            combine=way,
            maximum=read_number(reading, head.get("max"), POINTS),
            value=value,
            points=points,
            brackets=brackets,
            parts=parts,
            expert=self._expert(head),
            basis=basis,
            value_kind=kind,
        )

    def _parts_known(self, entry: Place, parts: tuple[str, ...]) -> None:
        known = {Reading("").text(Reading("").mapping(one).get("id")) for one in self._entries()}
        for part in parts:
            if part not in known:
                self.parts.reading.fault(entry, "rules.schema.no_item", id=part)

    def _expert(self, head: Mapping[str, Place]) -> str:
        if "expert" not in head:
            return ""
        node, _ = self.parts.names.typed(head["expert"], POINTS)
        return node.id if isinstance(node, Reference) and node.origin is Origin.FIELD else ""

    def _brackets(
        self, head: Mapping[str, Place], name: str, kind: Kind | None, above: Basis
    ) -> tuple[Bracket, ...]:
        reading = self.parts.reading
        found: list[Bracket] = []
        entries = reading.entries(head.get("brackets"))
        for number, entry in enumerate(entries, start=1):
            keys = reading.mapping(
                entry, "at_least", "above", "at_most", "below", "when", "points", *BASIS
            )
            bounds = [bound for bound in Bound if bound.value in keys]
            if len(bounds) > 1 or (not bounds and number < len(entries)):
                reading.fault(entry, "rules.schema.bracket")
            bound = bounds[0] if bounds else Bound.ELSE
            low, high = self._points(keys, entry)
            test, limit = self._bound(keys, entry, bound, name, head.get("value"), kind)
            basis = self.parts.basis(keys, above)
            if above.source is None and "grade" not in keys:
                basis = Basis(grade=above.grade)
            found.append(
                Bracket(test=test, low=low, high=high, bound=bound, limit=limit, basis=basis)
            )
        if found and found[-1].bound is not Bound.ELSE:
            reading.fault(entries[-1], "rules.schema.bracket_else")
        return tuple(found)

    def _bound(  # noqa: PLR0913, PLR0917 -- what a bracket hangs on
        self,
        keys: Mapping[str, Place],
        entry: Place,
        bound: Bound,
        name: str,
        value: Place | None,
        kind: Kind | None,
    ) -> tuple[Node | None, Node | None]:
        """The test of a bracket, and its limit where it has one."""
        names = self.parts.names
        if bound is Bound.ELSE:
            return None, None
        if bound is Bound.WHEN:
            return names.expression(keys["when"], FLAG, name), None
        if value is None or kind is None:
            if value is None:
                self.parts.reading.fault(entry, "rules.schema.key_missing", key="value")
            return None, None
        if kind.shape not in {Shape.NUMBER, Shape.DATE, Shape.YEAR}:
            self.parts.reading.fault(entry, "rules.expression.not_a_number", kind=str(kind))
            return None, None
        limit, found = names.typed(keys[bound.value], None, name)
        wanted = Kind(Shape.NUMBER) if kind == GROWTH else kind
        if found is not None and found != wanted:
            self.parts.reading.fault(
                keys[bound.value],
                "rules.expression.wrong_kind",
                expected=str(wanted),
                found=str(found),
            )
        subject, _ = names.typed(value, None, name)
        return Compare(_SIGNS[bound], subject, limit, 1, wanted), limit

    def _points(self, keys: Mapping[str, Place], entry: Place) -> tuple[Exact, Exact]:
        """``20`` or the band ``7..8``."""
        reading = self.parts.reading
        place = keys.get("points")
        if place is None:
            reading.fault(entry, "rules.schema.key_missing", key="points")
            return 0, 0
        first, band, last = reading.text(place).partition("..")
        numbers = [read_points(text) for text in ((first, last) if band else (first,))]
        low, high = numbers[0], numbers[-1]
        if low is None or high is None or high < low:
            reading.fault(place, "rules.schema.points", text=reading.text(place))
            return 0, 0
        return low, high


def read_points(text: str) -> Exact | None:
    """Points, with or without the unit."""
    quantity = parse_quantity(text)
    if quantity is None or isinstance(quantity.value, (str, bool, tuple)):
        return None
    return quantity.value
