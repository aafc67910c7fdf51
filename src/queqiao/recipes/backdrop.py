"""
Common language for small libraries.

How telling a word is, and how unusual a likeness, is measured on the library itself. Where it holds
only a few achievements every word is rare and every likeness usual, so that even an offer in the
demand's own words would score near nothing. The achievements of the demo region then serve as the
background: they teach what is common in such texts and are never offered to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from queqiao.datasets.demo_region import demo_files
from queqiao.matching.io import load_achievements
from queqiao.matching.ranking.model import RankDocument
from queqiao.recipes.records import rank_document

ENOUGH = 400
"""From so many achievements on a library speaks for itself."""


def backdrop_for(documents: Sequence[RankDocument]) -> list[RankDocument]:
    """
    Texts to be measured with ``documents`` and then forgotten, so that there are ``ENOUGH``.

    None that ``documents`` hold themselves; the same documents get the same backdrop.
    """
    missing = ENOUGH - len(documents)
    if missing <= 0:
        return []
    own = {document.id for document in documents}
    spare = [document for document in _demo_documents() if document.id not in own]
    step = max(len(spare) / missing, 1.0)  # evenly over all fields of technology
    return [spare[int(number * step)] for number in range(min(missing, len(spare)))]


@cache
def _demo_documents() -> tuple[RankDocument, ...]:
    records = load_achievements(*demo_files().achievements).records
    return tuple(rank_document(record) for record in sorted(records, key=lambda one: one.id))
