"""The sandbox run: two rulebooks over the same enterprises, by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from queqiao.core.codes import industry_ancestors, is_industry
from queqiao.core.progress import Progress, no_progress
from queqiao.errors import Missing
from queqiao.messages import Message
from queqiao.recipes.policies.page import word
from queqiao.recipes.policies.parameters import changed_parts
from queqiao.recipes.policies.sandbox_view import RulebookHead, SandboxReport
from queqiao.rules import Outcome, Rulebook, Rulebooks, bundled_rulebooks, determine_record
from queqiao.rules import load_rulebook as load_file
from queqiao.rules.columns import BookColumns, Columns, build_columns, determine_columns
from queqiao.rules.facts import Enterprise
from queqiao.rules.model import Period
from queqiao.rules.rows import Record, prepare
from queqiao.rules.sandbox import Answer, Comparison, Effect, Subject, compare

_SIZE = "cn.sme-size"
_FEN = Decimal(100)
_MOST_REASONS = 6
_DECIDED = frozenset({Outcome.MET.value, Outcome.NOT_APPLICABLE.value})


def read_rulebook(name: str, *, at: date) -> tuple[Rulebook, str]:
    """
    A rulebook by its file, or by the id of a bundled one in the version of the day, and its name.

    Raises:
        Missing: there is no such file, id or version.
        BadInput: with every fault of the file.
    """
    if Path(name).suffix.lower() in {".yaml", ".yml"}:
        return load_file(Path(name)), Path(name).name
    books = bundled_rulebooks()
    (one,) = books.require([name])
    book = books.on(one, at)
    if book is None:
        params = {"id": one, "at": at.isoformat()}
        raise Missing(Message("recipes.policies.sandbox.no_version", params))
    return book, book.path


def run_sandbox(
    enterprises: Sequence[Enterprise],
    *,
    changed: tuple[Rulebook, str],
    against: tuple[Rulebook, str],
    at: date,
    left_out: int = 0,
    language: str = "zh",
    progress: Progress = no_progress,
) -> SandboxReport:
    """
    What ``changed`` would mean beside ``against``, each taken as in force on ``at``.

    What a title is worth counts as its amount where a rulebook grants none.
    """
    records = [prepare(enterprise.facts) for enterprise in enterprises]
    columns = build_columns(records)
    new = _decide(columns, records, changed[0], at, progress)
    old = _decide(columns, records, against[0], at, progress)
    comparison = compare(_subjects(enterprises, columns, at), old.answers(), new.answers())
    return SandboxReport(
        comparison=comparison,
        changed=_head(changed, language),
        against=_head(against, language),
        at=at,
        reasons=_reasons(comparison, old, new, language),
        parameters=changed_parts(changed[0], against[0], language),
        left_out=left_out,
    )


class _Run:
    """One rulebook's answers by column, with the rulebook they come from."""

    def __init__(self, book: Rulebook, found: BookColumns, worth: list[Decimal | None]) -> None:
        self.book = book
        self.found = found
        self.worth = worth

    def answers(self) -> list[Answer]:
        """The answer of every enterprise, in order."""
        found = self.found
        return [
            Answer(
                outcome=found.outcomes[int(found.outcome[row])],
                amount_cny=self._amount(row),
                class_name=self._class(row),
            )
            for row in range(len(found.outcome))
        ]

    def _amount(self, row: int) -> Decimal | None:
        if self.found.amount_fen is None:
            return self.worth[row] if self.worth else None
        fen = int(self.found.amount_fen[row])
        return None if fen < 0 else Decimal(fen) / _FEN

    def _class(self, row: int) -> str:
        code = -1 if self.found.class_code is None else int(self.found.class_code[row])
        return self.found.classes[code] if code >= 0 else ""

    def conditions(self, row: int) -> dict[str, str]:
        """The outcome of every condition for one enterprise."""
        outcomes = self.found.outcomes
        return {name: outcomes[int(one[row])] for name, one in self.found.conditions.items()}


def _decide(
    columns: Columns, records: Sequence[Record], book: Rulebook, at: date, progress: Progress
) -> _Run:
    today = replace(book, in_force=Period(starts_on=at, through=at))
    books = bundled_rulebooks().replacing(today)
    found = determine_columns(columns, rulebooks=books, at=at, only=[book.id], progress=progress)
    answers = found[book.id]
    worth = _worth(books, records, answers, book, at) if book.worth and not book.amount else []
    return _Run(book, answers, worth)


def _worth(
    books: Rulebooks, records: Sequence[Record], found: BookColumns, book: Rulebook, at: date
) -> list[Decimal | None]:
    """What the title is worth to each enterprise that has it, as far as it is known."""
    met = found.outcomes.index(Outcome.MET.value)
    amounts: list[Decimal | None] = []
    for record, outcome in zip(records, found.outcome, strict=True):
        known: list[Decimal] = []
        if int(outcome) == met:
            (one,) = determine_record(record, rulebooks=books, at=at, only=[book.id])
            known = [amount for _, amount in one.worth if amount is not None]
        amounts.append(sum(known, Decimal(0)) if known else None)
    return amounts


def _subjects(enterprises: Sequence[Enterprise], columns: Columns, at: date) -> list[Subject]:
    books = bundled_rulebooks()
    sizes = determine_columns(columns, rulebooks=books, at=at, only=[_SIZE])[_SIZE]
    codes = sizes.class_code
    found: list[Subject] = []
    for row, enterprise in enumerate(enterprises):
        code = -1 if codes is None else int(codes[row])
        region = str(enterprise.facts.get("region_code", ""))
        found.append(
            Subject(
                id=str(enterprise.facts.get("uscc") or enterprise.row or row + 1),
                label=enterprise.label,
                size=sizes.classes[code] if code >= 0 else "",
                region=f"{region[:4]}00" if region else "",
                industry=_division(str(enterprise.facts.get("industry_code", ""))),
            )
        )
    return found


def _division(code: str) -> str:
    """``C36`` of ``C3670``: the letter and the division."""
    division = code[1:3]
    return f"{industry_ancestors(division)[-1]}{division}" if is_industry(division) else code[:1]


def _head(book: tuple[Rulebook, str], language: str) -> RulebookHead:
    return RulebookHead(book[0].title.in_language(language), book[0].version, book[1])


def _reasons(
    comparison: Comparison, old: _Run, new: _Run, language: str
) -> dict[str, tuple[str, ...]]:
    """For every changed enterprise the conditions whose outcome is another."""
    titles = _titles(old.book, language) | _titles(new.book, language)
    found: dict[str, tuple[str, ...]] = {}
    for row, shift in enumerate(comparison.shifts):
        if shift.effect is Effect.SAME:
            continue
        before, after = old.conditions(row), new.conditions(row)
        moved = [
            word(
                "sandbox.moved",
                language,
                name=titles.get(name, name),
                before=word(f"outcome.{before.get(name, 'not_applicable')}", language),
                after=word(f"outcome.{after.get(name, 'not_applicable')}", language),
            )
            for name in dict.fromkeys((*before, *after))
            if before.get(name) != after.get(name)
            and not {before.get(name, "met"), after.get(name, "met")} <= _DECIDED
        ]
        found[shift.subject.id] = tuple(moved[:_MOST_REASONS])
    return found


def _titles(book: Rulebook, language: str) -> dict[str, str]:
    options = [option for route in book.routes for option in route.any]
    return {one.id: one.title.in_language(language) for one in (*book.conditions, *options)}
