"""What matching returns: matches with their reasons, near misses, questions. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from queqiao.core import Decision, Message, Span
from queqiao.matching.model import Achievement, Demand
from queqiao.text.model import Spec


@dataclass(frozen=True, slots=True)
class Located:
    """A stretch of one text field (``title``, ``description``, ``keywords``) as the owner wrote it.

    In ``keywords`` the offsets count into the keywords joined by one space.
    """

    field: str
    span: Span


@dataclass(frozen=True, slots=True)
class LocatedSpec:
    """A technical index and the field whose text its offsets count into."""

    field: str
    spec: Spec


class Outcome(StrEnum):
    """What an offer does to one demanded index."""

    MET = "met"
    SHORT = "short"
    NOT_STATED = "not_stated"
    CONFLICT_UNIT = "conflict_unit"


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    One demanded index held against an offer.

    ``shortfall`` is in ``unit``, the demand's own unit; it is set for ``short`` only, and 0.0 where
    a strict bound is missed by nothing. ``offered`` is the index compared, ``None`` where the offer
    states none.
    """

    parameter: str
    outcome: Outcome
    shortfall: float | None
    unit: str
    demanded: LocatedSpec
    offered: LocatedSpec | None


class Gate(StrEnum):
    """A condition that comes before any score."""

    BUDGET = "budget"
    REGION = "region"
    TRL = "trl"
    MODE = "mode"
    DEADLINE = "deadline"
    IP = "ip"
    FRESHNESS = "freshness"


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate's answer; the reason is there when it does not allow."""

    gate: Gate
    decision: Decision


class Side(StrEnum):
    """Which of the two records a change is made to."""

    DEMAND = "demand"
    ACHIEVEMENT = "achievement"


@dataclass(frozen=True, slots=True)
class Change:
    """
    The smallest change to one field that opens one gate.

    ``value`` is the field's new value, of the field's own type; ``message`` says it to a person:
    "raise the budget to 80 万元".
    """

    gate: Gate
    side: Side
    field: str
    value: object
    message: Message


@dataclass(frozen=True, slots=True)
class TermEvidence:
    """A word that both texts share, its part of the score, and where it stands in each."""

    term: str
    amount: float
    demand_places: tuple[Located, ...]
    offer_places: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """
    One part of a score, in log-odds: the parts of a match add up to ``logit(score)``.

    ``name`` is a code (``words``, ``characters``, ``title``, ``keywords``, ``meaning``,
    ``checks``, ``base`` ...); ``terms`` splits the part among words where it can be split.
    """

    name: str
    amount: float
    terms: tuple[TermEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """
    A demand and an achievement, with everything that speaks for and against.

    ``score`` is a calibrated probability of relevance, 0-1. A match with a closed gate is a near
    miss and carries ``changes``: applied together they open every gate.
    """

    demand_id: str
    achievement_id: str
    score: float
    contributions: tuple[Contribution, ...]
    verdicts: tuple[Verdict, ...]
    gates: tuple[GateResult, ...]
    changes: tuple[Change, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether every gate is open."""
        return all(result.decision.allowed for result in self.gates)


@dataclass(frozen=True, slots=True)
class Question:
    """
    What is missing from a demand, as a question that an enterprise clerk can answer.

    ``field`` is a record field, or ``index`` for a missing or unquantified technical index, then
    ``place`` points at the vague words.
    """

    field: str
    message: Message
    place: Located | None = None


@dataclass(frozen=True, slots=True)
class DemandMatches:
    """All that is said to one demand; ``why_none`` is set where ``matches`` is empty."""

    demand: Demand
    matches: tuple[Match, ...]
    near_misses: tuple[Match, ...]
    questions: tuple[Question, ...]
    why_none: Message | None = None


@dataclass(frozen=True, slots=True)
class MatchReport:
    """A whole run: every demand's matches, and the achievements that they name, by id."""

    at: date
    demands: tuple[DemandMatches, ...]
    achievements: Mapping[str, Achievement]
