"""A passage with what is found in it before names are looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queqiao.documents.facts.offices import Office
from queqiao.documents.facts.passages import Passage, Word
from queqiao.documents.facts.places import Naming
from queqiao.documents.facts.standing import Neighbors


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a passage before names are looked for."""

    passage: Passage
    offices: tuple[Office, ...]
    namings: tuple[Naming, ...]
    neighbors: Neighbors
    words_by_start: dict[int, Word]

    @property
    def place_starts(self) -> Mapping[int, int]:
        """Where places begin, by where they end; a chain begins with its first."""
        return self.neighbors.places
