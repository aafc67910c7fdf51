"""Records in and out of an index: which words, which filters, and what a search shows of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from queqiao.core import Progress, no_progress
from queqiao.core.codes import industry_ancestors, is_industry, is_region, region_ancestors
from queqiao.errors import WrongUsage
from queqiao.matching.index import (
    Index,
    IndexedDocument,
    add_documents,
    build_index,
    open_index,
)
from queqiao.matching.model import Achievement, Demand, Record
from queqiao.messages import Message
from queqiao.text import Segmenter, default_segmenter

FIELD_WEIGHTS = {"title": 2.0, "keywords": 2.0, "description": 1.0}
FILTERS = ("kind", "region", "industry", "mode", "trl", "owner")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One record found. ``summary`` holds the id, kind, title, owner, region and industry."""

    id: str
    score: float
    summary: Mapping[str, str]


def indexed_document(record: Record, segmenter: Segmenter) -> IndexedDocument:
    """
    A record as the index takes it.

    A region and an industry are filed under their own code and all those above it, so that
    ``region=220000`` finds every city of the province.
    """
    filters: dict[str, tuple[str, ...]] = {"kind": (_kind(record),)}
    if record.region:
        above = region_ancestors(record.region) if is_region(record.region) else ()
        filters["region"] = (record.region, *above)
    if record.industry:
        above = industry_ancestors(record.industry) if is_industry(record.industry) else ()
        filters["industry"] = (record.industry, *above)
    if record.modes:
        filters["mode"] = tuple(mode.value for mode in record.modes)
    if record.owner:
        filters["owner"] = (record.owner,)
    if isinstance(record, Achievement) and record.trl is not None:
        filters["trl"] = (str(record.trl),)
    summary = {
        "id": record.id,
        "kind": _kind(record),
        "title": record.title,
        "owner": record.owner,
        "region": record.region or "",
        "industry": record.industry or "",
    }
    return IndexedDocument(
        id=record.id,
        terms={
            "title": segmenter.terms(record.title),
            "keywords": [t for keyword in record.keywords for t in segmenter.terms(keyword)],
            "description": segmenter.terms(record.description),
        },
        filters=filters,
        payload=json.dumps(summary, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    )


def _kind(record: Record) -> str:
    return "demand" if isinstance(record, Demand) else "achievement"


def index_records(
    path: Path | str,
    records: Sequence[Record],
    *,
    segmenter: Segmenter | None = None,
    progress: Progress = no_progress,
) -> Index:
    """A new index of these records at ``path``, in place of one that is there."""
    documents = _documents(records, segmenter, progress)
    return build_index(path, documents, field_weights=FIELD_WEIGHTS)


def add_records(
    path: Path | str,
    records: Sequence[Record],
    *,
    segmenter: Segmenter | None = None,
    progress: Progress = no_progress,
) -> Index:
    """The index at ``path`` with these records; those with a known id are replaced."""
    return add_documents(path, _documents(records, segmenter, progress))


def _documents(
    records: Sequence[Record], segmenter: Segmenter | None, progress: Progress
) -> Iterator[IndexedDocument]:
    cutter = segmenter or default_segmenter()
    for done, record in enumerate(records, start=1):
        yield indexed_document(record, cutter)
        if done % 100 == 0 or done == len(records):
            progress(done, len(records))


def search_index(
    path: Path | str,
    text: str,
    *,
    top: int = 10,
    where: Mapping[str, Sequence[str]] | None = None,
    segmenter: Segmenter | None = None,
) -> tuple[SearchResult, ...]:
    """
    The records of an index that fit ``text`` best by exact BM25.

    Raises:
        WrongUsage: ``where`` names a field that records are not filed under.
        Missing: there is no index at ``path``.
    """
    check_filters(where or {})
    index = open_index(path)
    cutter = segmenter or default_segmenter()
    hits = index.search(cutter.query_terms(text), k=top, where=where)
    return tuple(
        SearchResult(hit.id, hit.score, json.loads(index.payload(hit.row))) for hit in hits
    )


def check_filters(names: Iterable[str]) -> None:
    """Make sure that records are filed under all these fields."""
    for name in names:
        if name not in FILTERS:
            params = {"name": name, "known": ", ".join(FILTERS)}
            raise WrongUsage(Message("recipes.search.no_such_filter", params))
