"""Shapes of demands in the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from queqiao_web.demands.actions import DemandContent
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import shown_region
from queqiao_web.demands.states import (
    CloseReason,
    CooperationMode,
    DemandState,
    IpNeed,
    ReturnReason,
)
from queqiao_web.foundation.api import (
    Code,
    Day,
    IndustryCode,
    Input,
    Line,
    Money,
    Output,
    Owner,
    PageQuery,
    RegionCode,
    Text,
    Version,
    Words,
    given_in,
)
from queqiao_web.foundation.api.confidential import IndexOut, indices_shown, level_name
from queqiao_web.foundation.api.shapes import taken_from
from queqiao_web.foundation.disclosure import Disclosure, Level, knows_owner, readable_texts
from queqiao_web.foundation.indices import IndexMark, marks_in

Title = Annotated[str, Field(min_length=1, max_length=80)]
Budget = Annotated[Money, Field(max_digits=14)]
Readiness = Annotated[int, Field(ge=1, le=9)]


class DemandQuery(PageQuery):
    """Which demands are wanted."""

    q: Annotated[Line | None, Field(description="Words in what is public, or a code")] = None
    state: DemandState | None = None
    region: Annotated[RegionCode | None, Field(description="Region that they lie in")] = None
    industry: Annotated[IndustryCode | None, Field(description="Industry or one above")] = None
    organization: Annotated[Code | None, Field(description="Whose they are")] = None
    whose: Annotated[
        Literal["all", "mine", "review"],
        Field(description="All that you may see, your organizations', or what waits for you"),
    ] = "all"


class DemandPatch(Input):
    """What the owner changes; what is not sent stays as it is."""

    title: Title = ""
    summary: Text = ""
    description: Text = ""
    secret_annex: Text = ""
    disclosure: Disclosure = Disclosure.STAGED
    keywords: Words = ()
    region_code: RegionCode = ""
    industry_code: IndustryCode = ""
    budget_cny: Budget | None = None
    trl_min: Readiness | None = None
    deadline_on: Day | None = None
    ip_need: IpNeed = IpNeed.ANY
    modes: Annotated[tuple[CooperationMode, ...], Field(max_length=8)] = ()
    accepted_regions: Annotated[tuple[RegionCode, ...], Field(max_length=40)] = ()
    validity_days: Literal[60, 90, 180] = 180
    marks: dict[str, IndexMark] = Field(
        default_factory=dict, max_length=200, description="Marks of indices by their key"
    )


class DemandNew(DemandPatch):
    """A new draft."""

    organization: Annotated[Code, Field(description="In whose name it is posted")]
    title: Title


class DemandReturn(Input):
    """Why a reviewer sends it back."""

    reasons: Annotated[tuple[ReturnReason, ...], Field(min_length=1, max_length=8)]
    text: Text = ""


class DemandClose(Input):
    """Why the owner closes it."""

    reason: CloseReason


class DemandBrief(Output):
    """A demand as lists show it: what is public."""

    code: str
    title: str
    summary: str
    state: DemandState
    disclosure: Disclosure
    organization: Owner | None = Field(description="Null where the owner is not to be known")
    keywords: list[str]
    region_code: str
    industry_code: str
    budget_cny: Money | None
    trl_min: int | None
    deadline_on: date | None
    ip_need: IpNeed
    modes: list[CooperationMode]
    accepted_regions: list[str]
    published_at: datetime | None
    confirmed_on: date | None
    valid_until: date | None
    version: Version


class DemandOut(DemandBrief):
    """A demand up to the reader's level."""

    level: str = Field(description="How far you may read: public, details or secret")
    description: str | None = Field(description="Null where it is not open to you")
    secret_annex: str | None = Field(description="Null where it is not open to you")
    indices: list[IndexOut]
    validity_days: int
    return_reasons: list[ReturnReason]
    return_text: str
    created_at: datetime
    updated_at: datetime


def brief(demand: Demand, level: Level) -> DemandBrief:
    """The public part, the owner as far as somebody at ``level`` may know it."""
    return DemandBrief(**_public(demand, level))


def whole(demand: Demand, level: Level, *, is_ours: bool) -> DemandOut:
    """Everything up to ``level``; what reviewers wrote goes to the owner only."""
    texts = readable_texts(demand, level)
    return DemandOut(
        **_public(demand, level),
        level=level_name(level),
        description=texts.get("description", "") if level >= Level.DETAILS else None,
        secret_annex=texts.get("secret_annex", "") if level >= Level.SECRET else None,
        indices=indices_shown(demand, level),
        validity_days=demand.validity_days,
        return_reasons=[ReturnReason(one) for one in demand.return_reasons] if is_ours else [],
        return_text=demand.return_text if is_ours else "",
        created_at=demand.created_at,
        updated_at=demand.updated_at,
    )


def new_content(body: DemandNew) -> DemandContent:
    """What a new draft says."""
    given = given_in(body)
    given.pop("organization")
    return DemandContent(**given)


def changed_content(demand: Demand, body: DemandPatch) -> DemandContent:
    """What the demand says with what was sent in place of what it said."""
    given = given_in(body)
    marks = marks_in(demand.indices) | given.pop("marks", {})
    return replace(_content_of(demand), **given, marks=marks)


def _content_of(demand: Demand) -> DemandContent:
    stored: dict[str, Any] = {
        name: getattr(demand, name) for name in DemandContent.__slots__ if name != "marks"
    }
    for name in ("keywords", "modes", "accepted_regions"):
        stored[name] = tuple(stored[name])
    return DemandContent(**stored)


def _public(demand: Demand, level: Level) -> dict[str, Any]:
    owner = Owner.of(demand.organization) if knows_owner(demand, level) else None
    return {
        **taken_from(demand, DemandBrief),
        "organization": owner,
        "region_code": shown_region(demand, level),
    }
