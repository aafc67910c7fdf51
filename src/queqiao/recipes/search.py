"""Records of an index found by a text, with what a search shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from queqiao.errors import WrongUsage
from queqiao.matching.codec import unpack_record
from queqiao.matching.index import open_index
from queqiao.messages import Message
from queqiao.recipes.records import FILTERS, kind_of, segmenter_for


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One record found. ``summary`` holds the id, kind, title, owner, region and industry."""

    id: str
    score: float
    summary: Mapping[str, str]


def search_index(
    path: Path | str,
    text: str,
    *,
    top: int = 10,
    where: Mapping[str, Sequence[str]] | None = None,
) -> tuple[SearchResult, ...]:
    """
    The records of an index that fit ``text`` best by exact BM25, cut by the index's own words.

    Raises:
        WrongUsage: ``where`` names a field that records are not filed under.
        Missing: there is no index at ``path``.
    """
    check_filters(where or {})
    index = open_index(path)
    hits = index.search(segmenter_for(index).query_terms(text), k=top, where=where)
    return tuple(SearchResult(hit.id, hit.score, _summary(index.payload(hit.row))) for hit in hits)


def _summary(payload: bytes) -> dict[str, str]:
    record, _specs = unpack_record(payload)
    return {
        "id": record.id,
        "kind": kind_of(record),
        "title": record.title,
        "owner": record.owner,
        "region": record.region or "",
        "industry": record.industry or "",
    }


def check_filters(names: Iterable[str]) -> None:
    """Make sure that records are filed under all these fields."""
    for name in names:
        if name not in FILTERS:
            params = {"name": name, "known": ", ".join(FILTERS)}
            raise WrongUsage(Message("recipes.search.no_such_filter", params))
