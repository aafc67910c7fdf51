"""Writing an event: in the transaction of the change, at the end of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from queqiao_web.foundation.access.actor import Actor
from queqiao_web.foundation.audit.chain import GENESIS, digest_of
from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.audit.snapshots import changes, snapshot
from queqiao_web.foundation.jobs.queue import enqueue_subscribers


def record_event(
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    subject: models.Model,
    before: dict[str, object] | None = None,
    details: Mapping[str, object] | None = None,
    on_behalf_of_id: int | None = None,
) -> AuditEvent:
    """
    The event just written; the jobs that subscribe to its verb are queued with it.

    ``verb`` is ``<app>.<noun>.<past verb>``. ``before`` is the ``snapshot`` of the subject taken
    before the change (``None``: it was created); what differs from now is kept. Must run inside
    the transaction of the change, else there would be a change without its event.

    Raises:
        TransactionManagementError: no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"{verb} must be recorded inside a transaction"
        raise transaction.TransactionManagementError(message)
    now = snapshot(subject)
    old, new = changes(before, now) if before is not None else ({}, now)
    head = AuditHead.objects.select_for_update().get(pk=1)
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=at,
        verb=verb,
        actor_id=actor.user_id,
        actor_kind="system" if actor.is_system else "person" if actor.user_id else "nobody",
        on_behalf_of_id=on_behalf_of_id,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        region_code=getattr(subject, "region_code", "") or "",
        before=old,
        after=new,
        details=dict(details or {}),
        channel=actor.origin.channel,
        ip=actor.origin.ip,
        request=actor.origin.request,
        previous=head.digest or GENESIS,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(sequence=event.sequence, digest=event.digest)
    enqueue_subscribers(event)
    return event
