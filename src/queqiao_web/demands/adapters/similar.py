"""
Published demands that resemble one, by an index of what everybody may read of them.

The index only proposes: what is listed, and to whom, the rows say. It holds public texts alone, so
that a likeness tells nothing of what is hidden.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings

from queqiao.errors import Missing, WrongUsage
from queqiao.matching.codec import unpack_record
from queqiao.matching.index import Index, add_documents, build_index, open_index, remove_documents
from queqiao.matching.model import Demand
from queqiao.recipes.records import FIELD_WEIGHTS, indexed_document, query_terms
from queqiao.text import default_segmenter

ALIKE: Final = 0.3
"""From this likeness on a demand is shown as similar."""
THE_SAME: Final = 0.6
"""From this likeness on it may well be the same one."""
_CANDIDATES = 12
_PATIENCE = 20.0  # seconds that a writer waits for another
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The code of a published demand and how alike it is, 0-1 by the weight of shared words."""

    code: str
    share: float

    @property
    def may_be_same(self) -> bool:
        """Whether it may well be the same demand."""
        return self.share >= THE_SAME


def find_similar(demand: Demand, *, most: int = 5) -> list[Likeness]:
    """
    The published demands most like this one, best first; itself left out.

    The likeness is the cosine of the two texts' words, weighted by field and by how rare they are
    (``ln(1 + (N - n + 0.5) / (n + 0.5))``), so it does not depend on length.
    """
    index = _open()
    if index is None:
        return []
    terms = query_terms(demand, default_segmenter())
    own = _weighted(terms, index)
    found = []
    for hit in index.search(terms, k=_CANDIDATES):
        if hit.id == demand.id:
            continue
        other, _specs = unpack_record(index.payload(hit.row))
        share = _cosine(own, _weighted(query_terms(other, default_segmenter()), index))
        if share >= ALIKE:
            found.append(Likeness(hit.id, share))
    return sorted(found, key=lambda one: (-one.share, one.code))[:most]


def search_codes(text: str, *, most: int = 200) -> list[str]:
    """The codes of published demands that fit the words, best first."""
    index = _open()
    if index is None:
        return []
    return [hit.id for hit in index.search(default_segmenter().query_terms(text), k=most)]


def put_public(demands: Iterable[Demand]) -> None:
    """Put demands, made at the public level, into the index, in place of what has their codes."""
    documents = [indexed_document(one, segmenter=default_segmenter()) for one in demands]

    def write() -> None:
        try:
            add_documents(_folder(), documents)
        except Missing:
            build_index(_folder(), documents, field_weights=FIELD_WEIGHTS)

    _in_turn(write)


def drop_public(code: str) -> None:
    """Take a demand out of the index, if it is there."""
    if _open() is not None:
        _in_turn(lambda: remove_documents(_folder(), [code]))


def rebuild_public(demands: Iterable[Demand]) -> None:
    """A new index of these demands in place of the one that stands."""
    documents = (indexed_document(one, segmenter=default_segmenter()) for one in demands)
    _in_turn(lambda: build_index(_folder(), documents, field_weights=FIELD_WEIGHTS))


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "indices" / "public-demands"


_opened: dict[Path, Index] = {}


def _open() -> Index | None:
    """The newest state of the index; what is unchanged stays open."""
    folder = _folder()
    try:
        known = _opened.get(folder)
        index = known.refresh() if known is not None else open_index(folder)
    except Missing:
        _opened.pop(folder, None)
        return None
    _opened[folder] = index
    return index


def _in_turn(write: Callable[[], _Result]) -> _Result:
    """What ``write`` gives; while another process is writing, wait."""
    _folder().parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return write()
        except WrongUsage:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _weighted(terms: Mapping[str, float], index: Index) -> dict[str, float]:
    count = len(index)
    found = {}
    for term, weight in terms.items():
        seen = min(index.document_frequency(term), count)
        found[term] = weight * math.log(1 + (count - seen + 0.5) / (seen + 0.5))
    return found


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other[term] for term, weight in one.items() if term in other)
    lengths = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / lengths if lengths else 0.0
