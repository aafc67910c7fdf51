"""A sparse index on disk: fielded BM25, exact or in batches, changed without a rebuild."""

from queqiao.matching.index.manifest import check_place
from queqiao.matching.index.model import (
    Hit,
    IndexedDocument,
    IndexInfo,
    IndexSettings,
    NamedArrays,
)
from queqiao.matching.index.reader import Found, Index, open_index
from queqiao.matching.index.writer import (
    add_documents,
    build_index,
    merge_segments,
    remove_documents,
)

__all__ = [
    "Found",
    "Hit",
    "Index",
    "IndexInfo",
    "IndexSettings",
    "IndexedDocument",
    "NamedArrays",
    "add_documents",
    "build_index",
    "check_place",
    "merge_segments",
    "open_index",
    "remove_documents",
]
