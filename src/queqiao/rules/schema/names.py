"""The names of one rulebook while it is read: found on demand, circles told, grades traced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from queqiao.messages import Message
from queqiao.rules.checking import GROWTH, Known, Scope, check_expression
from queqiao.rules.fields import fields
from queqiao.rules.kinds import FLAG, PLAIN, Kind
from queqiao.rules.model import Case, Definition, Label
from queqiao.rules.parsing import AGGREGATES, ExpressionError, parse_expression
from queqiao.rules.schema.located import Place, Reading
from queqiao.rules.syntax import Literal, Node, Origin, Reference, walk


@dataclass(frozen=True, slots=True)
class Draft:
    """A definition as it stands in the file."""

    id: str
    place: Place
    cases: tuple[tuple[Place, Place], ...]
    otherwise: Place | None
    title: Label | None


NOTHING = Literal(0, PLAIN)
_RESERVED = AGGREGATES | {"cagr", "year"}


@dataclass(slots=True)
class Names(Mapping[str, Known]):
    """
    What names of the rulebook mean.

    Definitions are checked when they are first asked for. ``leans_on`` keeps, for each name, the
    names that it uses; ``verified`` whether the name by itself is.
    """

    reading: Reading
    known: dict[str, Known] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    leans_on: dict[str, set[str]] = field(default_factory=dict)
    verified: dict[str, bool] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> Known:
        if name not in self.known and name in self.drafts:
            self._settle(self.drafts[name])
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.known, **self.drafts})

    def __len__(self) -> int:
        return len({**self.known, **self.drafts})

    def declare(self, name: str, reference: Reference, place: Place, *, verified: bool) -> None:
        """Add a name; one that is taken is a fault."""
        if self._is_free(name, place):
            self.known[name] = Known(reference)
            self.verified[name] = verified

    def draft(self, draft: Draft) -> None:
        """Add a definition, to be checked later."""
        if self._is_free(draft.id, draft.place):
            self.drafts[draft.id] = draft

    def _is_free(self, name: str, place: Place) -> bool:
        if name in _RESERVED or (name == "score" and place.path != "score"):
            self.reading.fault(place, "rules.schema.name_reserved", name=name)
            return False
        if name in self.known or name in self.drafts or name in fields():
            self.reading.fault(place, "rules.schema.name_taken", name=name)
            return False
        return bool(name)

    def settle(self) -> None:
        """Check every definition that nobody asked for."""
        for name in self.drafts:
            _ = self[name]

    def expression(self, place: Place, kind: Kind | None = None, owner: str = "") -> Node:
        """The checked expression at a place; a fault is noted and stands in as a literal."""
        return self.typed(place, kind, owner)[0]

    def test(self, place: Place | None, owner: str = "") -> Node | None:
        """A checked test, ``None`` where there is none."""
        if place is None or not place.given:
            return None
        return self.expression(place, FLAG, owner)

    def typed(
        self, place: Place, kind: Kind | None = None, owner: str = ""
    ) -> tuple[Node, Kind | None]:
        """The checked expression with its kind, which must be ``kind`` where one is given."""
        text = self.reading.text(place)
        if not text:
            if place.given or not self.reading.problems:
                self.reading.fault(place, "rules.expression.incomplete")
            return NOTHING, None
        try:
            node, found = check_expression(parse_expression(text), Scope(self))
            if kind is not None and found != kind:
                params = {"expected": str(kind), "found": str(found)}
                raise ExpressionError("rules.expression.wrong_kind", 1, **params)  # noqa: TRY301 -- told like the others
        except ExpressionError as error:
            where = Message(
                "rules.expression.at_column", {"column": error.column, "problem": error.message}
            )
            self.reading.faults(place, where)
            return NOTHING, None
        self.note(owner, node)
        return node, found

    def note(self, owner: str, node: Node) -> None:
        """Remember which names an owner leans on."""
        used = {one.id for one in walk(node) if isinstance(one, Reference)}
        self.leans_on.setdefault(owner, set()).update(
            one for one in used if one in self.verified or one in self.drafts
        )

    def is_verified(self, owner: str) -> bool:
        """Whether everything that an owner leans on, however far, was found in some text."""
        seen: set[str] = set()
        rest = [owner]
        while rest:
            name = rest.pop()
            if name in seen:
                continue
            seen.add(name)
            if not self.verified.get(name, True):
                return False
            rest.extend(self.leans_on.get(name, ()))
        return True

    def circle(self, owner: str) -> tuple[str, ...]:
        """The names of a circle through ``owner``, empty if there is none."""
        stack: list[tuple[str, tuple[str, ...]]] = [(owner, (owner,))]
        seen: set[str] = set()
        while stack:
            name, path = stack.pop()
            for used in sorted(self.leans_on.get(name, ())):
                if used == owner:
                    return (*path, owner)
                if used not in seen:
                    seen.add(used)
                    stack.append((used, (*path, used)))
        return ()

    def _settle(self, draft: Draft) -> None:
        name = draft.id
        if name in self._open:
            path = " → ".join([*self._open[self._open.index(name) :], name])
            raise ExpressionError("rules.expression.circle", 1, path=path)
        self._open.append(name)
        kind: Kind | None = None
        cases: list[Case] = []
        for when, then in draft.cases:
            test = self.expression(when, FLAG, name)
            value, kind = self.typed(then, kind, name)
            cases.append(Case(when=test, then=value))
        otherwise = None
        if draft.otherwise is not None:
            otherwise, kind = self.typed(draft.otherwise, kind, name)
        self._open.pop()
        kind = kind or PLAIN
        self.definitions[name] = Definition(
            id=name, kind=kind, cases=tuple(cases), otherwise=otherwise, title=draft.title
        )
        inline = otherwise if kind == GROWTH and not cases else None
        self.known[name] = Known(Reference(name, Origin.DEFINITION, kind), inline)
        self.verified[name] = True
