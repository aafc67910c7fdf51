"""
Which records stand on which segments, found by the segments' terms in the records' texts.

A term found in a field makes a link as sure as the field's factor; less where the term is a piece
of a longer word, where several segments share it, and where people have rejected links that it
made. Several pieces of evidence ``p1, p2, ...`` add up to ``1 - (1 - p1)(1 - p2)...`` (noisy or).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from queqiao.chains.model import (
    ChainMap,
    ChainRecord,
    Correction,
    Link,
    LinkOrigin,
    LinkState,
    TermEvidence,
)
from queqiao.chains.thresholds import LinkThresholds
from queqiao.core import Progress, no_progress
from queqiao.text import Segmenter, normalize

_FIELDS = ("title", "keywords", "description")
_SHORTEST = 2
_HEAD = 2
_EVERY = 500
_MOST_EVIDENCE = 12
# 不供应…, 非…, 替代…: what follows is what the record is not about.
_DENIED = re.compile(
    r"(?:不(?:供应|生产|提供|涉及|包括|含|做|从事)|不是|并非|非|无|替代|取代|代替|无需|不需)$"
)
_HYPHEN = re.compile(r"[a-z0-9]")
_STATED = 1.0
_PRIOR = 2.0
"""So many accepted links every term is credited with before people have judged any."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of all segments, ready to be looked for: by their first two characters."""

    owners: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    excluded: Mapping[str, tuple[str, ...]]
    trust: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Found:
    """A term in a text: its place, and whether it stands as a word of its own."""

    term: str
    start: int
    end: int
    whole: bool


def build_lexicon(
    found: ChainMap,
    *,
    corrections: Iterable[Correction] = (),
    records: Mapping[str, ChainRecord] | None = None,
) -> Lexicon:
    """
    The terms of names, products and aliases, with the trust that corrections leave in each.

    A term whose links were rejected ``r`` times and accepted ``a`` times is trusted by
    ``(a + 2) / (a + r + 2)``.
    """
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for segment in found.segments:
        for term in (segment.name, *segment.terms):
            owners[_plain(term)][segment.id] = None
    for product in found.products:
        for term in (product.name, *product.terms):
            owners[_plain(term)][product.segment] = None
    kept = {term: tuple(names) for term, names in owners.items() if len(term) >= _SHORTEST}
    lengths: dict[str, set[int]] = defaultdict(set)
    for term in kept:
        lengths[term[:_HEAD]].add(len(term))
    lexicon = Lexicon(
        owners=kept,
        lengths={head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()},
        excluded={
            segment.id: tuple(_plain(word) for word in segment.excluded)
            for segment in found.segments
            if segment.excluded
        },
        trust={},
    )
    return replace(lexicon, trust=_trust(lexicon, tuple(corrections), records or {}))


def _plain(text: str) -> str:
    return normalize(text).text.lower().strip()


def _trust(
    lexicon: Lexicon, corrections: Sequence[Correction], records: Mapping[str, ChainRecord]
) -> Mapping[str, float]:
    """How far each judged term is trusted."""
    accepted: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for one in corrections:
        record = records.get(one.record)
        if record is None:
            continue
        terms = {
            found.term
            for text in _texts(record).values()
            for found in _scan(_plain(text), lexicon)
            if one.segment in lexicon.owners[found.term]
        }
        (accepted if one.accepted else rejected).update(terms)
    judged = accepted.keys() | rejected.keys()
    return {
        t: (accepted[t] + _PRIOR) / (accepted[t] + rejected[t] + _PRIOR) for t in sorted(judged)
    }


