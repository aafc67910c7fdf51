"""Where somebody is named."""

from __future__ import annotations

from dataclasses import dataclass

from queqiao.documents.facts.passages import Passage
from queqiao.documents.facts.standing import Standing


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place of a passage, with what stands before it and how sure it is."""

    passage: Passage
    start: int
    end: int
    name: str
    standing: Standing | None
    points: float
