"""Experts as the engine knows people: by the texts of their works; and those that are alike."""

from __future__ import annotations

from queqiao.matching.model import Achievement as EngineRecord
from queqiao.matching.ranking import RankDocument
from queqiao.recipes.affinity import Person
from queqiao_web.experts.models import Expert
from queqiao_web.experts.queries import experts_to_index
from queqiao_web.foundation.likeness import PublicIndex


def engine_person(row: Expert) -> Person:
    """
    The expert as affinities take people: one text for the profile, one for each work.

    ``row.works`` is read, so rows are best fetched with their works.
    """
    profile = RankDocument(
        id=row.code,
        title="、".join(row.fields),
        abstract=row.introduction,
        keywords=" ".join(row.keywords),
    )
    works = (
        RankDocument(id=f"{row.code}-{one.position}", title=one.title, abstract=one.abstract)
        for one in row.works.all()
    )
    return Person(row.code, (profile, *works))


def engine_record(row: Expert) -> EngineRecord:
    """The published profile as a record to be found by its words; nothing of contact data."""
    works = "\n".join(f"{one.title} {one.abstract}".strip() for one in row.works.all())
    return EngineRecord(
        id=row.code,
        title=f"{row.name} {'、'.join(row.fields)}".strip(),
        description=f"{row.introduction}\n{works}".strip(),
        keywords=tuple(row.keywords),
        industry=row.industry_code or None,
        region=row.region_code or None,
        owner=row.organization.name,
        confirmed_on=row.confirmed_on,
    )


PUBLIC_EXPERTS = PublicIndex("public-experts", rows=experts_to_index, record=engine_record)
"""What everybody may read of the published experts, as an index on disk."""
