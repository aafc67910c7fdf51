"""How far an actor may read a record."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from queqiao_web.foundation.access.actor import Actor
from queqiao_web.foundation.access.roles import RegionRole
from queqiao_web.foundation.disclosure.levels import Confidential, Disclosure, Level, open_level


def stands_in_for_owner(actor: Actor, record: Confidential) -> bool:
    """Whether the actor belongs to the owner, acts for it, or is the platform itself."""
    return actor.is_system or record.organization_id in (actor.organization_ids | actor.delegated)


def level_of(actor: Actor, record: Confidential) -> Level:
    """
    How far the actor may read the record: at most one query.

    The owner reads everything; an officer of the region the details, since they answer for what
    is published there; members of an organization what was granted to it; everybody what is open.
    """
    return levels_of(actor, [record])[record.pk]


def levels_of(actor: Actor, records: Sequence[Confidential]) -> dict[int, Level]:
    """The level of each of these records of one model, by primary key: at most one query."""
    found = {record.pk: _without_grants(actor, record) for record in records}
    asked = [pk for pk, level in found.items() if level < Level.SECRET]
    if not asked or not (actor.organization_ids or actor.delegated):
        return found
    model = type(records[0])
    grants: models.QuerySet[models.Model] = model._meta.get_field("grants").related_model.objects  # type: ignore[attr-defined] # every confidential model has the relation
    granted = (
        grants.filter(
            record__in=asked,
            organization__in=actor.organization_ids | actor.delegated,
            ended_at__isnull=True,
        )
        .values_list("record_id")
        .annotate(highest=models.Max("level"))
    )
    for pk, level in granted:
        found[pk] = max(found[pk], Level(level))
    return found


def knows_owner(record: Confidential, level: Level) -> bool:
    """Whether somebody who may read up to ``level`` may know whose the record is."""
    return record.disclosure != Disclosure.ANONYMOUS or level > Level.PUBLIC


def owner_is_shown(actor: Actor, record: Confidential) -> bool:
    """Whether the actor may know whose the record is: at most one query."""
    return record.disclosure != Disclosure.ANONYMOUS or knows_owner(record, level_of(actor, record))


def _without_grants(actor: Actor, record: Confidential) -> Level:
    if stands_in_for_owner(actor, record):
        return Level.SECRET
    if actor.holds(RegionRole.OFFICER, within=record.region_code):
        return Level.DETAILS
    return open_level(record)
