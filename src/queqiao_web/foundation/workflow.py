"""States as tables of edges: the only place where a state changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import models

from queqiao_web.foundation.access.actor import Actor
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.audit.record import record_event
from queqiao_web.foundation.audit.snapshots import snapshot
from queqiao_web.foundation.errors import IllegalTransition, NotThere, StaleVersion

Record = TypeVar("Record", bound=models.Model)

WORKFLOWS: dict[str, Workflow] = {}
"""Every workflow by its noun, ``demands.demand``; tests drive them all."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states of one noun and the edges between them."""

    noun: str
    edges: Mapping[str, frozenset[str]]

    def __post_init__(self) -> None:
        WORKFLOWS[self.noun] = self

    def allows(self, state: str, to: str) -> bool:
        """Whether an edge leads from ``state`` to ``to``."""
        return to in self.edges.get(state, frozenset())


def lock(model: type[Record], pk: int) -> Record:
    """
    The row, held until the transaction ends, so that of two actors one waits for the other.

    Raises:
        NotThere: there is no such row.
    """
    found = model._default_manager.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def check_version(record: models.Model, version: int | None) -> None:
    """
    Go on only where the record is as the person saw it; ``None`` asks for no check.

    Raises:
        StaleVersion: it was changed since.
    """
    if version is not None and record.version != version:  # type: ignore[attr-defined] # of Record
        raise StaleVersion


def advance(
    record: models.Model,
    workflow: Workflow,
    *,
    to: str,
    actor: Actor,
    at: datetime,
    verb: str,
    before: dict[str, object] | None = None,
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """
    Move a locked record along an edge, stamp it, and write the one audit event.

    ``verb`` is the past verb; ``<verb>_at`` and ``<verb>_by_id`` are set where the model has them.
    Other fields that the action set on the record are saved and recorded with it; ``before`` is
    the snapshot taken before they were set (default: the stored row).

    Raises:
        IllegalTransition: the workflow has no such edge.
    """
    model = type(record)
    stored = model._default_manager.get(pk=record.pk)
    state: str = stored.state  # type: ignore[attr-defined] # every record with a workflow has it
    if not workflow.allows(state, to):
        raise IllegalTransition(state=state, to=to, state_label=stored.get_state_display())  # type: ignore[attr-defined]
    old = before if before is not None else snapshot(stored)
    record.state = to  # type: ignore[attr-defined]
    names = {field.name for field in model._meta.concrete_fields}
    if f"{verb}_at" in names:
        setattr(record, f"{verb}_at", at)
    if f"{verb}_by" in names:
        setattr(record, f"{verb}_by_id", actor.user_id)
    return save_change(
        record, actor=actor, at=at, verb=f"{workflow.noun}.{verb}", before=old, details=details
    )


def save_change(
    record: models.Model,
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    before: dict[str, object] | None,
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Save a created (``before=None``) or changed record with its one audit event."""
    names = {field.name for field in record._meta.concrete_fields}
    if "updated_at" in names:
        record.updated_at = at  # type: ignore[attr-defined]
    if "version" in names and before is not None:
        record.version += 1  # type: ignore[attr-defined]
    record.save(force_insert=before is None)
    return record_event(
        actor=actor, at=at, verb=verb, subject=record, before=before, details=details
    )
