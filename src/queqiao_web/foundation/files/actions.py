"""Files come and go: stored, read with a note of it, removed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.codes import new_code
from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.errors import Invalid, NotThere, Problem
from queqiao_web.foundation.files.kinds import plain_name, sniff
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.owners import FileRules, rules_of, type_of
from queqiao_web.foundation.files.papers import PLAIN, Paper, paper_problems
from queqiao_web.foundation.files.queries import files_of, readable_file
from queqiao_web.foundation.files.store import codes_before, remove_content, write_content
from queqiao_web.foundation.workflow import lock, save_change

MOST = 20
"""So many files a record may have."""
_SPARED = timedelta(days=1)  # a content whose row is not there yet may be one being stored


@transaction.atomic
def store_file(
    *,
    actor: Actor,
    at: datetime,
    record: Model,
    upload: UploadedFile[Any],
    level: Level,
    paper: Paper = PLAIN,
) -> StoredFile:
    """
    Attach a file to a record.

    Event ``foundation.file.stored`` of the file; of a record whose files are papers
    ``<app>.<noun>.paper_stored``, so that its timeline tells it.

    The content is on the disk before its row is: a kill in between leaves a content without a row,
    which is removed later, never a row without its content.

    Raises:
        Refused: the actor may not attach files to it.
        Invalid: too large, empty, of a kind or at a level that is not taken, or one too many.
    """
    locked = lock(type(record), record.pk)
    rules = rules_of(type_of(record))
    require(rules.can_attach(actor, locked))
    name = plain_name(upload.name or "")
    problems = [*_problems_of(upload, locked), *paper_problems(rules.papers, paper)]
    if level not in rules.levels:
        problems.append(Problem("level", "unknown", _("Files of this record have other readers.")))
    found = sniff(upload.open(), name) if not problems else None
    if found is not None and found.problem is not None:
        problems.append(found.problem)
    if problems or found is None or found.kind is None:
        raise Invalid(problems)
    code = new_code()
    upload.seek(0)
    size, digest = write_content(code, upload.chunks())
    row = StoredFile(
        code=code,
        owner_type=type_of(record),
        owner_id=record.pk,
        name=name,
        paper=paper.kind,
        title=paper.title.strip(),
        claim=rules.papers.claim_of(locked) if rules.papers is not None else "",
        kind=found.kind,
        size=size,
        sha256=digest,
        level=level,
        uploaded_by_id=actor.user_id,
        created_at=at,
    )
    _save(row, locked, actor=actor, at=at, before=None)
    return row


@transaction.atomic
def remove_file(*, actor: Actor, at: datetime, code: str) -> StoredFile:
    """
    Take a file from its record; its content goes after the commit.

    Raises:
        NotThere: there is no such file to see.
        Refused: the actor may not change the files of its record.
    """
    found = readable_file(actor, code)
    rules = rules_of(found.owner_type)
    record = lock(_model_of(rules, actor), found.owner_id)
    row = lock(StoredFile, found.pk)
    if row.removed_at is not None:
        raise NotThere
    require(rules.can_attach(actor, record))
    before = snapshot(row)
    row.removed_at = at
    _save(row, record, actor=actor, at=at, before=before)
    transaction.on_commit(lambda: remove_content(row.code))
    return row


@transaction.atomic
def open_file(*, actor: Actor, at: datetime, code: str) -> StoredFile:
    """
    A file about to be given out; above the public level an event says who took it.

    Raises:
        NotThere: there is no such file that the actor may read.
    """
    row = readable_file(actor, code)
    if row.level > Level.PUBLIC:
        record_event(
            actor=actor,
            at=at,
            verb="foundation.file.downloaded",
            subject=row,
            before=snapshot(row),
            details={"owner": [row.owner_type, row.owner_id], "level": row.level},
        )
    return row


def remove_orphans(*, at: datetime) -> int:
    """Remove contents that have no row, or whose row says removed; how many."""
    codes = list(codes_before(at - _SPARED))
    kept = set(
        StoredFile.objects.filter(code__in=codes, removed_at__isnull=True).values_list(
            "code", flat=True
        )
    )
    gone = [code for code in codes if code not in kept]
    for code in gone:
        remove_content(code)
    return len(gone)


def _save(
    row: StoredFile,
    record: Model,
    *,
    actor: Actor,
    at: datetime,
    before: dict[str, object] | None,
) -> None:
    """Save the row with its one event: its own, or for a paper one of its record."""
    verb = "stored" if row.removed_at is None else "removed"
    if not row.paper:
        save_change(row, actor=actor, at=at, verb=f"foundation.file.{verb}", before=before)
        return
    row.updated_at = at
    row.version += before is not None
    row.save(force_insert=before is None)
    record_event(
        actor=actor,
        at=at,
        verb=f"{row.owner_type}.paper_{verb}",
        subject=record,
        before=snapshot(record),
        details={"file": row.code, "paper": row.paper, "level": row.level, "sha256": row.sha256},
    )


def _model_of(rules: FileRules, actor: Actor) -> type[Model]:
    return rules.visible_to(actor).model


def _problems_of(upload: UploadedFile[Any], record: Model) -> list[Problem]:
    size = upload.size or 0
    if size == 0:
        return [Problem("file", "empty", _("The file is empty."))]
    if size > settings.FILE_BYTES:
        text = _("The file is larger than %(most)d MB.") % {"most": settings.FILE_BYTES >> 20}
        return [Problem("file", "too_large", text)]
    if files_of(record).count() >= MOST:
        text = _("There are %(most)d files already; please remove one first.") % {"most": MOST}
        return [Problem("file", "too_many", text)]
    return []
