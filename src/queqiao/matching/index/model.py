"""What goes into an index and what comes out. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
QueryTerms = Mapping[str, float] | Iterable[str]
"""Terms with weights, or terms that each weigh 1 for every time they occur."""
Where = Mapping[str, str | Sequence[str]]
"""For each field the value, or the values any of which will do; all fields must agree."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """
    One document to index.

    ``terms`` are the search terms of each field, repeated as often as they occur. ``filters`` can
    be asked for by equality, ``payload`` and ``columns`` (one-dimensional arrays, of one kind under
    one name) come back as they were given.
    """

    id: str
    terms: Mapping[str, Sequence[str]]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    payload: bytes = b""
    columns: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedArrays:
    """Arrays to keep beside the documents, and what else is to be known of them, as JSON values."""

    meta: Mapping[str, Any]
    arrays: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found: its id, its BM25 score, and its row in the snapshot that was searched."""

    id: str
    score: float
    row: int


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """
    How documents are scored; fixed when an index is built.

    ``field_weights`` multiply the term frequency of a field (1 where a field is not named); they
    count in sixteenths. ``k1`` and ``b`` are BM25's.
    """

    field_weights: Mapping[str, float] = field(default_factory=dict)
    k1: float = 1.5
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds; ``bytes`` counts its files, ``deleted`` what a merge will drop."""

    documents: int
    deleted: int
    terms: int
    segments: int
    bytes: int
    generation: int
    settings: IndexSettings


UNITS = 16
"""A term frequency of 1 counts so many units: field weights are fractions."""
MOST_UNITS = 65535
WEIGHT_SCALE = 65536
"""The weight of a query term is a whole number of this part of 1, a score of its square."""


def term_units(settings: IndexSettings, name: str) -> int:
    """How many units one occurrence in a field counts."""
    weight = settings.field_weights.get(name, 1.0)
    return int(min(max(1, round(weight * UNITS)), MOST_UNITS))


def base_units(settings: IndexSettings) -> int:
    """The commonest term frequency of all: one occurrence in the field that weighs least."""
    return min((term_units(settings, name) for name in settings.field_weights), default=UNITS)


def empty_rows() -> Array:
    """No rows."""
    return np.zeros(0, dtype=np.int64)
