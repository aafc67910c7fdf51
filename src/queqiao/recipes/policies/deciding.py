"""Which rulebooks a run uses, and one enterprise or many through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from queqiao.core.progress import Progress, no_progress
from queqiao.rules import Determination, Rulebooks, bundled_rulebooks, determine, load_rulebook
from queqiao.rules.facts import Enterprise

_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rulebooks of a run: all that may be leaned on, and the ids that are asked."""

    rulebooks: Rulebooks
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """One enterprise with its answers."""

    enterprise: Enterprise
    answers: tuple[Determination, ...]


def choose_rulebooks(names: Sequence[str]) -> Chosen:
    """
    The bundled rulebooks, with those that ``names`` asks for; all of them where it is empty.

    A name that ends in ``.yaml`` is a file: its rulebook stands in place of the bundled versions
    that it overlaps.

    Raises:
        Missing: for an id or a file that is not there.
        BadInput: with every fault of a file.
    """
    books = bundled_rulebooks()
    ids: list[str] = []
    for name in names:
        if Path(name).suffix.lower() in _SUFFIXES:
            book = load_rulebook(Path(name))
            books = books.replacing(book)
            ids.append(book.id)
        else:
            ids.append(name)
    return Chosen(books, books.require(dict.fromkeys(ids)) or books.ids)


def decide(
    enterprises: Sequence[Enterprise],
    *,
    chosen: Chosen,
    at: date,
    progress: Progress = no_progress,
) -> tuple[Decided, ...]:
    """Every enterprise under the chosen rulebooks, with the changes that would help."""
    found: list[Decided] = []
    for number, enterprise in enumerate(enterprises, start=1):
        answers = determine(enterprise.facts, rulebooks=chosen.rulebooks, at=at, only=chosen.ids)
        found.append(Decided(enterprise, answers))
        progress(number, len(enterprises))
    return tuple(found)
