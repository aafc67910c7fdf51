"""Reads of files: those of a record that somebody may read, and one by its code."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.owners import rules_of, type_of


def files_of(record: Model) -> QuerySet[StoredFile]:
    """The files of a record, in the order in which they came."""
    rows = StoredFile.objects.filter(owner_type=type_of(record), owner_id=record.pk)
    return rows.filter(removed_at__isnull=True).order_by("pk")


def files_readable_by(actor: Actor, record: Model) -> QuerySet[StoredFile]:
    """Those of the files of a visible record that the actor may read; the others are not named."""
    return files_at(record, rules_of(type_of(record)).level_for(actor, record))


def files_at(record: Model, level: Level) -> QuerySet[StoredFile]:
    """The files of a record that may be read at a level."""
    return files_of(record).filter(level__lte=level)


def readable_file(actor: Actor, code: str) -> StoredFile:
    """
    One file that the actor may read.

    Raises:
        NotThere: there is none; nor does anybody hear of one that they may not read.
    """
    row = StoredFile.objects.filter(code=code, removed_at__isnull=True).first()
    if row is None:
        raise NotThere
    rules = rules_of(row.owner_type)
    record = rules.visible_to(actor).filter(pk=row.owner_id).first()
    if record is None or rules.level_for(actor, record) < row.level:
        raise NotThere
    return row
