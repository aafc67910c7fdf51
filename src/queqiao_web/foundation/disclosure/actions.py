"""Opening and closing levels, and the note of each look above what is open to everybody."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access.actor import Actor
from queqiao_web.foundation.access.decisions import ALLOW, Decision, deny, require
from queqiao_web.foundation.audit.record import record_event
from queqiao_web.foundation.audit.snapshots import snapshot
from queqiao_web.foundation.disclosure.levels import Confidential, Level, open_level
from queqiao_web.foundation.disclosure.models import DisclosureGrant
from queqiao_web.foundation.disclosure.queries import level_of, stands_in_for_owner
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.workflow import lock

Grant = TypeVar("Grant", bound=DisclosureGrant)


def can_grant_disclosure(actor: Actor, record: Confidential) -> Decision:
    """The owner's editors and the platform itself open levels."""
    if actor.is_system or actor.acts_for(record.organization_id):
        return ALLOW
    return deny(
        "foundation.disclosure.not_owner",
        _("Only the owner decides who may read more than the summary."),
    )


@transaction.atomic
def grant_disclosure(
    *,
    grants: type[Grant],
    record_id: int,
    organization_id: int,
    level: Level,
    basis: str,
    actor: Actor,
    at: datetime,
) -> Grant:
    """
    Let an organization read a record up to ``level``; the grant that stands already is given back.

    ``grants`` is the app's own model of grants. The event ``<app>.<noun>.disclosed`` is one of the
    record, so that its timeline tells it.

    Raises:
        Refused: the actor does not speak for the owner.
    """
    record = lock(_record_model(grants), record_id)
    require(can_grant_disclosure(actor, record))  # type: ignore[arg-type] # a confidential model
    standing = grants._default_manager.filter(
        record=record,
        organization_id=organization_id,
        level=level,
        basis=basis,
        ended_at__isnull=True,
    ).first()
    if standing is not None:
        return standing
    grant = grants(
        record=record,
        organization_id=organization_id,
        level=level,
        basis=basis,
        granted_at=at,
        granted_by_id=actor.user_id,
        created_at=at,
        updated_at=at,
    )
    grant.save(force_insert=True)
    _tell(record, "disclosed", grant, actor, at)
    return grant


@transaction.atomic
def withdraw_disclosure(*, grants: type[Grant], grant_id: int, actor: Actor, at: datetime) -> Grant:
    """
    End a grant; what was read stays read, and the events say so.

    Raises:
        Refused: the actor does not speak for the owner.
        NotThere: there is no such grant, or it has ended.
    """
    grant = lock(grants, grant_id)
    if grant.ended_at is not None:
        raise NotThere
    record = lock(_record_model(grants), grant.record_id)  # type: ignore[attr-defined] # of the app's model
    require(can_grant_disclosure(actor, record))  # type: ignore[arg-type] # a confidential model
    grant.ended_at = grant.updated_at = at
    grant.version += 1
    grant.save()
    _tell(record, "concealed", grant, actor, at)
    return grant


def reveal(
    *, record: models.Model, actor: Actor, at: datetime, level: Level | None = None
) -> Level:
    """
    How far the actor may read, with a note of it where that is more than everybody reads.

    To be called by whatever is about to show the texts; ``level`` where the caller found it by
    wider rules. The event ``<app>.<noun>.revealed`` tells the level; the owner's own looks and
    what is open to everybody leave none.
    """
    shown: Level = level if level is not None else level_of(actor, record)  # type: ignore[arg-type] # a confidential model
    if shown > open_level(record) and not stands_in_for_owner(actor, record):  # type: ignore[arg-type] # as above
        with transaction.atomic():  # only now: a transaction waits for whoever is writing
            record_event(
                actor=actor,
                at=at,
                verb=f"{record._meta.app_label}.{record._meta.model_name}.revealed",
                subject=record,
                before=snapshot(record),
                details={"level": int(shown)},
            )
    return shown


def _record_model(grants: type[DisclosureGrant]) -> type[models.Model]:
    related = grants._meta.get_field("record").related_model  # type: ignore[misc] # of the app's model
    if not isinstance(related, type):
        raise TypeError(related)
    return related


def _tell(
    record: models.Model, verb: str, grant: DisclosureGrant, actor: Actor, at: datetime
) -> None:
    record_event(
        actor=actor,
        at=at,
        verb=f"{record._meta.app_label}.{record._meta.model_name}.{verb}",
        subject=record,
        before=snapshot(record),
        details={
            "organization": grant.organization_id,
            "level": grant.level,
            "basis": grant.basis,
            "grant": grant.code,
        },
    )
