"""A row as the engine's demand, at the level that somebody may read; the engine's questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from queqiao.matching.completeness import questions_for
from queqiao.matching.model import CooperationMode, Demand, IpNeed
from queqiao.matching.results import LocatedSpec, Question
from queqiao.messages import render
from queqiao_web.demands.models import Demand as DemandRow
from queqiao_web.demands.queries import demands_listed, shown_region
from queqiao_web.foundation.disclosure import Level, knows_owner, text_up_to
from queqiao_web.foundation.indices import located_specs
from queqiao_web.foundation.likeness import PublicIndex


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the engine in the reader's language: the field it is about, and the words."""

    field: str
    text: str
    words: str = ""


def engine_demand(row: DemandRow, level: Level) -> Demand:
    """
    The demand with the texts up to ``level`` and nothing of what lies above.

    ``description`` holds them one after the other (``text_up_to``), so that a place found in what
    everybody reads is the same place for whoever reads more. The owner is named only where
    somebody at that level may know it; ``row.organization`` is read.
    """
    return Demand(
        id=row.code,
        title=row.title,
        description=text_up_to(row, level),
        keywords=tuple(row.keywords),
        industry=row.industry_code or None,
        region=shown_region(row, level) or None,
        modes=tuple(CooperationMode(mode) for mode in row.modes),
        owner=row.organization.name if knows_owner(row, level) else "",
        confirmed_on=row.confirmed_on,
        budget_cny=row.budget_cny,
        trl_min=row.trl_min,
        deadline_on=row.deadline_on,
        ip_need=IpNeed(row.ip_need),
        accepted_regions=tuple(row.accepted_regions),
    )


def engine_specs(row: DemandRow, level: Level) -> tuple[LocatedSpec, ...]:
    """
    The technical indices up to ``level``, without those that the owner struck out.

    Places count into the texts of :func:`engine_demand` at the same level.
    """
    return located_specs(row, level)


def questions_about(row: DemandRow, *, level: Level = Level.SECRET) -> tuple[Asked, ...]:
    """What the texts up to ``level`` lack, as questions in the language of the request."""
    demand = engine_demand(row, level)
    return tuple(_told(one, demand) for one in questions_for(demand, engine_specs(row, level)))


def _told(question: Question, demand: Demand) -> Asked:
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    words = ""
    if question.place is not None:
        source = demand.title if question.place.field == "title" else demand.description
        words = question.place.span.of(source)
    return Asked(question.field, render(question.message, language), words)


PUBLIC_DEMANDS = PublicIndex(
    "public-demands",
    rows=demands_listed,
    record=lambda row: engine_demand(row, Level.PUBLIC),
)
"""What everybody may read of the published demands, as an index on disk."""
