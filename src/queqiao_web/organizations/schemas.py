"""Shapes of organizations in the API."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from queqiao_web.foundation.api import (
    IndustryCode,
    Input,
    Line,
    Output,
    PageQuery,
    RegionCode,
    Text,
    Version,
    given_in,
)
from queqiao_web.foundation.api.shapes import taken_from
from queqiao_web.organizations.actions import OrganizationDetails
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import (
    LicenceKind,
    OrganizationKind,
    OrganizationState,
    ReturnReason,
)

Name = Annotated[str, Field(min_length=1, max_length=120)]
CreditCode = Annotated[str, Field(pattern=r"^([0-9A-Z]{18})?$", description="GB 32100, or empty")]
Website = Annotated[str, Field(pattern=r"^(https?://[^\s<>\"'\\]+)?$", max_length=200)]


class OrganizationQuery(PageQuery):
    """Which organizations are wanted."""

    name: Annotated[Line | None, Field(description="How the name begins")] = None
    kind: OrganizationKind | None = None
    state: OrganizationState | None = None
    region: RegionCode | None = None
    industry: IndustryCode | None = None
    whose: Annotated[
        Literal["all", "mine", "review"],
        Field(description="All that you may see, yours, or what waits for you"),
    ] = "all"


class OrganizationPatch(Input):
    """What an owner changes; a new name, kind, code or region is verified again."""

    name: Name = ""
    kind: OrganizationKind = OrganizationKind.ENTERPRISE
    uscc: CreditCode = ""
    region_code: RegionCode = ""
    industry_code: IndustryCode = ""
    address: Line = ""
    website: Website = ""
    introduction: Text = ""
    contact_name: Annotated[str, Field(max_length=60)] = ""
    contact_phone: Annotated[str, Field(max_length=30)] = ""


class OrganizationNew(OrganizationPatch):
    """A new organization; you become its owner."""

    name: Name
    kind: OrganizationKind
    region_code: RegionCode


class OrganizationReturn(Input):
    """Why an officer sends it back."""

    reasons: Annotated[tuple[ReturnReason, ...], Field(min_length=1, max_length=8)]
    text: Text = ""


class OrganizationReason(Input):
    """Why it is done, in words."""

    text: Text


class LicenceIn(Input):
    """What is said of a licence or certificate; the file comes in ``file``."""

    paper: LicenceKind


class OrganizationOut(Output):
    """An organization; what only its members and the authority see is null for others."""

    code: str
    name: str
    kind: OrganizationKind
    uscc: str
    region_code: str
    industry_code: str
    address: str
    website: str
    introduction: str
    state: OrganizationState
    verified_at: datetime | None
    contact_name: str | None
    contact_phone: str | None
    state_reason: str | None
    return_reasons: list[ReturnReason] | None
    created_at: datetime
    updated_at: datetime
    version: Version


def shown(organization: Organization, *, is_inside: bool) -> OrganizationOut:
    """The organization; ``is_inside`` is for members and the authority."""
    inside: dict[str, Any] = {
        "contact_name": organization.contact_name,
        "contact_phone": organization.contact_phone,
        "state_reason": organization.state_reason,
        "return_reasons": [ReturnReason(one) for one in organization.return_reasons],
    }
    hidden = dict.fromkeys(inside)
    return OrganizationOut(
        **{**taken_from(organization, OrganizationOut), **(inside if is_inside else hidden)}
    )


def new_details(body: OrganizationNew) -> OrganizationDetails:
    """What a new organization says of itself."""
    return OrganizationDetails(**{"uscc": "", **given_in(body)})


def changed_details(organization: Organization, body: OrganizationPatch) -> OrganizationDetails:
    """What it says with what was sent in place of what it said."""
    stored = {one.name: getattr(organization, one.name) for one in fields(OrganizationDetails)}
    return replace(OrganizationDetails(**stored), **given_in(body))
