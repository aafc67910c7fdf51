"""A whole rulebook from its YAML text."""

from __future__ import annotations

import re
from dataclasses import replace

import yaml

from queqiao.errors import BadInput
from queqiao.rules.kinds import TEXT
from queqiao.rules.model import (
    BookKind,
    Definition,
    Duty,
    Label,
    Period,
    Rulebook,
    Table,
    Validity,
    Window,
)
from queqiao.rules.parsing import ExpressionError
from queqiao.rules.schema.located import Place, Reading, parse_yaml
from queqiao.rules.schema.names import Draft, Names
from queqiao.rules.schema.parts import Parts, ScoreSheet
from queqiao.rules.schema.values import (
    BASIS,
    read_basis,
    read_parameters,
    read_period,
    read_sources,
    read_tables,
    read_uses,
)

KEYS = (
    "rulebook", "version", "title", "kind", "in_force", "grants", "applies", "undetermined",
    "notes", "sources", "parameters", "tables", "define", "uses", "conditions", "routes", "score",
    "amount", "classes", "pool", "stacking", "windows", "validity", "duties", "worth",
)  # fmt: skip
_BOOK_ID = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+")
_MONTH_DAY = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NOWHERE = Place(None, "", 1)


def parse_rulebook(text: str, *, source: str = "-") -> Rulebook:
    """
    The rulebook that a YAML text states.

    Raises:
        BadInput: with every fault of the file, each with line and key.
    """
    reading = Reading(source)
    root = parse_yaml(text, reading)
    book = _Book(reading, root).read() if root.given else None
    if reading.problems or book is None:
        raise BadInput(sorted(reading.problems, key=lambda one: one.row or 0))
    return book


