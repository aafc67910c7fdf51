"""
What is published, in an index of the engine in the data folder.

Only what everybody may read goes in; what a page shows comes from the database, so that a record
withdrawn a moment ago is not found even before the index knows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings

from queqiao.core.codes import industry_ancestors, is_industry, is_region, region_ancestors
from queqiao.errors import QueqiaoError, WrongUsage
from queqiao.matching.index import (
    Hit,
    Index,
    IndexedDocument,
    add_documents,
    build_index,
    open_index,
    remove_documents,
)
from queqiao.text import default_segmenter

WEIGHTS: Final = {"title": 3.0, "keywords": 2.0, "owner": 2.0, "text": 1.0}
"""How much a word counts in each field."""
_RELEVANT: Final = 0.3  # of the best score; below it only common words agree
_PATIENCE_S: Final = 30.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One published record, with what everybody may read of it."""

    kind: str
    code: str
    title: str
    keywords: str = ""
    owner: str = ""
    text: str = ""
    region: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A record found, by kind and code, with its score."""

    kind: str
    code: str
    score: float


def place() -> Path:
    """Where the index lies."""
    return Path(settings.DATA_DIR) / "index" / "portal"


def index_exists() -> bool:
    """Whether there is an index to search."""
    return _open() is not None


def build_entries(entries: Iterable[Entry]) -> int:
    """Make the index anew; how many entries it holds. Whoever is searching goes on meanwhile."""
    documents = _documents(entries)
    return len(_when_free(lambda: build_index(place(), documents, field_weights=WEIGHTS)))


def put_entries(entries: Iterable[Entry]) -> None:
    """Add entries, in place of those with the same kind and code; does nothing without an index."""
    if index_exists():
        documents = list(_documents(entries))
        _when_free(lambda: add_documents(place(), documents))


def remove_entries(names: Iterable[tuple[str, str]]) -> None:
    """Remove entries by kind and code; those that are not there are no matter."""
    if index_exists():
        ids = [f"{kind}:{code}" for kind, code in names]
        _when_free(lambda: remove_documents(place(), ids))


def find_entries(
    text: str, *, most: int, kind: str = "", region: str = "", industry: str = ""
) -> list[FoundEntry]:
    """The entries that fit a text, best first, without those that share common words only."""
    index = _open()
    terms = default_segmenter().query_terms(text)
    if index is None or not terms:
        return []
    asked = {"kind": kind, "region": region, "industry": industry}
    where = {name: value for name, value in asked.items() if value}
    hits = index.search(terms, k=most, where=where)
    least = hits[0].score * _RELEVANT if hits else 0.0
    return [_found(hit) for hit in hits if hit.score >= least]


def _found(hit: Hit) -> FoundEntry:
    kind, _, code = hit.id.partition(":")
    return FoundEntry(kind, code, hit.score)


_opened: dict[Path, Index] = {}


def _open() -> Index | None:
    """The newest state of the index; what was opened before is kept where nothing changed."""
    path = place()
    held = _opened.get(path)
    try:
        _opened[path] = held.refresh() if held is not None else open_index(path)
    except QueqiaoError:  # not there, or damaged: the nightly job makes it anew
        _opened.pop(path, None)
    return _opened.get(path)


def _documents(entries: Iterable[Entry]) -> Iterator[IndexedDocument]:
    segmenter = default_segmenter()
    for entry in entries:
        texts = {
            "title": entry.title,
            "keywords": entry.keywords,
            "owner": entry.owner,
            "text": entry.text,
        }
        yield IndexedDocument(
            id=f"{entry.kind}:{entry.code}",
            terms={name: segmenter.terms(text) for name, text in texts.items() if text},
            filters=_filters(entry),
        )


def _filters(entry: Entry) -> dict[str, tuple[str, ...]]:
    """By what an entry is filed: places and industries with all that they lie in."""
    found: dict[str, tuple[str, ...]] = {"kind": (entry.kind,)}
    if is_region(entry.region):
        found["region"] = (entry.region, *region_ancestors(entry.region))
    if is_industry(entry.industry):
        found["industry"] = (entry.industry, *industry_ancestors(entry.industry))
    return found


def _when_free(write: Callable[[], _T]) -> _T:
    """Write as soon as no other worker does; give up after a while, and the job runs again."""
    waited = 0.0
    while True:
        try:
            return write()
        except WrongUsage:
            if waited >= _PATIENCE_S:
                raise
            time.sleep(0.1)
            waited += 0.1
