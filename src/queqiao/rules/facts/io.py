"""Facts out of files: JSON as the interface states it, tables of many enterprises, the template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from queqiao.datasets import SourceRows, read_rows, with_header_told
from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.datasets.files import JSON_SUFFIXES, TABLE_SUFFIXES
from queqiao.datasets.model import MAX_FILE_BYTES
from queqiao.errors import BadInput, Missing, Problem, WrongUsage
from queqiao.messages import Message
from queqiao.rules.facts.build import Complaints, build_enterprise
from queqiao.rules.facts.columns import heading
from queqiao.rules.facts.dictionary import field_dictionary
from queqiao.rules.facts.layout import DECISIONS, GUIDE, is_header, list_sheets, sheet_of
from queqiao.rules.facts.model import Enterprise, LoadedFacts
from queqiao.rules.facts.workbook import is_template, read_many, read_template


def load_facts(path: Path) -> LoadedFacts:
    """
    The enterprises of a file: JSON, JSON Lines, a table of many enterprises, or the template.

    Raises:
        Missing: there is no such file.
        WrongUsage: the kind of file cannot be read.
        BadInput: not one good enterprise is left; carries every problem.
    """
    if not path.exists():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    kind = path.suffix.lower()
    if path.is_dir() or kind not in JSON_SUFFIXES | TABLE_SUFFIXES:
        known = " ".join(sorted(JSON_SUFFIXES | TABLE_SUFFIXES))
        raise WrongUsage(Message("rules.facts.unsupported", {"path": str(path), "known": known}))
    loaded = _load_json(path) if kind in JSON_SUFFIXES else _load_table(path)
    if not loaded.enterprises:
        problems = loaded.problems or (Problem(Message("rules.facts.nothing"), path.name),)
        raise BadInput(problems)
    return loaded


def enterprises_of(entries: Iterable[object], *, source: str = "") -> tuple[Enterprise, ...]:
    """
    Enterprises from JSON values such as those of the demo.

    Raises:
        BadInput: with every problem of every entry.
    """
    found: list[Enterprise] = []
    problems: list[Problem] = []
    for row, entry in enumerate(entries, start=1):
        complaints = Complaints(source, row)
        found.append(_enterprise(entry, complaints))
        problems += complaints.problems
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _load_table(path: Path) -> LoadedFacts:
    rows = with_header_told(
        read_rows(path, is_header=is_header), "rules.facts.no_header", **_headings()
    )
    if not rows.rows:
        raise BadInput(rows.problems)
    if is_template(rows):
        known = {GUIDE, DECISIONS, *list_sheets()}
        notices = tuple(one for one in rows.notices if sheet_of(one.source) not in known)
        read = read_template(rows, path.name)
        problems = (*rows.problems, *read.problems)
        return LoadedFacts(read.enterprises, problems, (*notices, *read.notices))
    return read_many(SourceRows(rows.rows, rows.problems, rows.notices))


def _headings() -> dict[str, str]:
    """What columns of a table of enterprises are called: who it is, and some facts."""
    known = field_dictionary()
    return {
        "name": heading(known["name"]),
        "code": heading(known["uscc"]),
        "example": heading(known["revenue"], 2025),
        "other": heading(known["employees_avg"]),
    }


def _load_json(path: Path) -> LoadedFacts:
    name = path.name
    good: list[Enterprise] = []
    problems: list[Problem] = []
    notices: list[Problem] = []
    rows: dict[str, int | None] = {}
    for row, value in _records(_text_of(path)):
        complaints = Complaints(name, row)
        enterprise = _enterprise(value, complaints)
        key = str(enterprise.facts.get("uscc") or "")
        if key and rows.setdefault(key, row) != row:
            complaints.problem(Message("rules.facts.twice", {"row": rows[key]}), key)
        problems += complaints.problems
        notices += complaints.notices
        good += [] if complaints.problems else [enterprise]
    return LoadedFacts(tuple(good), tuple(problems), tuple(notices))


def _text_of(path: Path) -> str:
    message: Message | None = None
    text = ""
    if path.stat().st_size > MAX_FILE_BYTES:
        message = Message("datasets.file.too_large", {"limit": MAX_FILE_BYTES // 1024**3})
    else:
        try:
            text = decode(path.read_bytes())
        except PermissionError:
            message = Message("datasets.file.forbidden")
        except UndecodableError:
            message = Message("datasets.file.not_text")
    if message is None and not text.strip():
        message = Message("datasets.file.empty")
    if message is not None:
        raise BadInput([Problem(message, path.name)])
    return text


def _enterprise(value: object, complaints: Complaints) -> Enterprise:
    """The enterprise that one JSON value states; what is wrong goes to ``complaints``."""
    if isinstance(value, Problem):
        complaints.problem(value.message, "")
    elif not isinstance(value, dict):
        complaints.problem(Message("datasets.json.not_an_object"), "")
    else:
        enterprise = build_enterprise(value, complaints)
        if not enterprise.facts and not complaints.problems:
            complaints.problem(Message("rules.facts.nothing"), "")
        return enterprise
    return Enterprise({}, complaints.source, complaints.row)


class _RepeatedKeyError(ValueError):
    """An object names one key twice."""


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found


def _records(text: str) -> Iterator[tuple[int | None, object]]:
    """The enterprises of a JSON text with their place: one object, an array, or one a line."""
    try:
        value = _parsed(text)
    except _RepeatedKeyError as error:
        yield None, Problem(Message("rules.facts.repeated_key", {"name": str(error)[:60]}))
        return
    except json.JSONDecodeError as error:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) > 1 and lines[0][1].lstrip().startswith("{") and error.msg == "Extra data":
            yield from ((number, _line(line)) for number, line in lines)
            return
        where = {"line": error.lineno, "column": error.colno}
        yield None, Problem(Message("datasets.json.broken_whole", where))
        return
    except (ValueError, RecursionError):
        yield None, Problem(Message("datasets.json.too_deep"))
        return
    if isinstance(value, list):
        yield from enumerate(value, start=1)
    else:
        yield None, value


def _line(line: str) -> object:
    try:
        return _parsed(line)
    except _RepeatedKeyError as error:
        return Problem(Message("rules.facts.repeated_key", {"name": str(error)[:60]}))
    except json.JSONDecodeError as error:
        return Problem(Message("datasets.json.malformed", {"column": error.colno}))
    except (ValueError, RecursionError):
        return Problem(Message("datasets.json.too_deep"))


def _parsed(text: str) -> object:
    return json.loads(text, parse_float=Decimal, object_pairs_hook=_pairs)
