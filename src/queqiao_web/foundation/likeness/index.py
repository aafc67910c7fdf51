"""
Published records of one kind that resemble one another, or fit some words.

The index holds public texts alone, so that a likeness tells nothing of what is hidden.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from queqiao.matching.codec import unpack_record
from queqiao.matching.index import Index, IndexedDocument
from queqiao.matching.model import Achievement, Demand
from queqiao.recipes.records import FIELD_WEIGHTS, indexed_document, query_terms
from queqiao.text import default_segmenter
from queqiao_web.foundation.likeness.kept import KeptIndex

ALIKE: Final = 0.3
"""From this likeness on a record is shown as similar."""
THE_SAME: Final = 0.75
"""From this likeness on it may well be the same one."""
_CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Likeness:
    """The code of a published record and how alike it is, 0-1 by the weight of shared words."""

    code: str
    share: float

    @property
    def may_be_same(self) -> bool:
        """Whether it may well be the same thing."""
        return self.share >= THE_SAME


class PublicIndex:
    """
    The published records of one kind; ``name`` is that of its folder of index files.

    ``rows`` gives those that are listed now, ``record`` one of them as everybody may read it.
    """

    def __init__(
        self,
        name: str,
        *,
        rows: Callable[[], QuerySet[Any]],
        record: Callable[[Any], Demand | Achievement],
    ) -> None:
        self._rows, self._record = rows, record
        self._kept = KeptIndex(f"indices/{name}", FIELD_WEIGHTS, self._codes, self._documents)

    def find_similar(
        self, record: Demand | Achievement, *, most: int = 5, least: float = ALIKE
    ) -> list[Likeness]:
        """
        The published records most like this one, from ``least`` on, best first; itself left out.

        The likeness is the cosine of the two texts' words, weighted by field and by how rare they
        are (``ln(1 + (N - n + 0.5) / (n + 0.5))``), so it does not depend on length.
        """
        index = self._kept.open()
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
        index = self._kept.open()
        if index is None:
            return []
        return [hit.id for hit in index.search(default_segmenter().query_terms(text), k=most)]

    def follow(self, pk: int) -> None:
        """Have the index say of a row what is published of it now."""
        known = self._rows().model._default_manager.filter(pk=pk)
        self._kept.follow(known.values_list("code", flat=True))

    def catch_up(self) -> bool:
        """Have it say what all rows say; whether there was time for all of it."""
        return self._kept.catch_up()

    def _codes(self) -> Iterable[str]:
        return self._rows().order_by("pk").values_list("code", flat=True)

    def _documents(self, codes: Sequence[str]) -> Iterator[IndexedDocument]:
        for row in self._rows().filter(code__in=codes).order_by("pk"):
            yield indexed_document(self._record(row), segmenter=default_segmenter())


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
