"""TREC files: judgements (qrels) and runs."""

from __future__ import annotations

import gzip
import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message

_GZIP = b"\x1f\x8b"
_Value = TypeVar("_Value", int, float)


def load_qrels(path: Path) -> dict[str, dict[str, int]]:
    """
    The judgements of a TREC qrels file: ``query iteration document grade`` a line.

    Raises:
        Missing: there is no such file.
        BadInput: with every line that does not read, or that contradicts an earlier one.
    """

    def parse(parts: Sequence[str]) -> tuple[str, str, int]:
        query, _iteration, document, grade = parts
        return query, document, int(grade)

    return _load(path, parse, "metrics.qrels.bad_line")


def load_run(path: Path) -> dict[str, dict[str, float]]:
    """
    The scores of a TREC run file: ``query Q0 document rank score tag`` a line.

    Raises:
        Missing: there is no such file.
        BadInput: with every line that does not read, or that names a document twice.
    """

    def parse(parts: Sequence[str]) -> tuple[str, str, float]:
        query, _iteration, document, _rank, score, _tag = parts
        value = float(score)
        if not math.isfinite(value):
            raise ValueError(score)
        return query, document, value

    return _load(path, parse, "metrics.run.bad_line")


def _load(
    path: Path, parse: Callable[[Sequence[str]], tuple[str, str, _Value]], code: str
) -> dict[str, dict[str, _Value]]:
    found: dict[str, dict[str, _Value]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            query, document, value = parse(line.split())
        except ValueError:
            problems.append(Problem(Message(code), path.name, number))
            continue
        if found.setdefault(query, {}).setdefault(document, value) != value:
            params = {"query": query, "document": document}
            problems.append(Problem(Message("metrics.contradiction", params), path.name, number))
    if problems:
        raise BadInput(problems)
    return found


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Missing(Message("metrics.no_file", {"path": str(path)})) from None
    try:
        return (gzip.decompress(data) if data.startswith(_GZIP) else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError):
        raise BadInput([Problem(Message("metrics.not_text"), path.name)]) from None


def write_run(
    path: Path, hits: Mapping[str, Iterable[tuple[str, float]]], *, tag: str = "queqiao"
) -> None:
    """
    A TREC run file with each query's ``(document, score)`` as given, best first.

    The file appears whole or not at all. Scores are written so that they read back as a strictly
    falling sequence: evaluation programs that sort by score keep the order.
    """
    lines = []
    for query, ranking in hits.items():
        last = math.inf
        for rank, (document, score) in enumerate(ranking, start=1):
            written = min(round(score, 6), round(last - 1e-6, 6))
            lines.append(f"{query} Q0 {document} {rank} {written:.6f} {tag}\n")
            last = written
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_text("".join(lines), encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
