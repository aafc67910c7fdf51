"""JSON Lines (also gzipped) and JSON files that hold one array of objects, or one object."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.datasets.model import (
    MAX_UNPACKED_BYTES,
    CellValue,
    SourceRow,
    SourceRows,
    unreadable,
)
from queqiao.errors import Problem
from queqiao.messages import Message

_GZIP = b"\x1f\x8b"
_GZIP_BITS = 31
_PIECE = 1024**2
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NAMES = 60


def read_json_lines(path: Path, *, name: str) -> SourceRows:
    """
    The objects of a JSON Lines file, one row a line.

    A whole array of objects reads too, and one object alone over several lines. Half characters
    (lone surrogates) come out as U+FFFD.
    """
    data = path.read_bytes()
    problem: Problem | None = None
    if data.startswith(_GZIP):
        data, problem = _unpack(data, name)
    if not data.strip():
        return unreadable(problem or Problem(Message("datasets.file.empty"), name))
    try:
        text = decode(data)
    except UndecodableError:
        return unreadable(problem or Problem(Message("datasets.file.not_text"), name))
    if not text.strip():
        return unreadable(problem or Problem(Message("datasets.file.empty"), name))
    rows: list[SourceRow] = []
    problems = [problem] if problem else []
    whole = _whole(text, name)
    if isinstance(whole, Problem):
        return unreadable(problem or whole)
    for number, value in whole if whole is not None else _lines(text):
        row = _row(number, value, name)
        if isinstance(row, Problem):
            problems.append(row)
        else:
            rows.append(row)
    return SourceRows(tuple(rows), tuple(problems))


def _unpack(data: bytes, name: str) -> tuple[bytes, Problem | None]:
    """As much as can be unpacked, with what stopped it."""
    pieces: list[bytes] = []
    size = 0
    try:
        while data:
            member = zlib.decompressobj(wbits=_GZIP_BITS)
            while data and not member.eof:
                piece = member.decompress(data, _PIECE)
                data = member.unconsumed_tail
                pieces.append(piece)
                size += len(piece)
                if size > MAX_UNPACKED_BYTES:
                    params = {"size": size // 1024**2, "limit": MAX_UNPACKED_BYTES // 1024**2}
                    return b"", Problem(Message("datasets.file.unpacks_too_large", params), name)
            if not member.eof:
                return b"".join(pieces), Problem(Message("datasets.file.damaged"), name)
            data = member.unused_data
    except zlib.error:
        return b"".join(pieces), Problem(Message("datasets.file.damaged"), name)
    return b"".join(pieces), None


def _whole(text: str, name: str) -> list[tuple[int, object]] | Problem | None:
    """The records of a file that is one JSON value over many lines; ``None`` for JSON Lines."""
    first, _, rest = text.strip().partition("\n")
    if first[:1] not in ("[", "{") or (rest.strip() and _is_json(first)):
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        broken = Problem(Message("datasets.json.broken_whole", where), name)
        return broken if first.rstrip() in ("[", "{", "[{") else None
    except (ValueError, RecursionError):
        return None
    return list(enumerate(value, start=1)) if isinstance(value, list) else _alone(value, name)


def _alone(value: dict[str, object], name: str) -> list[tuple[int, object]] | Problem:
    """One object that is a file of its own: a record, unless it only wraps records."""
    lists = [key for key, item in value.items() if _is_list_of_objects(item)]
    if lists or (len(value) == 1 and all(isinstance(item, dict) for item in value.values())):
        names = ", ".join(lists or value)[:_LONGEST_NAMES]
        return Problem(Message("datasets.json.wrapped", {"names": names}), name)
    return [(1, value)]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _lines(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            yield number, Message("datasets.json.malformed", {"column": error.colno})
        except (ValueError, RecursionError):
            yield number, Message("datasets.json.too_deep")


def _row(number: int, value: object, name: str) -> SourceRow | Problem:
    if isinstance(value, Message):
        return Problem(value, name, number)
    if not isinstance(value, dict):
        return Problem(Message("datasets.json.not_an_object"), name, number)
    if not value:
        return Problem(Message("datasets.json.empty_object"), name, number)
    cells = {_LONE_SURROGATE.sub("\ufffd", str(key)): _cell(item) for key, item in value.items()}
    return SourceRow(name, number, cells)


def _cell(value: object) -> CellValue:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, list) and all(isinstance(item, (str, int, float)) for item in value):
        return tuple(_LONE_SURROGATE.sub("\ufffd", str(item)) for item in value)
    return _LONE_SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
