"""Shapes of experts in the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from queqiao_web.experts.actions import ExpertContent, WorkContent, content_of
from queqiao_web.experts.models import Expert
from queqiao_web.experts.states import Availability, ContactConsent, ExpertState, WorkKind
from queqiao_web.foundation.api import (
    Code,
    IndustryCode,
    Input,
    Line,
    Output,
    Owner,
    PageQuery,
    RegionCode,
    Text,
    Version,
    Words,
    given_in,
)
from queqiao_web.foundation.api.shapes import taken_from

Name = Annotated[str, Field(min_length=1, max_length=60)]
Short = Annotated[str, Field(max_length=120)]


class ExpertQuery(PageQuery):
    """Which experts are wanted."""

    q: Annotated[Line | None, Field(description="Words in what is public, or a code")] = None
    state: ExpertState | None = None
    availability: Availability | None = None
    region: RegionCode | None = None
    industry: IndustryCode | None = None
    organization: Code | None = None
    whose: Literal["all", "mine"] = "all"


class WorkIn(Input):
    """Something that shows what the expert can do."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    kind: WorkKind = WorkKind.PAPER
    year: Annotated[int, Field(ge=1950, le=2100)] | None = None
    abstract: Text = ""
    achievement_code: Code | Literal[""] = ""


class ExpertPatch(Input):
    """What is changed; what is not sent stays as it is, lists are replaced whole."""

    name: Name = ""
    department: Short = ""
    titles: Short = ""
    fields: Words = ()
    keywords: Words = ()
    industry_code: IndustryCode = ""
    region_code: RegionCode = ""
    introduction: Annotated[str, Field(max_length=10_000)] = ""
    capacity_cases: Annotated[int, Field(ge=0, le=50)] = 2
    capacity_days: Annotated[int, Field(ge=0, le=31)] | None = None
    availability: Availability = Availability.AVAILABLE
    contact_phone: Annotated[str, Field(max_length=30)] = ""
    contact_email: Annotated[str, Field(max_length=254)] = ""
    contact_consent: ContactConsent = ContactConsent.PARTNERS
    external_id: Annotated[str, Field(max_length=60)] = ""
    works: Annotated[tuple[WorkIn, ...], Field(max_length=200)] = ()


class ExpertNew(ExpertPatch):
    """A new draft of a profile."""

    organization: Code
    name: Name


class WorkOut(Output):
    """Something that shows what the expert can do."""

    title: str
    kind: WorkKind
    year: int | None
    abstract: str
    achievement_code: str


class ExpertBrief(Output):
    """An expert as lists show them."""

    code: str
    name: str
    state: ExpertState
    organization: Owner
    department: str
    titles: str
    fields: list[str]
    keywords: list[str]
    industry_code: str
    region_code: str
    introduction: str
    capacity_cases: int
    capacity_days: int | None
    availability: Availability
    published_at: datetime | None
    confirmed_on: date | None
    valid_until: date | None
    version: Version


class ExpertOut(ExpertBrief):
    """A profile; how to reach the person is null for those who may not."""

    contact_phone: str | None
    contact_email: str | None
    contact_consent: ContactConsent
    external_id: str = Field(description="Only for the organization and the person")
    is_claimed: bool = Field(description="Whether the person keeps the profile themselves")
    works: list[WorkOut]
    created_at: datetime
    updated_at: datetime


def brief(expert: Expert) -> ExpertBrief:
    """What a list shows."""
    return ExpertBrief(
        **taken_from(expert, ExpertBrief), organization=Owner.of(expert.organization)
    )


def whole(expert: Expert, *, reaches: bool, is_ours: bool) -> ExpertOut:
    """The profile; contacts for those who may reach the person."""
    values: dict[str, Any] = taken_from(expert, ExpertOut)
    if not reaches:
        values |= {"contact_phone": None, "contact_email": None}
    if not is_ours:
        values["external_id"] = ""
    return ExpertOut(
        **values,
        organization=Owner.of(expert.organization),
        is_claimed=expert.user_id is not None,
        works=[WorkOut.model_validate(one) for one in expert.works.all()],
    )


def new_content(body: ExpertNew) -> ExpertContent:
    """What a new profile says."""
    given = _works(given_in(body))
    given.pop("organization")
    return ExpertContent(**given)


def changed_content(expert: Expert, body: ExpertPatch) -> ExpertContent:
    """What the profile says with what was sent in place of what it said."""
    return replace(content_of(expert), **_works(given_in(body)))


def _works(given: dict[str, Any]) -> dict[str, Any]:
    if "works" in given:
        given["works"] = tuple(WorkContent(**one.model_dump()) for one in given["works"])
    return given
