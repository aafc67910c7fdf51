"""A match as a list shows it to one of its sides, with nothing that this side may not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.disclosure import knows_owner, levels_of
from queqiao_web.matching.models import Match
from queqiao_web.matching.permissions import sides_of
from queqiao_web.matching.states import STANDING, Answer, DeclineCode, Side

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

OUTCOMES = (
    ("met", _("met"), "✓"),
    ("short", _("short"), "▼"),
    ("not_stated", _("not stated"), "○"),
    ("conflict_unit", _("units differ"), "≠"),
)
GATES = {
    "budget": _("budget"),
    "region": _("region"),
    "trl": _("readiness"),
    "mode": _("cooperation mode"),
    "deadline": _("time"),
    "ip": _("intellectual property"),
    "freshness": _("freshness"),
}
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many checks came out one way, in words and as a shape."""

    outcome: str
    words: Text
    shape: str
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """One match for the side that reads it."""

    match: Match
    side: Side
    own_title: str
    own_code: str
    other_title: str
    other_owner: Text
    tallies: tuple[Tally, ...]
    gates: tuple[Text, ...]
    my_answer: Text
    their_answer: Text
    due_at: datetime | None
    may_answer: bool

    @property
    def percent(self) -> int:
        """The score as a whole percentage, never a sure 0 or 100."""
        return min(99, max(1, round(self.match.score * 100)))


def cards_of(matches: Iterable[Match], actor: Actor, side: Side | None = None) -> list[Card]:
    """
    Each match as the actor may see it: two queries, for what was opened to them.

    ``side`` is the side that is read from; where it is ``None``, the actor's own, or the demand's
    for officers.
    """
    rows = list(matches)
    demand_levels = levels_of(actor, _distinct([row.demand for row in rows])) if rows else {}
    offers = _distinct([row.achievement for row in rows])
    offer_levels = levels_of(actor, offers) if rows else {}
    found = []
    for row in rows:
        ours = sides_of(actor, row)
        reading = side or (ours[0] if ours else Side.DEMAND)
        known = {
            Side.DEMAND: knows_owner(row.demand, demand_levels[row.demand_id]),
            Side.ACHIEVEMENT: knows_owner(row.achievement, offer_levels[row.achievement_id]),
        }
        found.append(_card(row, reading, known[reading.other], mine=reading in ours, actor=actor))
    return found


def answer_words(match: Match, side: str) -> Text:
    """What a side said, with its reason; ``""`` where it has said nothing."""
    answer = match.answer_of(side)
    if not answer:
        return ""
    code = getattr(match, f"{Side(side).value}_code")
    if answer == Answer.DECLINED and code:
        return _("Declined: %(reason)s") % {"reason": DeclineCode(code).label}
    return Answer(answer).label


def _card(match: Match, side: Side, owner_known: bool, *, mine: bool, actor: Actor) -> Card:  # noqa: FBT001 -- private
    own, other = match.demand, match.achievement
    owner = match.achievement_organization
    if side is Side.ACHIEVEMENT:
        own, other = match.achievement, match.demand  # type: ignore[assignment] # one or the other
        owner = match.demand_organization
    counts = match.tallies.get(side.value, {}) if mine else {}
    return Card(
        match=match,
        side=side,
        own_title=own.title,
        own_code=own.code,
        other_title=other.title,
        other_owner=owner.name if owner_known else _("Anonymous until both sides agree"),
        tallies=tuple(
            Tally(name, words, shape, counts[name])
            for name, words, shape in OUTCOMES
            if counts.get(name)
        ),
        gates=tuple(GATES.get(gate, gate) for gate in match.closed_gates),
        my_answer=answer_words(match, side),
        their_answer=answer_words(match, side.other),
        due_at=getattr(match, f"{side.value}_due_at"),
        may_answer=mine and match.state in STANDING and actor.acts_for(match.organization_of(side)),
    )


def _distinct(rows: Sequence[Row]) -> list[Row]:
    return list({row.pk: row for row in rows}.values())
