"""Texts of the files as people would have typed them into the platform."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from queqiao_web.demo.world import words

_ENDS: Final = re.compile(r"(?<=[。；！？\n])")
_OPENING_LEAST: Final = 20
_OPENING_MOST: Final = 110


def lines_of(text: str) -> str:
    """With line breaks where the files write them as two characters, and no empty lines."""
    lines = (line.strip() for line in text.replace("\\n", "\n").splitlines())
    return "\n".join(line for line in lines if line)


def opening_of(text: str) -> str:
    """The first sentences, as many as fit into a public summary; a long one is cut."""
    found = ""
    for sentence in _ENDS.split(text):
        if len(found) >= _OPENING_LEAST and len(found) + len(sentence) > _OPENING_MOST:
            break
        found += sentence
    found = " ".join(found.split())
    return found if len(found) <= _OPENING_MOST * 2 else found[: _OPENING_MOST * 2 - 1] + "…"


def named_only(kind: str, title: str, keywords: Sequence[str]) -> str:
    """The public summary of what its owner opens later: the title, and up to three keywords."""
    about = words()["about"].format(words="、".join(keywords[:3])) if keywords else ""
    return str(words()[kind].format(title=title, about=about))
