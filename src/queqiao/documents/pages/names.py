"""What the ``id`` and ``class`` of an element say about what lies in it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

import yaml

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEAMS = re.compile(r"[^a-z\u4e00-\u9fff]+")


class Hint(StrEnum):
    """What the names of an element promise."""

    NOTHING = "nothing"
    BODY = "body"
    COMMENTS = "comments"
    CAPTION = "caption"
    FURNITURE = "furniture"


@cache
def _known() -> tuple[tuple[Hint, frozenset[str]], ...]:
    """The words of ``names.yaml``, those that bar an element first."""
    data = resources.files("queqiao.documents").joinpath("pages", "names.yaml").read_bytes()
    words = yaml.safe_load(data)
    order = (Hint.COMMENTS, Hint.CAPTION, Hint.FURNITURE, Hint.BODY)
    return tuple((hint, frozenset(words[hint.value])) for hint in order)


@lru_cache(maxsize=4096)
def words_of(names: str) -> tuple[str, ...]:
    """The words of ``id`` and ``class``: ``commentList-2`` has ``comment`` and ``list``."""
    words: list[str] = []
    for name in names.split():
        parts = [part for part in _SEAMS.split(_CAMEL.sub("-", name).lower()) if part]
        words += [*parts, "".join(parts)]
    return tuple(words)


@lru_cache(maxsize=4096)
def hint_of(tag: str, names: str) -> Hint:
    """What tag and names promise; of two promises that of the less welcome counts."""
    if tag in {"nav", "footer", "aside", "header", "menu"}:
        return Hint.FURNITURE
    if tag == "figcaption":
        return Hint.CAPTION
    words = set(words_of(names))
    for hint, known in _known():
        if words & known:
            return hint
    return Hint.BODY if tag in {"article", "main"} else Hint.NOTHING


def signature(tag: str, names: str) -> str:
    """Tag and names without numbers: alike for the posts of a thread; ``""`` without names."""
    words = [re.sub(r"\d+", "", name) for name in names.split()]
    return f"{tag}.{'.'.join(word for word in words if word)}" if any(words) else ""
