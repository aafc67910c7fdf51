"""The kinds of records that are exchanged: table, shape, file, parts, what follows an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from pydantic import BaseModel

from queqiao_web.achievements.models import Achievement, Inventor, Patent
from queqiao_web.api.exchange.shapes import (
    AchievementLine,
    DemandLine,
    ExpertLine,
    FactPart,
    InventorPart,
    LineBase,
    OrganizationLine,
    PatentPart,
    WorkPart,
)
from queqiao_web.demands.models import Demand
from queqiao_web.experts.models import Expert, Work
from queqiao_web.foundation.api.shapes import taken_from
from queqiao_web.organizations.models import Fact, Organization
from queqiao_web.organizations.queries import in_regions

FORMAT: Final = "queqiao.exchange/1"


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to a record: the name of the relation, their table, the way back."""

    name: str
    model: type[Model]
    shape: type[BaseModel]
    back: str


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of record.

    ``jobs`` follow an import of what is public, as they follow a publication here; nobody is told.
    """

    name: str
    model: type[Model]
    shape: type[LineBase]
    jobs: tuple[str, ...]
    parts: tuple[Part, ...] = field(default=())

    @property
    def file(self) -> str:
        """The file in the zip."""
        return f"{self.name}s.jsonl"

    @property
    def verb(self) -> str:
        """The past verb of the event that an import writes."""
        return f"{self.model._meta.app_label}.{self.name}.imported"

    @property
    def is_owned(self) -> bool:
        """Whether the record belongs to an organization."""
        return self.model is not Organization


KINDS: Final = (
    Kind(
        "organization",
        Organization,
        OrganizationLine,
        ("portal.index_organization",),
        (Part("facts", Fact, FactPart, "organization"),),
    ),
    Kind(
        "demand",
        Demand,
        DemandLine,
        ("demands.index_public", "matching.refresh_demand", "portal.index_demand"),
    ),
    Kind(
        "achievement",
        Achievement,
        AchievementLine,
        (
            "achievements.index_public",
            "matching.refresh_achievement",
            "portal.index_achievement",
        ),
        (
            Part("patents", Patent, PatentPart, "achievement"),
            Part("inventors", Inventor, InventorPart, "achievement"),
        ),
    ),
    Kind(
        "expert",
        Expert,
        ExpertLine,
        ("experts.index_public", "portal.index_expert"),
        (Part("works", Work, WorkPart, "expert"),),
    ),
)
"""In the order in which they are read: owners first."""

NOT_EXCHANGED: Final[Mapping[str, frozenset[str]]] = {
    "organization": frozenset({"verified_by"}),
    "demand": frozenset(
        {
            "created_by",
            "submitted_by",
            "claimed_at",
            "claimed_by",
            "returned_by",
            "published_by",
        }
    ),
    "achievement": frozenset(
        {
            "created_by",
            "submitted_by",
            "claimed_at",
            "claimed_by",
            "returned_by",
            "published_by",
        }
    ),
    "expert": frozenset({"user", "created_by", "published_by"}),
}
"""
Columns that stay behind: they name people of this instance, or hold for an hour (a reviewer's
claim). A test holds that all others travel.
"""


def rows_of(kind: Kind, region: str) -> QuerySet[Any]:
    """The records of a region by code; of organizations also those that own a record there."""
    here = in_regions((region,))
    rows: QuerySet[Any] = kind.model._default_manager.all()
    if kind.is_owned:
        rows = rows.filter(here).select_related("organization")
    else:
        owners = Q()
        for other in KINDS[1:]:
            owned = other.model._default_manager.filter(here).values("organization")
            owners |= Q(pk__in=owned)
        rows = rows.filter(here | owners)
    return rows.prefetch_related(*(part.name for part in kind.parts)).order_by("code")


def line_of(kind: Kind, row: Any) -> LineBase:  # noqa: ANN401 -- a row of the kind's table
    """The line that says all of a record."""
    values: dict[str, Any] = {
        **taken_from(row, kind.shape),
        "format": FORMAT,
        "type": kind.name,
    }
    if kind.is_owned:
        values["organization"] = row.organization.code
    for part in kind.parts:
        found = sorted(getattr(row, part.name).all(), key=lambda one: one.pk)
        values[part.name] = [taken_from(one, part.shape) for one in found]
    return kind.shape.model_validate(values)


def fill(kind: Kind, row: Model, line: LineBase, organization: Organization | None) -> None:
    """Put what a line says into a row; parts come after it is saved."""
    parts = {part.name for part in kind.parts}
    for name in set(kind.shape.model_fields) - parts - {"format", "type", "organization"}:
        setattr(row, name, plain(getattr(line, name)))
    if kind.is_owned:
        row.organization = organization  # type: ignore[attr-defined] # an owned record has it


def plain(value: object) -> object:
    """A value as a column holds it: choices as their strings."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
