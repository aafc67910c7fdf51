"""Shapes of achievements in the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from queqiao_web.achievements.actions import (
    AchievementContent,
    InventorContent,
    PatentContent,
    content_of,
)
from queqiao_web.achievements.models import Achievement, Inventor, Patent
from queqiao_web.achievements.queries import shown_region
from queqiao_web.achievements.states import (
    AchievementState,
    AcquisitionMode,
    CloseReason,
    CooperationMode,
    Encumbrance,
    EvidenceKind,
    IpState,
    Ownership,
    PatentKind,
    PatentState,
    PriceMode,
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
    Share,
    Text,
    Version,
    Words,
    given_in,
)
from queqiao_web.foundation.api.confidential import IndexOut, indices_shown, level_name
from queqiao_web.foundation.api.files import PaperIn, PaperOut
from queqiao_web.foundation.api.shapes import taken_from
from queqiao_web.foundation.disclosure import Disclosure, Level, knows_owner, readable_texts
from queqiao_web.foundation.files import files_at
from queqiao_web.foundation.indices import IndexMark

Title = Annotated[str, Field(min_length=1, max_length=100)]
Readiness = Annotated[int, Field(ge=1, le=9)]


class AchievementQuery(PageQuery):
    """Which achievements are wanted."""

    q: Annotated[Line | None, Field(description="Words in what is public, or a code")] = None
    state: AchievementState | None = None
    region: Annotated[RegionCode | None, Field(description="Region that they lie in")] = None
    industry: Annotated[IndustryCode | None, Field(description="Industry or one above")] = None
    organization: Annotated[Code | None, Field(description="Whose they are")] = None
    trl_min: Readiness | None = None
    whose: Annotated[
        Literal["all", "mine", "review"],
        Field(description="All that you may see, your organizations', or what waits for you"),
    ] = "all"


class PatentIn(Input):
    """A registered right."""

    number: Annotated[str, Field(min_length=1, max_length=40)]
    kind: PatentKind = PatentKind.INVENTION
    state: PatentState = PatentState.GRANTED
    title: Line = ""
    owners: Line = ""
    encumbrance: Encumbrance = Encumbrance.NONE
    encumbrance_note: Line = ""


class InventorIn(Input):
    """Somebody who made it, in the order of their part."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    unit: Annotated[str, Field(max_length=120)] = ""
    share: Share | None = None


class AchievementPatch(Input):
    """What the owner changes; what is not sent stays as it is, lists are replaced whole."""

    title: Title = ""
    summary: Text = ""
    description: Text = ""
    secret_annex: Text = ""
    disclosure: Disclosure = Disclosure.PUBLIC
    keywords: Words = ()
    region_code: RegionCode = ""
    industry_code: IndustryCode = ""
    modes: Annotated[tuple[CooperationMode, ...], Field(max_length=8)] = ()
    trl: Readiness | None = None
    trl_evidence: Text = ""
    ready_on: Day | None = None
    ip_state: Annotated[
        IpState, Field(description="Counts where no patents are given; else they tell it")
    ] = IpState.UNKNOWN
    ownership: Ownership | Literal[""] = ""
    co_owners: Line = ""
    acquisition: AcquisitionMode | Literal[""] = ""
    service_achievement: bool | None = None
    price_mode: PriceMode = PriceMode.NEGOTIABLE
    price_cny: Money | None = None
    use_first_months: Annotated[int, Field(ge=1, le=60)] | None = None
    external_id: Annotated[str, Field(max_length=60)] = ""
    validity_days: Literal[60, 90, 180] = 180
    patents: Annotated[tuple[PatentIn, ...], Field(max_length=50)] = ()
    inventors: Annotated[tuple[InventorIn, ...], Field(max_length=50)] = ()
    marks: dict[str, IndexMark] = Field(
        default_factory=dict, max_length=200, description="Marks of indices by their key"
    )


class AchievementNew(AchievementPatch):
    """A new draft."""

    organization: Annotated[Code, Field(description="In whose name it is offered")]
    title: Title


class AchievementReturn(Input):
    """Why a reviewer sends it back."""

    reasons: Annotated[tuple[ReturnReason, ...], Field(min_length=1, max_length=8)]
    text: Text = ""


class EvidenceIn(PaperIn):
    """What is said of a file that shows the readiness; the file comes in ``file``."""

    paper: EvidenceKind
    title: Annotated[str, Field(min_length=1, max_length=120)]


class AchievementClose(Input):
    """Why the owner closes it."""

    reason: CloseReason


class PatentOut(Output):
    """A registered right."""

    number: str
    kind: PatentKind
    state: PatentState
    title: str
    owners: str
    encumbrance: Encumbrance
    encumbrance_note: str


class InventorOut(Output):
    """Somebody who made it."""

    name: str
    unit: str
    share: Decimal | None


