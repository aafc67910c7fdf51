"""Where the evidence of a match stands: shared words, found again in what both owners wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from queqiao.matching.model import Record
from queqiao.matching.results import Located, TermEvidence
from queqiao.text import NormalizedText, normalize

FIELDS = ("title", "keywords", "description")
PLACES_PER_FIELD = 4


def texts_of(record: Record) -> dict[str, str]:
    """The record's text fields by name, as offsets in ``Located`` count into them."""
    return {
        "title": record.title,
        "keywords": " ".join(record.keywords),
        "description": record.description,
    }


def normalized_fields(record: Record) -> dict[str, NormalizedText]:
    """The record's text fields by name, normalized, empty ones left out."""
    return {name: normalize(text) for name, text in texts_of(record).items() if text}


def term_evidence(
    amounts: Mapping[str, float],
    *,
    demand: Mapping[str, NormalizedText],
    offer: Mapping[str, NormalizedText],
    most: int = 12,
) -> tuple[TermEvidence, ...]:
    """
    The words that made a part of a score, the heaviest first, with their places in both texts.

    ``amounts`` splits the part, in log-odds, by word. Only the ``most`` heaviest words are kept; a
    word that cannot be found again in both texts (a derived form) keeps its amount and has no
    places.
    """
    if not amounts:
        return ()
    heaviest = sorted(amounts.items(), key=lambda item: (-abs(item[1]), item[0]))[:most]
    lowered_demand = {name: _lowered(text.text) for name, text in demand.items()}
    lowered_offer = {name: _lowered(text.text) for name, text in offer.items()}
    return tuple(
        TermEvidence(
            term=term,
            amount=amount,
            demand_places=_places(term, demand, lowered_demand),
            offer_places=_places(term, offer, lowered_offer),
        )
        for term, amount in heaviest
    )


def _places(
    term: str, fields: Mapping[str, NormalizedText], lowered: Mapping[str, str]
) -> tuple[Located, ...]:
    return tuple(
        Located(name, fields[name].original_span(start, start + len(term)))
        for name in FIELDS
        if name in fields
        for start in _occurrences(term, lowered[name])
    )


def _lowered(text: str) -> str:
    """Lower case of the same length, so that offsets hold."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


def _occurrences(term: str, text: str) -> Iterator[int]:
    start = text.find(term)
    for _ in range(PLACES_PER_FIELD):
        if start < 0 or not term:
            return
        yield start
        start = text.find(term, start + len(term))
