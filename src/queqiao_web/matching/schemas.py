"""Shapes of matches and introductions in the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from queqiao_web.accounts.schemas import PersonOut
from queqiao_web.foundation.api import Code, Input, Output, Owner, PageQuery, Version
from queqiao_web.foundation.api.confidential import level_name
from queqiao_web.foundation.disclosure import Level
from queqiao_web.matching.adapters.pairs import PairView
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.states import (
    Answer,
    DeclineCode,
    IntroductionState,
    MatchState,
    Side,
)


class MatchQuery(PageQuery):
    """Which matches are wanted."""

    side: Annotated[Side | None, Field(description="On which side your organization is")] = None
    state: Annotated[MatchState | None, Field(description="Without it: all but lapsed ones")] = None
    allowed: Annotated[bool | None, Field(description="Matches, or near misses")] = None
    demand: Annotated[Code | None, Field(description="Of this demand")] = None
    achievement: Annotated[Code | None, Field(description="Of this achievement")] = None


class AnswerIn(Input):
    """What your side says; a refusal says why."""

    side: Side
    answer: Literal["interested", "declined"]
    code: DeclineCode | Literal[""] = ""
    text: Annotated[str, Field(max_length=2_000)] = ""


class TakeBackIn(Input):
    """Whose refusal is taken back."""

    side: Side


class SideOut(Output):
    """One side of a match as the reader may know it."""

    code: str
    title: str
    organization: Owner | None = Field(description="Null where the owner is not to be known")
    answer: Answer | Literal[""]
    decline_code: DeclineCode | Literal[""]
    decline_text: str | None = Field(description="Only for the side that wrote it")
    answered_at: datetime | None
    due_at: datetime | None
    tally: dict[str, int] | None = Field(
        description="How the checks came out, from what this side may read; only for this side"
    )


class MatchBrief(Output):
    """A demand and an achievement that fit, or nearly."""

    code: str
    score: float = Field(description="Calibrated probability, 0-1, from the whole texts")
    allowed: bool = Field(description="Whether every condition is met")
    closed_gates: list[str]
    state: MatchState
    demand: SideOut
    achievement: SideOut
    introduction: str | None
    created_at: datetime
    updated_at: datetime
    version: Version


class CheckOut(Output):
    """One index of the demand against what is offered."""

    number: int
    parameter: str
    demanded: str
    offered: str
    conclusion: str
    outcome: str


class GateOut(Output):
    """One condition, with the reason where it is not met."""

    label: str
    open: bool
    reason: str


class PartOut(Output):
    """One part of the score, in log-odds."""

    label: str
    amount: str
    terms: str


class EvidenceOut(Output):
    """
    Why the two fit, worked out anew from the texts that the reader may read.

    The marked texts are HTML in which only ``mark`` elements and line breaks stand.
    """

    demand_level: str
    achievement_level: str
    checks: list[CheckOut]
    not_stated: list[str]
    gates: list[GateOut]
    parts: list[PartOut]
    total: str
    changes: list[str] = Field(description="The smallest change that would make it match")
    demand_marked: str
    achievement_marked: str


class MatchOut(MatchBrief):
    """A match with its evidence; null while the index is being built."""

    evidence: EvidenceOut | None


class IntroductionQuery(PageQuery):
    """Which introductions are wanted."""

    state: IntroductionState | None = None


class EndIn(Input):
    """Why it ends without a deal."""

    text: Annotated[str, Field(min_length=1, max_length=2_000)]


class BrokerIn(Input):
    """Who carries it; null takes the broker away."""

    broker: Code | None


class RecordRef(Output):
    """A demand or an achievement by code and title."""

    code: str
    title: str


class IntroductionOut(Output):
    """Two sides that are both interested."""

    code: str
    match: str
    state: IntroductionState
    region_code: str
    demand: RecordRef
    achievement: RecordRef
    demand_organization: Owner
    achievement_organization: Owner
    broker: PersonOut | None
    end_text: str
    ended_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: Version


def brief(match: Match, sides: dict[Side, SideOut], *, introduction: str | None) -> MatchBrief:
    """A match as a list shows it."""
    return MatchBrief(
        code=match.code,
        score=match.score,
        allowed=match.allowed,
        closed_gates=match.closed_gates,
        state=MatchState(match.state),
        demand=sides[Side.DEMAND],
        achievement=sides[Side.ACHIEVEMENT],
        introduction=introduction,
        created_at=match.created_at,
        updated_at=match.updated_at,
        version=match.version,
    )


def side_of(match: Match, side: Side, *, is_known: bool, is_mine: bool) -> SideOut:
    """One side; what it wrote and counted is for itself alone."""
    record = match.demand if side is Side.DEMAND else match.achievement
    name = side.value
    organization = getattr(match, f"{name}_organization")
    return SideOut(
        code=record.code,
        title=record.title,
        organization=Owner.of(organization) if is_known else None,
        answer=getattr(match, f"{name}_answer"),
        decline_code=getattr(match, f"{name}_code"),
        decline_text=getattr(match, f"{name}_text") if is_mine else None,
        answered_at=getattr(match, f"{name}_answered_at"),
        due_at=getattr(match, f"{name}_due_at"),
        tally=match.tallies.get(name, {}) if is_mine else None,
    )


def evidence(pair: PairView, levels: tuple[Level, Level]) -> EvidenceOut:
    """The reasons in words."""
    found = pair.match
    return EvidenceOut(
        demand_level=level_name(levels[0]),
        achievement_level=level_name(levels[1]),
        checks=[CheckOut.model_validate(one) for one in found.checks],
        not_stated=list(found.unstated),
        gates=[GateOut.model_validate(one) for one in found.gates],
        parts=[PartOut.model_validate(one) for one in found.parts],
        total=found.total,
        changes=list(found.changes),
        demand_marked=f"{pair.demand_title}\n{pair.demand_body}",
        achievement_marked=f"{pair.achievement_title}\n{pair.achievement_body}",
    )


def introduction_shown(row: Introduction) -> IntroductionOut:
    """An introduction with both sides; whoever sees it knows them."""
    match = row.match
    return IntroductionOut(
        code=row.code,
        match=match.code,
        state=IntroductionState(row.state),
        region_code=row.region_code,
        demand=RecordRef(code=match.demand.code, title=match.demand.title),
        achievement=RecordRef(code=match.achievement.code, title=match.achievement.title),
        demand_organization=Owner.of(row.demand_organization),
        achievement_organization=Owner.of(row.achievement_organization),
        broker=PersonOut.of(row.broker) if row.broker is not None else None,
        end_text=row.end_text,
        ended_at=row.ended_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )
