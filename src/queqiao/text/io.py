"""Word lists from files: those that ship with Queqiao, and the operator's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message
from queqiao.text.normalize import normalize

_LONGEST_WORD = 24
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+#&._%\-]+")


def load_words(path: Path) -> frozenset[str]:
    """
    The words of an operator's word list, normalized.

    Words are separated by white space; ``#`` begins a comment. A GBK file is read as well.

    Raises:
        Missing: there is no such file.
        BadInput: the file is no text; or words that the segmenter cannot use, each with its line.
    """
    if not path.is_file():
        raise Missing(Message("text.words.no_file", {"path": str(path)}))
    problems: list[Problem] = []
    words: set[str] = set()
    for row, word in _words_of(_decode(path)):
        normalized = normalize(word).text
        reason = _problem_with(normalized)
        if reason:
            message = Message(reason, {"word": word, "longest": _LONGEST_WORD})
            problems.append(Problem(message, str(path), row))
        words.add(normalized)
    if problems:
        raise BadInput(problems)
    return frozenset(words)


@cache
def load_shipped_words(kind: str) -> frozenset[str]:
    """The words that ship: ``terms`` (all fields), ``stop`` (never searched), ``single``."""
    folder = resources.files("queqiao").joinpath("text", "dictionary", kind)
    return frozenset(
        word
        for path in folder.iterdir()
        if path.name.endswith(".txt")
        for _, word in _words_of(path.read_text(encoding="utf-8"))
    )


def _words_of(text: str) -> Iterator[tuple[int, str]]:
    """Every word with its 1-based line."""
    for row, line in enumerate(text.splitlines(), start=1):
        for word in re.sub(r"(?:^|\s)#.*", "", line).split():
            yield row, word


def _decode(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\0" not in text:
                return text
    raise BadInput([Problem(Message("text.words.not_text"), str(path))])


def _problem_with(word: str) -> str:
    if len(word) < 2:
        return "text.words.too_short"
    if len(word) > _LONGEST_WORD:
        return "text.words.too_long"
    return "" if _WORD.fullmatch(word) else "text.words.bad_characters"
