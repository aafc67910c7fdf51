"""
What the platform tells of its records, as the API spells it; a test holds it to the description.

Money and shares are decimal strings (``Decimal(demand["budget_cny"])``), days ``YYYY-MM-DD``,
moments ISO 8601.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
"""A value that JSON holds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    An answer that was no refusal: the status, the JSON or the content of a file, the version of a
    record (0: none).
    """

    status: int
    body: Json | bytes
    version: int


class OwnerRef(TypedDict):
    """An organization by its code and name."""

    code: str
    name: str


class Index(TypedDict):
    """A technical index that was read from a text."""

    key: str
    field: str
    text: str
    parameter: str
    op: str
    low: float | None
    high: float | None
    unit: str
    mark: str


class DemandBrief(TypedDict):
    """A demand as lists show it: what is public."""

    code: str
    title: str
    summary: str
    state: str
    disclosure: str
    organization: OwnerRef | None
    keywords: list[str]
    region_code: str
    industry_code: str
    budget_cny: str | None
    trl_min: int | None
    deadline_on: str | None
    ip_need: str
    modes: list[str]
    accepted_regions: list[str]
    published_at: str | None
    confirmed_on: str | None
    valid_until: str | None
    version: int


class Demand(DemandBrief):
    """A demand up to the reader's ``level``: public, details or secret."""

    level: str
    description: str | None
    secret_annex: str | None
    indices: list[Index]
    validity_days: int
    return_reasons: list[str]
    return_text: str
    created_at: str
    updated_at: str


class Patent(TypedDict):
    """A registered right."""

    number: str
    kind: str
    state: str
    title: str
    owners: str
    encumbrance: str
    encumbrance_note: str


class Inventor(TypedDict):
    """Somebody who made an achievement."""

    name: str
    unit: str
    share: str | None


class Paper(TypedDict):
    """A file of a record: what it is, and what it is said to be."""

    code: str
    paper: str
    title: str
    claim: str
    name: str
    kind: str
    size: int
    sha256: str
    level: str
    created_at: str


class AchievementBrief(TypedDict):
    """An achievement as lists show it: what is public."""

    code: str
    title: str
    summary: str
    state: str
    disclosure: str
    organization: OwnerRef | None
    keywords: list[str]
    region_code: str
    industry_code: str
    modes: list[str]
    trl: int | None
    ready_on: str | None
    ip_state: str
    ownership: str
    acquisition: str
    service_achievement: bool | None
    price_mode: str
    price_cny: str | None
    use_first_months: int | None
    published_at: str | None
    confirmed_on: str | None
    valid_until: str | None
    version: int


class Achievement(AchievementBrief):
    """An achievement up to the reader's ``level``: public, details or secret."""

    level: str
    description: str | None
    secret_annex: str | None
    trl_evidence: str | None
    co_owners: str | None
    patents: list[Patent]
    inventors: list[Inventor]
    evidence: list[Paper]
    indices: list[Index]
    external_id: str
    validity_days: int
    return_reasons: list[str]
    return_text: str
    created_at: str
    updated_at: str


class Work(TypedDict):
    """Something that shows what an expert can do."""

    title: str
    kind: str
    year: int | None
    abstract: str
    achievement_code: str


class ExpertBrief(TypedDict):
    """An expert as lists show them."""

    code: str
    name: str
    state: str
    organization: OwnerRef
    department: str
    titles: str
    fields: list[str]
    keywords: list[str]
    industry_code: str
    region_code: str
    introduction: str
    capacity_cases: int
    capacity_days: int | None
    availability: str
    published_at: str | None
    confirmed_on: str | None
    valid_until: str | None
    version: int


class Expert(ExpertBrief):
    """A profile; contacts are ``None`` for whoever may not reach the person."""

    contact_phone: str | None
    contact_email: str | None
    contact_consent: str
    external_id: str
    is_claimed: bool
    works: list[Work]
    created_at: str
    updated_at: str


class Organization(TypedDict):
    """An organization; what only its members see is ``None`` for others."""

    code: str
    name: str
    kind: str
    uscc: str
    region_code: str
    industry_code: str
    address: str
    website: str
    introduction: str
    state: str
    verified_at: str | None
    contact_name: str | None
    contact_phone: str | None
    state_reason: str | None
    return_reasons: list[str] | None
    created_at: str
    updated_at: str
    version: int