def link_records(  # noqa: PLR0913 -- what a run can be told, by keyword
    found: ChainMap,
    records: Sequence[ChainRecord],
    *,
    segmenter: Segmenter,
    thresholds: LinkThresholds,
    corrections: Sequence[Correction] = (),
    progress: Progress = no_progress,
) -> tuple[Link, ...]:
    """
    Every link between records and segments, in the order of records, the surest first.

    What a record states itself is certain, and leaves what its text adds to be reviewed; a
    correction outweighs everything, an excluded word of
    a segment rejects. Rejected links are kept, so that they can be shown and taken back. Links
    below ``thresholds.review`` are left out.
    """
    by_id = {record.id: record for record in records}
    resolve = _resolver(found)
    settled = _settled(corrections, records, resolve)
    usable = [Correction(record=r, segment=s, accepted=c.accepted) for (r, s), c in settled.items()]
    lexicon = build_lexicon(found, corrections=usable, records=by_id)
    links: list[Link] = []
    decided: dict[str, dict[str, Correction]] = defaultdict(dict)
    for (record_id, segment), correction in settled.items():
        decided[record_id][segment] = correction
    for done, record in enumerate(records):
        if done % _EVERY == 0:
            progress(done, len(records))
        own = _links_of(record, lexicon, segmenter, thresholds)
        if record.supplies:
            own = {segment: _at_most_review(link) for segment, link in own.items()}
        for supply in record.supplies:
            for segment in resolve(supply.segment):
                own[segment] = Link(
                    record.id, segment, _STATED, LinkState.ACCEPTED, LinkOrigin.STATED
                )
        for segment, correction in decided[record.id].items():
            own[segment] = _corrected(own.get(segment), record.id, segment, correction)
        links += sorted(own.values(), key=lambda link: (-link.confidence, link.segment))
    progress(len(records), len(records))
    return tuple(links)


def _at_most_review(link: Link) -> Link:
    """A link found beside stated ones: what the record itself states settles where it stands."""
    return replace(link, state=LinkState.REVIEW) if link.state is LinkState.ACCEPTED else link


def _corrected(link: Link | None, record: str, segment: str, correction: Correction) -> Link:
    state = LinkState.ACCEPTED if correction.accepted else LinkState.REJECTED
    return Link(
        record,
        segment,
        1.0 if correction.accepted else 0.0,
        state,
        LinkOrigin.CORRECTION,
        link.evidence if link else (),
        correction.note,
    )


def _resolver(found: ChainMap) -> Callable[[str], tuple[str, ...]]:
    """What a segment reference of a record means: an id, a name, a product; ``()``: nothing."""
    meanings: dict[str, dict[str, None]] = defaultdict(dict)
    for product in found.products:
        for name in (product.id, product.name):
            meanings[name][product.segment] = None
    for segment in found.segments:
        meanings[segment.name][segment.id] = None
    ids = {segment.id for segment in found.segments}
    return lambda name: (name,) if name in ids else tuple(meanings.get(name, ()))


def unresolved_supplies(
    found: ChainMap, records: Iterable[ChainRecord]
) -> tuple[tuple[str, str], ...]:
    """The segments that records state and no chain has: (record id, name)."""
    resolve = _resolver(found)
    return tuple(
        (record.id, supply.segment)
        for record in records
        for supply in record.supplies
        if not resolve(supply.segment)
    )


def _settled(
    corrections: Iterable[Correction],
    records: Iterable[ChainRecord],
    resolve: Callable[[str], tuple[str, ...]],
) -> Mapping[tuple[str, str], Correction]:
    """The last word on each pair; records may be named by id or title, segments by id or name."""
    ids: dict[str, str] = {}
    for record in records:
        ids.setdefault(record.title, record.id)
    ids.update({record.id: record.id for record in records})
    return {
        (ids[one.record], segment): one
        for one in corrections
        if one.record in ids
        for segment in resolve(one.segment)
    }


def _texts(record: ChainRecord) -> Mapping[str, str]:
    return {
        "title": record.title,
        "keywords": "、".join(record.keywords),
        "description": record.description,
    }


