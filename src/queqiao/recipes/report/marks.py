"""Evidence in texts: numbers it, places it, and writes the texts with it as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from queqiao.core import Span
from queqiao.matching.results import Match, Side, TermEvidence, Verdict

MOST_TERMS = 10
"""Of the words that made a score, this many of the heaviest are marked."""

_CONTEXT = 20
"""Code points kept on either side of a mark where a text is cut down to its evidence."""

Key = tuple[str, str]
"""What makes two pieces of evidence the same: a word, or a demanded index."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a field with the number of its evidence; ``kind`` is ``word`` or an outcome."""

    field: str
    span: Span
    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All evidence between one record and those beside it; the same one has one number."""

    numbers: Mapping[Key, int]
    side: Side
    in_head: tuple[Mark, ...]

    def in_other(self, match: Match) -> tuple[Mark, ...]:
        """The marks of the text that stands beside the head in one match."""
        other = Side.ACHIEVEMENT if self.side is Side.DEMAND else Side.DEMAND
        return tuple(_marks(match, other, self.numbers))

    def of_match(self, match: Match) -> tuple[int, ...]:
        """The numbers of one match's evidence, in order."""
        keys = {index_key(verdict, match) for verdict in match.verdicts}
        keys |= {("word", term.term) for term in shared_terms(match)}
        return tuple(sorted(self.numbers[key] for key in keys))


def index_key(verdict: Verdict, match: Match) -> Key:
    """The key of a demanded index: whose it is and where it stands."""
    demanded = verdict.demanded
    return ("index", f"{match.demand_id} {demanded.field} {demanded.spec.start:09d}")


def shared_terms(match: Match) -> tuple[TermEvidence, ...]:
    """The heaviest words found in both texts, each once."""
    heaviest: dict[str, TermEvidence] = {}
    terms = [term for part in match.contributions for term in part.terms]
    for term in sorted(terms, key=lambda term: (-abs(term.amount), term.term)):
        if term.amount > 0 and term.demand_places and term.offer_places:
            heaviest.setdefault(term.term, term)
    return tuple(heaviest.values())[:MOST_TERMS]


def gather_evidence(matches: Sequence[Match], *, side: Side) -> Evidence:
    """The evidence of all matches of one head: demanded indices first, then words by weight."""
    indices = {index_key(verdict, match) for match in matches for verdict in match.verdicts}
    weights: dict[Key, float] = {}
    for match in matches:
        for term in shared_terms(match):
            key = ("word", term.term)
            weights[key] = max(weights.get(key, 0.0), term.amount)
    order = sorted(indices) + sorted(weights, key=lambda key: (-weights[key], key))
    numbers = {key: position for position, key in enumerate(order, start=1)}
    found = (mark for match in matches for mark in _marks(match, side, numbers))
    plain = (replace(m, kind="index") if m.kind != "word" else m for m in found)
    return Evidence(numbers, side, tuple(dict.fromkeys(plain)))


def _marks(match: Match, side: Side, numbers: Mapping[Key, int]) -> Iterator[Mark]:
    """The marks of one match in the text of one side."""
    for verdict in match.verdicts:
        located = verdict.demanded if side is Side.DEMAND else verdict.offered
        if located is not None:
            span = Span(located.spec.start, located.spec.end)
            number = numbers[index_key(verdict, match)]
            yield Mark(located.field, span, number, verdict.outcome.value)
    for term in shared_terms(match):
        places = term.demand_places if side is Side.DEMAND else term.offer_places
        for place in places:
            yield Mark(place.field, place.span, numbers["word", term.term], "word")


def marked(text: str, marks: Iterable[Mark], *, field: str) -> Markup:
    """The text as HTML with its marks; where marks overlap, indices go first, then longer ones."""
    pieces: list[Markup] = []
    position = 0
    for mark in _apart(marks, field=field, length=len(text)):
        pieces += [_plain(text[position : mark.span.start]), _mark(text, mark)]
        position = mark.span.end
    pieces.append(_plain(text[position:]))
    return Markup("").join(pieces)


def excerpt(text: str, marks: Iterable[Mark], *, field: str) -> Markup:
    """The text cut down to the surroundings of its marks, ``…`` for what is left out."""
    kept = _apart(marks, field=field, length=len(text))
    if not kept:
        return _plain(text if len(text) <= 4 * _CONTEXT else text[: 3 * _CONTEXT] + "…")
    pieces: list[Markup] = []
    position = 0
    for mark in _first_uses(kept):
        gap = text[position : mark.span.start]
        lead = 0 if position == 0 else _CONTEXT
        if len(gap) > lead + _CONTEXT + 2:
            gap = f"{gap[:lead]} … {gap[-_CONTEXT:]}"
        pieces += [_plain(gap), _mark(text, mark)]
        position = mark.span.end
    tail = text[position:]
    pieces.append(_plain(tail if len(tail) <= _CONTEXT + 2 else f"{tail[:_CONTEXT]} …"))
    return Markup("").join(pieces)


def _first_uses(marks: Sequence[Mark]) -> list[Mark]:
    """Each piece of evidence at most twice: enough to find it."""
    uses: dict[int, int] = {}
    chosen: list[Mark] = []
    for mark in marks:
        uses[mark.number] = uses.get(mark.number, 0) + 1
        if uses[mark.number] <= 2:
            chosen.append(mark)
    return chosen


def _apart(marks: Iterable[Mark], *, field: str, length: int) -> list[Mark]:
    """Marks of one field in order, none overlapping another or leaving the text."""
    wanted = sorted(
        (m for m in marks if m.field == field and 0 <= m.span.start < m.span.end <= length),
        key=lambda m: (m.kind == "word", m.span.start - m.span.end, m.span.start, m.number),
    )
    taken = bytearray(length)
    chosen: list[Mark] = []
    for mark in wanted:
        if not any(taken[mark.span.start : mark.span.end]):
            taken[mark.span.start : mark.span.end] = b"\x01" * (mark.span.end - mark.span.start)
            chosen.append(mark)
    return sorted(chosen, key=lambda mark: mark.span)


def _mark(text: str, mark: Mark) -> Markup:
    kind = {"word": "w"}.get(mark.kind, f"i {mark.kind}" if mark.kind != "index" else "i")
    shown = _plain(mark.span.of(text))
    quoted = f'"{kind}"' if " " in kind else kind
    return Markup("<mark class={} data-n={}>{}</mark>").format(Markup(quoted), mark.number, shown)  # noqa: S704 -- our own class names


def _plain(text: str) -> Markup:
    """Escaped; the two characters that a lost line break leaves behind become one again."""
    return escape(text.replace("\\r", "").replace("\\n", "\n"))
