"""Which rulebooks a run uses, and one enterprise or many through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from queqiao.core.progress import Progress, no_progress
from queqiao.rules import Determination, Rulebooks, bundled_rulebooks, determine, load_rulebook
from queqiao.rules.facts import Enterprise

_SUFFIXES = frozenset({".yaml", ".yml"})


PROVINCES: Mapping[str, str] = {
    "beijing": "11", "tianjin": "12", "hebei": "13", "shanxi": "14", "neimenggu": "15",
    "liaoning": "21", "jilin": "22", "heilongjiang": "23", "shanghai": "31", "jiangsu": "32",
    "zhejiang": "33", "anhui": "34", "fujian": "35", "jiangxi": "36", "shandong": "37",
    "henan": "41", "hubei": "42", "hunan": "43", "guangdong": "44", "guangxi": "45",
    "hainan": "46", "chongqing": "50", "sichuan": "51", "guizhou": "52", "yunnan": "53",
    "xizang": "54", "shaanxi": "61", "gansu": "62", "qinghai": "63", "ningxia": "64",
    "xinjiang": "65",
}  # fmt: skip
"""The first part of a regional rulebook's id, and the GB/T 2260 digits of its province."""


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


def of_its_province(decided: Decided) -> Decided:
    """
    The same without the answers of provinces that the enterprise does not lie in.

    All stay where its region is not known.
    """
    region = decided.enterprise.facts.get("region_code")
    if not isinstance(region, str):
        return decided
    answers = tuple(
        one
        for one in decided.answers
        if PROVINCES.get(one.rulebook.partition(".")[0], region[:2]) == region[:2]
    )
    return Decided(decided.enterprise, answers)
