"""JSON Lines (also gzipped) and JSON files that hold one array of objects."""

from __future__ import annotations

import json
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


def read_json_lines(path: Path, *, name: str) -> SourceRows:
    """The objects of a JSON Lines file, one row a line; a whole array of objects reads too."""
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
    rows: list[SourceRow] = []
    problems = [problem] if problem else []
    values = _array(text) or _lines(text)
    for number, value in values:
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


def _array(text: str) -> list[tuple[int, object]]:
    if not text.lstrip().startswith("["):
        return []
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return list(enumerate(values, start=1)) if isinstance(values, list) else []


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
    return SourceRow(name, number, {str(key): _cell(item) for key, item in value.items()})


def _cell(value: object) -> CellValue:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, list) and all(isinstance(item, (str, int, float)) for item in value):
        return tuple(str(item) for item in value)
    return json.dumps(value, ensure_ascii=False)
