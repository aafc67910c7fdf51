"""The numbered list of documents that every statement of the report points into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from queqiao.documents import Document, Reading
from queqiao.documents.collections import Citation, Collection, Story
from queqiao.recipes.documents.marks import places_in

MOST_TEXTS = 300
"""So many texts are shown in full, the first version of each story; the others are listed."""

MOST_LINKS = 8
"""Links behind one statement; the documents beyond are counted."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A link from a statement to where it stands: ``number`` is the document's in the list."""

    number: int
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Cites:
    """The links behind a statement, and how many documents more tell it."""

    links: tuple[Cite, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Sources:
    """The documents of a collection, numbered story by story."""

    collection: Collection

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each document by its path."""
        paths = [path for story in self.collection.stories for path in story.paths]
        return {path: number for number, path in enumerate(paths, start=1)}

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """The documents by path."""
        return {reading.document.path: reading for reading in self.collection.readings}

    @cached_property
    def shown(self) -> frozenset[str]:
        """The documents whose texts are shown."""
        return frozenset(story.paths[0] for story in self.collection.stories[:MOST_TEXTS])

    def stories(self) -> tuple[Story, ...]:
        """The stories whose texts are shown."""
        return self.collection.stories[:MOST_TEXTS]

    def document(self, path: str) -> Document:
        """The document of a path."""
        return self.readings[path].document

    def cite(self, citations: Iterable[Citation], *, most: int = MOST_LINKS) -> Cites:
        """Links to the documents cited, each once, at the paragraph cited first."""
        first: dict[str, Citation] = {}
        for citation in citations:
            first.setdefault(citation.path, citation)
        found = [self._cite(citation) for citation in first.values()]
        found.sort(key=lambda cite: cite.number)
        return Cites(tuple(found[:most]), max(0, len(found) - most))

    def _cite(self, citation: Citation) -> Cite:
        number, document = self.numbers[citation.path], self.document(citation.path)
        anchor = f"s{number}"
        if citation.path in self.shown:
            place = next(places_in(document, citation.span), None)
            anchor = f"t{number}" if place is None else f"t{number}p{place[0]}"
        return Cite(number, anchor, document.title or document.path)
