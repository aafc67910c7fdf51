"""
An index of published records of one kind, on disk, kept up by jobs.

The index only proposes: what is listed, and to whom, the rows say. It holds public texts alone, so
that a likeness tells nothing of what is hidden.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings

from queqiao.errors import Missing, WrongUsage
from queqiao.matching.codec import unpack_record
from queqiao.matching.index import Index, add_documents, build_index, open_index, remove_documents
from queqiao.matching.model import Achievement, Demand
from queqiao.recipes.records import FIELD_WEIGHTS, indexed_document, query_terms
from queqiao.text import default_segmenter

ALIKE: Final = 0.3
"""From this likeness on a record is shown as similar."""
THE_SAME: Final = 0.75
"""From this likeness on it may well be the same one."""
_CANDIDATES = 30
_PATIENCE = 20.0  # seconds that a writer waits for another


@dataclass(frozen=True, slots=True)
class Likeness:
    """The code of a published record and how alike it is, 0-1 by the weight of shared words."""

    code: str
    share: float

    @property
    def may_be_same(self) -> bool:
        """Whether it may well be the same thing."""
        return self.share >= THE_SAME


@dataclass(slots=True)
class PublicIndex:
    """The published records of one kind; ``name`` is that of its folder of index files."""

    name: str
    _opened: dict[Path, Index] = field(default_factory=dict, repr=False)

    def find_similar(
        self, record: Demand | Achievement, *, most: int = 5, least: float = ALIKE
    ) -> list[Likeness]:
        """
        The published records most like this one, from ``least`` on, best first; itself left out.

        The likeness is the cosine of the two texts' words, weighted by field and by how rare they
        are (``ln(1 + (N - n + 0.5) / (n + 0.5))``), so it does not depend on length.
        """
        index = self._open()
        if index is None:
            return []
        terms = query_terms(record, default_segmenter())
        own = _weighted(terms, index)
        found: list[Likeness] = []
        for hit in index.search(terms, k=_CANDIDATES):
            if hit.id == record.id:
                continue
            other, _specs = unpack_record(index.payload(hit.row))
            share = _cosine(own, _weighted(query_terms(other, default_segmenter()), index))
            if share >= least:
                found.append(Likeness(hit.id, share))
        return sorted(found, key=lambda one: (-one.share, one.code))[:most]

    def search_codes(self, text: str, *, most: int = 200) -> list[str]:
        """The codes of published records that fit the words, best first."""
        index = self._open()
        if index is None:
            return []
        return [hit.id for hit in index.search(default_segmenter().query_terms(text), k=most)]

    def put(self, records: Iterable[Demand | Achievement]) -> None:
        """Put records, made at the public level, in place of what has their codes."""
        documents = [indexed_document(one, segmenter=default_segmenter()) for one in records]

        def write() -> None:
            try:
                add_documents(self._folder(), documents)
            except Missing:
                build_index(self._folder(), documents, field_weights=FIELD_WEIGHTS)

        self._in_turn(write)

    def drop(self, code: str) -> None:
        """Take a record out, if it is there."""
        if self._open() is not None:
            self._in_turn(lambda: remove_documents(self._folder(), [code]))

    def rebuild(self, records: Iterable[Demand | Achievement]) -> None:
        """A new index of these records in place of the one that stands."""
        documents = (indexed_document(one, segmenter=default_segmenter()) for one in records)
        self._in_turn(lambda: build_index(self._folder(), documents, field_weights=FIELD_WEIGHTS))

    def _folder(self) -> Path:
        return Path(settings.DATA_DIR) / "indices" / self.name

    def _open(self) -> Index | None:
        """The newest state of the index; what is unchanged stays open."""
        folder = self._folder()
        try:
            known = self._opened.get(folder)
            index = known.refresh() if known is not None else open_index(folder)
        except Missing:
            self._opened.pop(folder, None)
            return None
        self._opened[folder] = index
        return index

    def _in_turn(self, write: Callable[[], object]) -> None:
        """Write, after whoever is writing now."""
        self._folder().parent.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                write()
            except WrongUsage:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return


def _weighted(terms: Mapping[str, float], index: Index) -> dict[str, float]:
    count = len(index)
    found: dict[str, float] = {}
    for term, weight in terms.items():
        seen = min(index.document_frequency(term), count)
        found[term] = weight * math.log(1 + (count - seen + 0.5) / (seen + 0.5))
    return found


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other[term] for term, weight in one.items() if term in other)
    lengths = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / lengths if lengths else 0.0
