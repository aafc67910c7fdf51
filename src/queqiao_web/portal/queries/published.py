"""What everybody may read, for the index and for the pages that show what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import achievements_to_index
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import demands_listed
from queqiao_web.experts.models import Expert
from queqiao_web.experts.queries import experts_to_index
from queqiao_web.foundation.disclosure import Level, knows_owner, open_level, text_up_to
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationState

DEMAND: Final = "demand"
ACHIEVEMENT: Final = "achievement"
EXPERT: Final = "expert"
ORGANIZATION: Final = "organization"
KINDS: Final = (DEMAND, ACHIEVEMENT, EXPERT, ORGANIZATION)
"""The kinds of records that are published, in the order in which pages name them."""


@dataclass(frozen=True, slots=True)
class Published:
    """
    A published record with what everybody may read of it, and nothing more.

    ``owner`` is empty where the owner stays unnamed until both sides agree.
    """

    kind: str
    code: str
    title: str
    text: str = ""
    keywords: tuple[str, ...] = ()
    owner: str = ""
    region_code: str = ""
    industry_code: str = ""
    money_cny: Decimal | None = None
    trl: int | None = None
    published_at: datetime | None = None
    kind_words: str = ""

    @property
    def url(self) -> str:
        """The page of the record."""
        return page_url(self.kind, self.code)


def page_url(kind: str, code: str) -> str:
    """The page of a record of a kind; nothing where there is no such page."""
    try:
        return reverse(f"{kind}_detail", args=[code])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where published records of one kind come from, and what everybody may read of each."""

    rows: Callable[[], QuerySet[Any]]
    shape: Callable[[Any], Published]


def listed_organizations() -> QuerySet[Organization]:
    """Verified organizations."""
    return Organization.objects.filter(state=OrganizationState.VERIFIED)


def published_demand(row: Demand) -> Published:
    """What everybody may read of a demand."""
    level = open_level(row)
    return Published(
        kind=DEMAND,
        code=row.code,
        title=row.title,
        text=text_up_to(row, level),
        keywords=tuple(row.keywords),
        owner=row.organization.name if knows_owner(row, Level.PUBLIC) else "",
        region_code=_place(row),
        industry_code=row.industry_code,
        money_cny=row.budget_cny,
        trl=row.trl_min,
        published_at=row.published_at,
    )


def published_achievement(row: Achievement) -> Published:
    """What everybody may read of an achievement."""
    level = open_level(row)
    return Published(
        kind=ACHIEVEMENT,
        code=row.code,
        title=row.title,
        text=text_up_to(row, level),
        keywords=tuple(row.keywords),
        owner=row.organization.name if knows_owner(row, Level.PUBLIC) else "",
        region_code=_place(row),
        industry_code=row.industry_code,
        money_cny=row.price_cny,
        trl=row.trl,
        published_at=row.published_at,
    )


def _place(row: Demand | Achievement) -> str:
    """The region; where the owner stays unnamed the city, for county and trade would name them."""
    if knows_owner(row, Level.PUBLIC) or not row.region_code:
        return row.region_code
    return f"{row.region_code[:4]}00"


def published_expert(row: Expert) -> Published:
    """What everybody may read of an expert; never how to reach them."""
    fields = [*row.fields, *row.keywords]
    return Published(
        kind=EXPERT,
        code=row.code,
        title=" ".join(part for part in (row.name, row.titles) if part),
        text=row.introduction,
        keywords=tuple(dict.fromkeys(fields)),
        owner=row.organization.name,
        region_code=row.region_code,
        industry_code=row.industry_code,
        published_at=row.published_at,
    )


def published_organization(row: Organization) -> Published:
    """What everybody may read of an organization."""
    return Published(
        kind=ORGANIZATION,
        code=row.code,
        title=row.name,
        text=row.introduction,
        region_code=row.region_code,
        industry_code=row.industry_code,
        published_at=row.verified_at,
        kind_words=row.get_kind_display(),
    )


def by_codes(names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Published]:
    """Those of these records that are published now, by kind and code: one query for each kind."""
    wanted: dict[str, list[str]] = {}
    for kind, code in names:
        wanted.setdefault(kind, []).append(code)
    found = [
        one
        for kind, codes in wanted.items()
        if kind in _SOURCES
        for one in map(_SOURCES[kind].shape, _SOURCES[kind].rows().filter(code__in=codes))
    ]
    return {(one.kind, one.code): one for one in found}


def names_of_everything() -> Iterator[tuple[str, str]]:
    """Everything that is published, by kind and code."""
    for kind, source in _SOURCES.items():
        for code in source.rows().order_by("pk").values_list("code", flat=True):
            yield kind, code


def name_of(kind: str, pk: int) -> tuple[str, str]:
    """The kind and code of a record, published or not."""
    return kind, _SOURCES[kind].rows().model._default_manager.values_list("code", flat=True).get(
        pk=pk
    )


def names_of_organization(pk: int) -> Iterator[tuple[str, str]]:
    """What an organization has published, itself included, by kind and code."""
    yield name_of(ORGANIZATION, pk)
    for kind in (DEMAND, ACHIEVEMENT, EXPERT):
        rows = _SOURCES[kind].rows().filter(organization_id=pk)
        for code in rows.order_by("pk").values_list("code", flat=True):
            yield kind, code


_SOURCES: Final[dict[str, Source]] = {
    DEMAND: Source(demands_listed, published_demand),
    ACHIEVEMENT: Source(achievements_to_index, published_achievement),
    EXPERT: Source(experts_to_index, published_expert),
    ORGANIZATION: Source(listed_organizations, published_organization),
}