class AchievementBrief(Output):
    """An achievement as lists show it: what is public."""

    code: str
    title: str
    summary: str
    state: AchievementState
    disclosure: Disclosure
    organization: Owner | None = Field(description="Null where the owner is not to be known")
    keywords: list[str]
    region_code: str
    industry_code: str
    modes: list[CooperationMode]
    trl: int | None
    ready_on: date | None
    ip_state: IpState
    ownership: Ownership | Literal[""]
    acquisition: AcquisitionMode | Literal[""]
    service_achievement: bool | None
    price_mode: PriceMode
    price_cny: Money | None
    use_first_months: int | None
    published_at: datetime | None
    confirmed_on: date | None
    valid_until: date | None
    version: Version


class AchievementOut(AchievementBrief):
    """An achievement up to the reader's level."""

    level: str = Field(description="How far you may read: public, details or secret")
    description: str | None = Field(description="Null where it is not open to you")
    secret_annex: str | None = Field(description="Null where it is not open to you")
    trl_evidence: str | None = Field(description="Null where it is not open to you")
    co_owners: str | None = Field(description="Null where it is not open to you")
    patents: list[PatentOut]
    inventors: list[InventorOut]
    evidence: list[PaperOut] = Field(description="Those files that you may read")
    indices: list[IndexOut]
    external_id: str = Field(description="Only for the owner")
    validity_days: int
    return_reasons: list[ReturnReason]
    return_text: str
    created_at: datetime
    updated_at: datetime


def brief(achievement: Achievement, level: Level) -> AchievementBrief:
    """The public part, the owner as far as somebody at ``level`` may know it."""
    return AchievementBrief(**_public(achievement, level))


def whole(achievement: Achievement, level: Level, *, is_ours: bool) -> AchievementOut:
    """
    Everything up to ``level``.

    Patents, evidence and co-owners belong to the details; inventors are named to whoever may know
    the owner; what reviewers wrote and shares go to the owner only.
    """
    texts = readable_texts(achievement, level)
    has_details = level >= Level.DETAILS
    named = has_details and knows_owner(achievement, level)
    return AchievementOut(
        **_public(achievement, level),
        level=level_name(level),
        description=texts.get("description", "") if has_details else None,
        secret_annex=texts.get("secret_annex", "") if level >= Level.SECRET else None,
        trl_evidence=achievement.trl_evidence if has_details else None,
        co_owners=achievement.co_owners if has_details else None,
        patents=[_patent(one) for one in achievement.patents.all()] if has_details else [],
        inventors=[_inventor(one, is_ours=is_ours) for one in achievement.inventors.all()]
        if named
        else [],
        evidence=[PaperOut.of(row) for row in files_at(achievement, level)],
        indices=indices_shown(achievement, level),
        external_id=achievement.external_id if is_ours else "",
        validity_days=achievement.validity_days,
        return_reasons=[ReturnReason(one) for one in achievement.return_reasons] if is_ours else [],
        return_text=achievement.return_text if is_ours else "",
        created_at=achievement.created_at,
        updated_at=achievement.updated_at,
    )


def new_content(body: AchievementNew) -> AchievementContent:
    """What a new draft says."""
    given = _parts(given_in(body), {})
    given.pop("organization")
    return AchievementContent(**given)


def changed_content(achievement: Achievement, body: AchievementPatch) -> AchievementContent:
    """What the achievement says with what was sent in place of what it said."""
    stored = content_of(achievement)
    people = {(one.name, one.unit): one.user_id for one in stored.inventors}
    given = _parts(given_in(body), people)
    marks = {**stored.marks, **given.pop("marks", {})}
    return replace(stored, **given, marks=marks)


def _parts(given: dict[str, Any], people: dict[tuple[str, str], int | None]) -> dict[str, Any]:
    """Patents and inventors as the content has them; who is linked to an account stays so."""
    if "patents" in given:
        given["patents"] = tuple(PatentContent(**one.model_dump()) for one in given["patents"])
    if "inventors" in given:
        given["inventors"] = tuple(
            InventorContent(**one.model_dump(), user_id=people.get((one.name, one.unit)))
            for one in given["inventors"]
        )
    return given


def _patent(row: Patent) -> PatentOut:
    return PatentOut.model_validate(row)


def _inventor(row: Inventor, *, is_ours: bool) -> InventorOut:
    return InventorOut(name=row.name, unit=row.unit, share=row.share if is_ours else None)


def _public(achievement: Achievement, level: Level) -> dict[str, Any]:
    owner = Owner.of(achievement.organization) if knows_owner(achievement, level) else None
    return {
        **taken_from(achievement, AchievementBrief),
        "organization": owner,
        "region_code": shown_region(achievement, level),
    }
