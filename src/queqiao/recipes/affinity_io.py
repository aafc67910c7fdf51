"""People with their works, from JSON Lines, with every problem told by its line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from queqiao.datasets.json_lines import read_json_lines
from queqiao.datasets.model import CellValue, SourceRow
from queqiao.errors import BadInput, Missing, Problem
from queqiao.matching.ranking import RankDocument
from queqiao.messages import Message
from queqiao.recipes.affinity import Person

_FIELDS = ("title", "abstract", "keywords")


@dataclass(frozen=True, slots=True)
class LoadedPeople:
    """The people in the order of the file; ``notices`` name those without any words."""

    people: tuple[Person, ...]
    notices: tuple[Problem, ...] = ()


def load_people(path: Path) -> LoadedPeople:
    """
    The people of a JSON Lines file (also gzipped): ``{"id", "works": [{"title", "abstract"}]}``.

    A work may also have ``keywords``, or be a title alone.

    Raises:
        Missing: there is no such file.
        BadInput: with every line that is no such object, every id given twice, or where nobody has
            a work with words.
    """
    if not path.is_file():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    rows = read_json_lines(path, name=path.name)
    problems = list(rows.problems)
    notices: list[Problem] = []
    found: dict[str, Person] = {}
    for row in rows.rows:
        person = _person(row, problems)
        if person is None:
            continue
        if person.id in found:
            problems.append(_problem(row, "id", "twice", id=person.id))
        found[person.id] = person
        if not any(text.strip() for work in person.works for text in work.texts()):
            notices.append(_problem(row, "works", "no_works", id=person.id))
    if not problems and len(notices) == len(found):
        problems.append(Problem(Message("recipes.affinity.nobody"), path.name))
    if problems:
        raise BadInput(problems)
    return LoadedPeople(tuple(found.values()), tuple(notices))


def _person(row: SourceRow, problems: list[Problem]) -> Person | None:
    value = row.cells.get("id")
    name = "" if value is None or isinstance(value, tuple) else str(value).strip()
    if not name:
        problems.append(_problem(row, "id", "no_id"))
        return None
    works = _works(row.cells.get("works"))
    if works is None:
        problems.append(_problem(row, "works", "bad_works"))
        return None
    return Person(name, works)


def _works(value: CellValue) -> tuple[RankDocument, ...] | None:
    """The works; ``None`` where they are no list of objects or titles."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return tuple(RankDocument("", title) for title in value)
    try:  # a list of objects comes as the reader found it
        listed = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if not isinstance(listed, list):
        return None
    works = [_work(one) for one in listed]
    return None if None in works else tuple(work for work in works if work is not None)


def _work(value: object) -> RankDocument | None:
    if isinstance(value, str):
        return RankDocument("", value)
    if not isinstance(value, dict):
        return None
    fields = (value.get(name) for name in _FIELDS)
    texts = [" ".join(map(str, one)) if isinstance(one, list) else one for one in fields]
    if any(text is not None and not isinstance(text, str) for text in texts):
        return None
    return RankDocument("", *(str(text or "") for text in texts))


def _problem(row: SourceRow, field: str, code: str, **params: str) -> Problem:
    return Problem(Message(f"recipes.affinity.{code}", params), row.source, row.row, field)
