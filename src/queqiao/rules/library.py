"""A set of rulebooks: versions by day, answers that lean on each other without circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message
from queqiao.rules.model import Period, Rulebook


@dataclass(frozen=True, eq=False)
class Rulebooks:
    """Rulebooks in all their versions, ordered by id and first day."""

    books: tuple[Rulebook, ...]

    def __iter__(self) -> Iterator[Rulebook]:
        return iter(self.books)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id once, in order."""
        return tuple(dict.fromkeys(book.id for book in self.books))

    def versions(self, rulebook: str) -> tuple[Rulebook, ...]:
        """The versions of one rulebook, oldest first."""
        return tuple(book for book in self.books if book.id == rulebook)

    def on(self, rulebook: str, day: date) -> Rulebook | None:
        """The version in force on a day of application."""
        versions = self.versions(rulebook)
        return next((book for book in versions if book.in_force.covers(day)), None)

    def began_by(self, rulebook: str, day: date) -> bool:
        """Whether any version had begun by a day."""
        return any(
            book.in_force.starts_on is None or book.in_force.starts_on <= day
            for book in self.versions(rulebook)
        )

    def require(self, rulebooks: Iterable[str]) -> tuple[str, ...]:
        """
        The ids, each known.

        Raises:
            Missing: for one that is not there; names those that are.
        """
        wanted = tuple(rulebooks)
        for one in wanted:
            if one not in self.ids:
                known = " ".join(self.ids)
                raise Missing(Message("rules.library.unknown", {"id": one, "known": known}))
        return wanted

    def replacing(self, book: Rulebook) -> Rulebooks:
        """The same set with ``book`` in place of the versions of its id that it overlaps."""
        others = [
            one
            for one in self.books
            if one.id != book.id or not _overlap(one.in_force, book.in_force)
        ]
        return build_rulebooks([*others, book])


def build_rulebooks(books: Iterable[Rulebook]) -> Rulebooks:
    """
    The set of some rulebooks.

    Raises:
        BadInput: two versions of one id overlap, an answer is taken from a rulebook that is not
            there, or answers lean on each other in a circle.
    """
    found = sorted(books, key=lambda one: (one.id, one.in_force.starts_on or date.min, one.version))
    problems = [*_overlaps(found), *_unknown(found), *_circles(found)]
    if problems:
        raise BadInput(problems)
    return Rulebooks(tuple(found))


def _overlaps(books: list[Rulebook]) -> Iterator[Problem]:
    for one, other in pairwise(books):
        if one.id != other.id:
            continue
        if one.version == other.version or _overlap(one.in_force, other.in_force):
            params = {"id": one.id, "one": one.path or one.version, "version": other.version}
            yield Problem(Message("rules.library.overlap", params), other.path)


def _overlap(one: Period, other: Period) -> bool:
    return (one.through is None or other.starts_on is None or other.starts_on <= one.through) and (
        other.through is None or one.starts_on is None or one.starts_on <= other.through
    )


def _unknown(books: list[Rulebook]) -> Iterator[Problem]:
    known = {book.id for book in books}
    for book in books:
        for use in book.uses.values():
            if use.rulebook not in known:
                params = {"name": use.id, "id": use.rulebook}
                yield Problem(Message("rules.library.use", params), book.path)


def _circles(books: list[Rulebook]) -> Iterator[Problem]:
    uses: dict[str, set[str]] = {}
    for book in books:
        uses.setdefault(book.id, set()).update(use.rulebook for use in book.uses.values())
    for start in sorted(uses):
        reached, rest = set[str](), list(uses[start])
        while rest:
            one = rest.pop()
            if one not in reached:
                reached.add(one)
                rest.extend(uses.get(one, ()))
        if start in reached:
            path = next(book.path for book in books if book.id == start)
            yield Problem(Message("rules.library.circle", {"id": start}), path)
            return
