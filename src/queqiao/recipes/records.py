"""Records made ready for an index and for ranking: terms, filters, columns, technical indices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from numpy.typing import NDArray

from queqiao.core.codes import industry_ancestors, is_industry, is_region, region_ancestors
from queqiao.matching.codec import pack_record
from queqiao.matching.explain import texts_of
from queqiao.matching.index import Index, IndexedDocument
from queqiao.matching.model import Achievement, Demand, Record
from queqiao.matching.ranking.model import RankDocument
from queqiao.matching.ranking.storage import segmenter_of
from queqiao.matching.results import LocatedSpec
from queqiao.text import Segmenter, default_segmenter
from queqiao.text.quantities import parse_specs

FIELD_WEIGHTS: Final[Mapping[str, float]] = {"title": 2.0, "keywords": 2.0, "description": 1.0}
"""How much an occurrence counts in each field when candidates are looked for."""
RANKING: Final = "ranking"
"""The name under which an index of records keeps the ranking that encoded them."""
FILTERS: Final = ("kind", "region", "industry", "mode", "trl", "owner")
"""The fields that records are filed under."""

_WITH_SPECS = ("title", "description")


def rank_document(record: Record) -> RankDocument:
    """The record's text as ranking reads it."""
    return RankDocument(
        id=record.id,
        title=record.title,
        abstract=record.description,
        keywords=" ".join(record.keywords),
    )


def specs_of(record: Record) -> tuple[LocatedSpec, ...]:
    """The technical indices that the record states, title first."""
    texts = texts_of(record)
    return tuple(
        LocatedSpec(name, spec) for name in _WITH_SPECS for spec in parse_specs(texts[name])
    )


def query_terms(record: Record, segmenter: Segmenter) -> dict[str, float]:
    """What to look up for a record: its words, weighted by field as the index weighs them."""
    found: dict[str, float] = {}
    for name, text in texts_of(record).items():
        for term, weight in segmenter.query_terms(text).items():
            found[term] = found.get(term, 0.0) + weight * FIELD_WEIGHTS[name]
    return found


def segmenter_for(index: Index) -> Segmenter:
    """The segmenter that cut what is in an index, and so is to cut what is looked up there."""
    table = index.tables.get(RANKING)
    return segmenter_of(table.meta) if table else default_segmenter()


def kind_of(record: Record) -> str:
    """``demand`` or ``achievement``."""
    return "demand" if isinstance(record, Demand) else "achievement"


def filters_of(record: Record) -> dict[str, tuple[str, ...]]:
    """
    What a record can be filtered by.

    Codes of regions and industries come with all that contain them, so that ``region=220000`` finds
    what lies in any city or county of the province.
    """
    found: dict[str, tuple[str, ...]] = {
        "kind": (kind_of(record),),
        "mode": tuple(mode.value for mode in record.modes),
    }
    if record.region:
        above = region_ancestors(record.region) if is_region(record.region) else ()
        found["region"] = tuple(dict.fromkeys((record.region, *above)))
    if record.industry:
        above = industry_ancestors(record.industry) if is_industry(record.industry) else ()
        found["industry"] = tuple(dict.fromkeys((record.industry, *above)))
    if record.owner:
        found["owner"] = (record.owner,)
    if isinstance(record, Achievement) and record.trl is not None:
        found["trl"] = (str(record.trl),)
    return {name: values for name, values in found.items() if values}


def indexed_document(
    record: Demand | Achievement,
    *,
    segmenter: Segmenter,
    columns: Mapping[str, NDArray[Any]] | None = None,
    specs: tuple[LocatedSpec, ...] | None = None,
) -> IndexedDocument:
    """
    The record as an index keeps it: found by its words, given back whole with its indices.

    ``specs=None``: those that its texts state.
    """
    return IndexedDocument(
        id=record.id,
        terms={name: segmenter.terms(text) for name, text in texts_of(record).items() if text},
        filters=filters_of(record),
        payload=pack_record(record, specs_of(record) if specs is None else specs),
        columns=columns or {},
    )