class _Book:
    """Reads the parts in the order in which they need each other."""

    def __init__(self, reading: Reading, root: Place) -> None:
        self.reading = reading
        self.root = root
        self.keys = reading.mapping(root, *KEYS)
        self.names = Names(reading)
        self.sources = read_sources(reading, self._at("sources"))
        self.parts = Parts(reading, self.names, self.sources)

    def _at(self, key: str) -> Place:
        return self.keys.get(key, _NOWHERE)

    def read(self) -> Rulebook:
        reading, names, at = self.reading, self.names, self._at
        parameters = read_parameters(reading, names, at("parameters"), self.sources)
        drafts = read_tables(reading, names, at("tables"), self.sources)
        uses = read_uses(reading, names, at("uses"))
        sheet = ScoreSheet(self.parts, at("score")) if at("score").given else None
        if sheet:
            sheet.declare()
        self._define()
        tables = {name: self._table(table, by) for name, (table, by) in drafts.items()}
        score = sheet.read() if sheet else None
        conditions = self.parts.conditions(self.keys.get("conditions"))
        book = Rulebook(
            id=reading.required(self.keys, "rulebook", self.root, self._book_id),
            version=reading.required(self.keys, "version", self.root, reading.text),
            title=reading.required(self.keys, "title", self.root, reading.label),
            kind=reading.choice(self.keys.get("kind"), BookKind, BookKind.QUALIFICATION),
            in_force=reading.required(self.keys, "in_force", self.root, self._period),
            path=reading.source,
            grants=reading.text(at("grants")),
            applies=names.test(self.keys.get("applies"), "applies"),
            undetermined=self._label("undetermined"),
            notes=tuple(reading.label(one) for one in reading.entries(self.keys.get("notes"))),
            sources=self.sources,
            parameters=parameters,
            tables=tables,
            definitions=self._definitions(),
            uses=uses,
            conditions=conditions,
            routes=self.parts.routes(self.keys.get("routes"), conditions),
            score=score,
            amount=self.parts.amount(self.keys.get("amount")),
            classes=self.parts.classes(self.keys.get("classes")),
            pool=self.parts.pool(self.keys.get("pool")),
            stacking=self.parts.stacking(self.keys.get("stacking")),
            windows=self._windows(),
            validity=self._validity(),
            duties=self._duties(),
            worth=self.parts.worth(self.keys.get("worth")),
        )
        self._circles()
        return book

    def _book_id(self, place: Place) -> str:
        text = self.reading.text(place)
        if text and not _BOOK_ID.fullmatch(text):
            self.reading.fault(place, "rules.schema.book_id", text=text)
        return text

    def _period(self, place: Place) -> Period:
        return read_period(self.reading, self.reading.mapping(place, "from", "through"))

    def _label(self, key: str) -> Label | None:
        return self.reading.label(self.keys[key]) if key in self.keys else None

    def _define(self) -> None:
        reading = self.reading
        for name, place in reading.mapping(self._at("define")).items():
            cases: list[tuple[Place, Place]] = []
            otherwise: Place | None = place
            title = None
            if not _is_scalar(place):
                parts = reading.mapping(place, "title", "cases", "else", "value")
                title = reading.label(parts["title"]) if "title" in parts else None
                otherwise = parts.get("else") or parts.get("value")
                for entry in reading.entries(parts.get("cases")):
                    case = reading.mapping(entry, "when", "then")
                    when = reading.required(case, "when", entry, lambda one: one)
                    then = reading.required(case, "then", entry, lambda one: one)
                    cases.append((when, then))
            reading.identifier(_named(name, place))
            self.names.draft(Draft(name, place, tuple(cases), otherwise, title))
        for draft in list(self.names.drafts.values()):
            try:
                _ = self.names[draft.id]
            except ExpressionError as error:
                reading.faults(draft.place, error.message)

    def _definitions(self) -> dict[str, Definition]:
        return {
            name: replace(definition, verified=self.names.is_verified(name))
            for name, definition in self.names.definitions.items()
        }

    def _table(self, table: Table, by: Place) -> Table:
        for column in table.columns:
            node = self.names.expression(by, TEXT, column)
        return replace(table, by=node)

    def _circles(self) -> None:
        for name in sorted(self.names.verified):
            if path := self.names.circle(name):
                shown = " → ".join(path)
                self.reading.fault(self.root, "rules.expression.circle", path=shown)
                return

    def _windows(self) -> tuple[Window, ...]:
        found: list[Window] = []
        for entry in self.reading.entries(self.keys.get("windows")):
            parts = self.reading.mapping(entry, "from", "through", "yearly", *BASIS)
            basis = read_basis(self.reading, parts, self.sources)
            if "yearly" in parts:
                first, _, last = self.reading.text(parts["yearly"]).partition("..")
                self._month_day(first, parts["yearly"])
                self._month_day(last, parts["yearly"])
                found.append(Window(yearly=(first, last), basis=basis))
            else:
                found.append(Window(period=read_period(self.reading, parts), basis=basis))
        return tuple(found)

    def _month_day(self, text: str, place: Place) -> str:
        if not _MONTH_DAY.fullmatch(text):
            self.reading.fault(place, "rules.schema.month_day", text=text)
        return text

    def _validity(self) -> Validity | None:
        place = self._at("validity")
        if not place.given:
            return None
        parts = self.reading.mapping(place, "years", "until", *BASIS)
        years = self.reading.text(parts.get("years"))
        if years and not years.isdigit():
            self.reading.fault(parts["years"], "rules.schema.quantity", text=years)
        until = self.reading.text(parts.get("until"))
        if until:
            self._month_day(until, parts["until"])
        return Validity(
            years=int(years) if years.isdigit() else None,
            until=until,
            basis=read_basis(self.reading, parts, self.sources),
        )

    def _duties(self) -> tuple[Duty, ...]:
        found: list[Duty] = []
        for entry in self.reading.entries(self.keys.get("duties")):
            parts = self.reading.mapping(entry, "title", "due", *BASIS)
            due = self.reading.text(parts.get("due"))
            if due:
                self._month_day(due, parts["due"])
            label = self.reading.required(parts, "title", entry, self.reading.label)
            found.append(
                Duty(title=label, due=due, basis=read_basis(self.reading, parts, self.sources))
            )
        return tuple(found)


def _is_scalar(place: Place) -> bool:
    return place.node is None or isinstance(place.node.value, str)


def _named(name: str, place: Place) -> Place:
    return Place(yaml.ScalarNode("", name), place.path, place.line)
