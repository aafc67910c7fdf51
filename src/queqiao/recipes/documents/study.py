"""One study of documents: what they say together, and what they tell of industry chains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from queqiao.chains import ChainMap, segment_level
from queqiao.chains.io import default_thresholds, load_chains
from queqiao.documents import Reading
from queqiao.documents.collections import Collection, Mention, Period, build_collection
from queqiao.recipes.documents.signals import (
    NamedSegment,
    Signal,
    find_named,
    list_signals,
    technology_mentions,
)


@dataclass(frozen=True, slots=True)
class DocumentStudy:
    """What a report tells: the collection, and the signals of chains where any were given."""

    collection: Collection
    chains: ChainMap | None = None
    signals: tuple[Signal, ...] = ()


def study_documents(
    readings: Sequence[Reading],
    *,
    chain_paths: Sequence[Path] = (),
    period: Period | None = None,
) -> DocumentStudy:
    """
    The study of documents; with the chains of ``chain_paths``, technologies are followed too.

    Raises:
        BadInput: anything is wrong with the chains.
    """
    if not chain_paths:
        return DocumentStudy(build_collection(readings, period=period))
    found = segment_level(load_chains(*chain_paths))
    return study_technologies(readings, found, period=period)


def study_technologies(
    readings: Sequence[Reading], found: ChainMap, *, period: Period | None = None
) -> DocumentStudy:
    """The study of documents along the segments of chains."""
    limits = default_thresholds().links
    named: list[NamedSegment] = []

    def mentions(kept: Sequence[Reading]) -> tuple[Mention, ...]:
        named.extend(find_named(kept, found, thresholds=limits))
        return technology_mentions(named, found)

    collection = build_collection(readings, named=mentions, period=period)
    return DocumentStudy(collection, found, list_signals(named))
