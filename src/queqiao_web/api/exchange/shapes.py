"""
One line of the exchange format for each kind of record, as ``queqiao.exchange/1`` fixes it.

A line holds everything that the record says and went through, hidden levels included. People are
not in it: who wrote, reviewed or published something, and which account an expert or an inventor
has, belong to the instance where they signed in. A shape that changes gets a new number.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from queqiao_web.achievements import states as achievements
from queqiao_web.demands import states as demands
from queqiao_web.experts import states as experts
from queqiao_web.foundation.api import Code, Day, IndustryCode, Moment, Money, RegionCode, Share
from queqiao_web.foundation.api.shapes import Input
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.organizations import states as organizations

Format = Literal["queqiao.exchange/1"]
Trl = Annotated[int, Field(ge=1, le=9)]
Days = Literal[60, 90, 180]
Words = list[Annotated[str, StringConstraints(max_length=200)]]
Index = dict[str, JsonValue]
Year = Annotated[int, Field(ge=0, le=9999)]


def _short(most: int) -> StringConstraints:
    return StringConstraints(max_length=most)


class Shape(Input):
    """A part of a line: every field is there, nothing else is."""

    model_config = ConfigDict(extra="forbid")


class LineBase(Shape):
    """What every line has."""

    format: Format
    code: Code
    created_at: Moment
    updated_at: Moment
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class FactPart(Shape):
    """One dated fact of an organization; a corrected one has ended."""

    code: Code
    field: Annotated[str, _short(60)]
    year: Year | None
    value: JsonValue
    source: Annotated[str, _short(120)]
    created_at: Moment
    updated_at: Moment
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    superseded_at: Moment | None


class OrganizationLine(LineBase):
    """An organization with its dated facts."""

    type: Literal["organization"]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    kind: organizations.OrganizationKind
    uscc: Annotated[str, _short(18)]
    region_code: RegionCode
    industry_code: IndustryCode
    address: Annotated[str, _short(200)]
    website: Annotated[str, Field(pattern=r"^(https?://[^\s<>\"'\\]+)?$", max_length=200)]
    introduction: str
    contact_name: Annotated[str, _short(60)]
    contact_phone: Annotated[str, _short(30)]
    state: organizations.OrganizationState
    state_reason: str
    return_reasons: list[organizations.ReturnReason]
    submitted_at: Moment | None
    verified_at: Moment | None
    facts: list[FactPart]


class _Reviewed(LineBase):
    """What demands and achievements share: texts by level, the way through review, freshness."""

    organization: Annotated[Code, Field(description="Code of the owner")]
    summary: str
    description: str
    secret_annex: str
    disclosure: Disclosure
    keywords: Words
    region_code: RegionCode
    industry_code: IndustryCode
    indices: list[Index]
    validity_days: Days
    submitted_at: Moment | None
    returned_at: Moment | None
    return_text: str
    published_at: Moment | None
    confirmed_on: Day | None
    valid_until: Day | None
    reminded_at: Moment | None
    matched_at: Moment | None
    expired_at: Moment | None
    withdrawn_at: Moment | None
    closed_at: Moment | None

    @model_validator(mode="after")
    def _is_dated(self) -> _Reviewed:
        state = getattr(self, "state", "")
        dates = (self.published_at, self.confirmed_on, self.valid_until)
        if state in {"published", "matched"} and None in dates:
            raise PydanticCustomError("undated", "published without its dates")
        return self


class DemandLine(_Reviewed):
    """A demand."""

    type: Literal["demand"]
    title: Annotated[str, Field(min_length=1, max_length=80)]
    budget_cny: Annotated[Money, Field(max_digits=14)] | None
    trl_min: Trl | None
    deadline_on: Day | None
    ip_need: demands.IpNeed
    modes: list[demands.CooperationMode]
    accepted_regions: list[RegionCode]
    state: demands.DemandState
    return_reasons: list[demands.ReturnReason]
    close_reason: demands.CloseReason | Literal[""]


class PatentPart(Shape):
    """A registered right."""

    number: Annotated[str, _short(40)]
    title: Annotated[str, _short(200)]
    kind: achievements.PatentKind
    state: achievements.PatentState
    owners: Annotated[str, _short(200)]
    encumbrance: achievements.Encumbrance
    encumbrance_note: Annotated[str, _short(200)]


class InventorPart(Shape):
    """Somebody who made an achievement."""

    position: Annotated[int, Field(ge=0, le=32_767)]
    name: Annotated[str, _short(60)]
    unit: Annotated[str, _short(120)]
    share: Share | None


class AchievementLine(_Reviewed):
    """An achievement with its rights and inventors."""

    type: Literal["achievement"]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    modes: list[achievements.CooperationMode]
    trl: Trl | None
    trl_evidence: str
    ready_on: Day | None
    ip_state: achievements.IpState
    ownership: achievements.Ownership | Literal[""]
    co_owners: Annotated[str, _short(200)]
    acquisition: achievements.AcquisitionMode | Literal[""]
    service_achievement: bool | None
    price_mode: achievements.PriceMode
    price_cny: Money | None
    use_first_months: Annotated[int, Field(ge=0, le=32_767)] | None
    external_id: Annotated[str, _short(60)]
    state: achievements.AchievementState
    return_reasons: list[achievements.ReturnReason]
    close_reason: achievements.CloseReason | Literal[""]
    patents: list[PatentPart]
    inventors: list[InventorPart]


class WorkPart(Shape):
    """Something that shows what an expert can do."""

    position: Annotated[int, Field(ge=0, le=32_767)]
    kind: experts.WorkKind
    title: Annotated[str, _short(200)]
    year: Year | None
    abstract: str
    achievement_code: Annotated[str, _short(8)]


class ExpertLine(LineBase):
    """An expert with their works."""

    type: Literal["expert"]
    organization: Annotated[Code, Field(description="Code of the organization")]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    department: Annotated[str, _short(120)]
    titles: Annotated[str, _short(120)]
    fields: Words
    keywords: Words
    industry_code: IndustryCode
    region_code: RegionCode
    introduction: str
    capacity_cases: Annotated[int, Field(ge=0, le=50)]
    capacity_days: Annotated[int, Field(ge=0, le=31)] | None
    availability: experts.Availability
    contact_phone: Annotated[str, _short(30)]
    contact_email: Annotated[str, _short(254)]
    contact_consent: experts.ContactConsent
    external_id: Annotated[str, _short(60)]
    state: experts.ExpertState
    published_at: Moment | None
    withdrawn_at: Moment | None
    confirmed_on: Day | None
    valid_until: Day | None
    reminded_at: Moment | None
    works: list[WorkPart]

    @model_validator(mode="after")
    def _is_dated(self) -> ExpertLine:
        dates = (self.published_at, self.confirmed_on, self.valid_until)
        if self.state == experts.ExpertState.PUBLISHED and None in dates:
            raise PydanticCustomError("undated", "published without its dates")
        return self


class ManifestShape(BaseModel):
    """What stands in ``manifest.json``: the format, the region, how many lines each file has."""

    model_config = ConfigDict(extra="forbid")

    format: Format
    region: RegionCode
    exported_at: Moment
    lines: dict[str, int]