def _links_of(
    record: ChainRecord, lexicon: Lexicon, segmenter: Segmenter, thresholds: LinkThresholds
) -> dict[str, Link]:
    """The record's links by its text alone, by segment."""
    evidence: dict[str, list[TermEvidence]] = defaultdict(list)
    for name, text in _texts(record).items():
        if not text:
            continue
        normalized = normalize(text)
        plain = normalized.text.lower()
        if len(plain) != len(normalized.text):
            plain = normalized.text
        matches = list(_scan(plain, lexicon))
        if not matches:
            continue
        for match in _with_words(matches, plain, segmenter):
            owners = lexicon.owners[match.term]
            weight = thresholds.fields[name] / len(owners) * lexicon.trust.get(match.term, 1.0)
            weight *= 1.0 if match.whole else thresholds.inside_word
            span = normalized.original_span(match.start, match.end)
            piece = TermEvidence(name, span.start, span.end, text[span.start : span.end], weight)
            for segment in owners:
                evidence[segment].append(piece)
    found: dict[str, Link] = {}
    for segment, pieces in evidence.items():
        link = _link(record.id, segment, pieces, thresholds)
        if link is None:
            continue
        bad = _excluded_word(record, lexicon.excluded.get(segment, ()))
        found[segment] = replace(link, state=LinkState.REJECTED, note=bad) if bad else link
    return found


def _excluded_word(record: ChainRecord, words: Sequence[str]) -> str:
    """The first of ``words`` that the record holds, ``""`` for none."""
    if not words:
        return ""
    plain = "\n".join(_plain(text) for text in _texts(record).values())
    return next((word for word in words if word in plain), "")


def _link(
    record: str, segment: str, pieces: Sequence[TermEvidence], thresholds: LinkThresholds
) -> Link | None:
    """The link that the pieces make; each term counts once a field."""
    best: dict[tuple[str, str], float] = {}
    for piece in pieces:
        key = piece.field, piece.term.lower()
        best[key] = max(best.get(key, 0.0), piece.weight)
    doubt = 1.0
    for weight in best.values():
        doubt *= 1.0 - weight
    confidence = 1.0 - doubt
    if confidence < thresholds.review:
        return None
    state = LinkState.ACCEPTED if confidence >= thresholds.accept else LinkState.REVIEW
    strongest = sorted(pieces, key=lambda p: (-p.weight, _FIELDS.index(p.field), p.start))
    return Link(
        record, segment, confidence, state, LinkOrigin.TERMS, tuple(strongest[:_MOST_EVIDENCE])
    )


def _scan(plain: str, lexicon: Lexicon) -> Iterator[_Found]:
    """The longest terms in a text from left to right; a term inside a longer one is passed over."""
    lengths, owners = lexicon.lengths, lexicon.owners
    end_of_last = 0
    for start in range(len(plain) - 1):
        sizes = lengths.get(plain[start : start + _HEAD])
        if sizes is None:
            continue
        for size in sizes:
            end = start + size
            if not end_of_last < end <= len(plain) or plain[start:end] not in owners:
                continue
            if _torn(plain, start, end) or _DENIED.search(plain[max(0, start - 4) : start]):
                continue
            end_of_last = end
            yield _Found(plain[start:end], start, end, whole=True)
            break


def _torn(plain: str, start: int, end: int) -> bool:
    """Whether a name in Latin letters or digits is cut out of a longer one: PET in PETG."""
    return bool(
        (start and _HYPHEN.match(plain[start]) and _HYPHEN.match(plain[start - 1]))
        or (end < len(plain) and _HYPHEN.match(plain[end - 1]) and _HYPHEN.match(plain[end]))
    )


def _with_words(matches: list[_Found], plain: str, segmenter: Segmenter) -> Iterator[_Found]:
    """The matches, each knowing whether it is whole words: 电机 in 发电机 is not."""
    starts = {token.start for token in segmenter.tokens(plain)} | {len(plain)}
    for match in matches:
        whole = match.start in starts and match.end in starts
        yield _Found(match.term, match.start, match.end, whole)
