"""
What is published, in an index of the engine in the data folder.

Only what everybody may read goes in; what a page shows comes from the database, so that a record
withdrawn a moment ago is not found even before the index knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from queqiao.core.codes import industry_ancestors, is_industry, is_region, region_ancestors
from queqiao.matching.index import Hit, IndexedDocument
from queqiao.text import default_segmenter
from queqiao_web.foundation.likeness import KeptIndex
from queqiao_web.portal.queries.published import Published, by_codes, names_of_everything

WEIGHTS: Final = {"title": 3.0, "keywords": 2.0, "owner": 2.0, "text": 1.0}
"""How much a word counts in each field."""
_RELEVANT: Final = 0.3  # of the best score; below it only common words agree


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A record found, by kind and code, with its score."""

    kind: str
    code: str
    score: float


def follow_records(names: Iterable[tuple[str, str]]) -> None:
    """Have the index say of these, by kind and code, what is published of them now."""
    PORTAL.follow([f"{kind}:{code}" for kind, code in names])


def index_is_whole() -> bool:
    """Whether everything published can be found."""
    return PORTAL.is_whole


def find_entries(
    text: str, *, most: int, kind: str = "", region: str = "", industry: str = ""
) -> list[FoundEntry]:
    """The entries that fit a text, best first, without those that share common words only."""
    index = PORTAL.open()
    terms = default_segmenter().query_terms(text)
    if index is None or not terms:
        return []
    asked = {"kind": kind, "region": region, "industry": industry}
    where = {name: value for name, value in asked.items() if value}
    hits = index.search(terms, k=most, where=where)
    least = hits[0].score * _RELEVANT if hits else 0.0
    return [_found(hit) for hit in hits if hit.score >= least]


def _found(hit: Hit) -> FoundEntry:
    kind, code = _name(hit.id)
    return FoundEntry(kind, code, hit.score)


def _name(entry: str) -> tuple[str, str]:
    kind, _, code = entry.partition(":")
    return kind, code


def _ids() -> Iterator[str]:
    return (f"{kind}:{code}" for kind, code in names_of_everything())


def _documents(ids: Sequence[str]) -> Iterator[IndexedDocument]:
    return map(_document, by_codes([_name(one) for one in ids]).values())


def _document(record: Published) -> IndexedDocument:
    segmenter = default_segmenter()
    texts = {
        "title": record.title,
        "keywords": " ".join(record.keywords),
        "owner": record.owner,
        "text": record.text,
    }
    return IndexedDocument(
        id=f"{record.kind}:{record.code}",
        terms={name: segmenter.terms(text) for name, text in texts.items() if text},
        filters=_filters(record),
    )


def _filters(record: Published) -> dict[str, tuple[str, ...]]:
    """By what a record is filed: places and industries with all that they lie in."""
    found: dict[str, tuple[str, ...]] = {"kind": (record.kind,)}
    region, industry = record.region_code, record.industry_code
    if is_region(region):
        found["region"] = (region, *region_ancestors(region))
    if is_industry(industry):
        found["industry"] = (industry, *industry_ancestors(industry))
    return found


PORTAL: Final = KeptIndex("index/portal", WEIGHTS, _ids, _documents)
"""Everything published, to be searched at once."""
