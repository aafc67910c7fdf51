"""Tags that show the files of a record, with a form to attach more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Model
from django.template import Context
from django.utils.translation import gettext as _

from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.owners import rules_of, type_of
from queqiao_web.foundation.files.queries import files_readable_by
from queqiao_web.foundation.templatetags.queqiao.library import register

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

ACCEPTED = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.txt"


@register.inclusion_tag("foundation/files/part.html", takes_context=True)
def files_of(context: Context, record: Model) -> dict[str, object]:
    """``{% files_of demand %}``: what this person may read of its files, and the form to attach."""
    frame = _frame(context, record)
    return {**frame, "files": files_readable_by(context["actor"], record)}


@register.inclusion_tag("foundation/files/list.html", takes_context=True)
def papers_of(
    context: Context, record: Model, files: object, removable: object = None
) -> dict[str, object]:
    """``{% papers_of achievement shown.papers %}``: these files; with ``removable`` to remove."""
    frame = {**_frame(context, record), "files": files}
    return frame if removable else {**frame, "can_attach": None}


@register.inclusion_tag("foundation/files/attach.html", takes_context=True)
def attach_to(context: Context, record: Model) -> dict[str, object]:
    """``{% attach_to achievement %}``: the form to attach a file, for whom it concerns."""
    return _frame(context, record)


@register.filter
def paper_word(file: StoredFile) -> str:
    """``{{ file|paper_word }}``: the kind of paper as people read it."""
    papers = rules_of(file.owner_type).papers
    return papers.word_of(file.paper) if papers is not None else ""


@register.filter
def claim_word(file: StoredFile) -> Text:
    """``{{ file|claim_word }}``: what its record claimed when it came, empty where nothing."""
    papers = rules_of(file.owner_type).papers
    return papers.claim_word(file.claim) if papers is not None and file.claim else ""


def _frame(context: Context, record: Model) -> dict[str, object]:
    owner_type = type_of(record)
    rules = rules_of(owner_type)
    return {
        "heading": rules.papers.heading if rules.papers is not None else _("Files"),
        "papers": rules.papers,
        "can_attach": rules.can_attach(context["actor"], record),
        "levels": [(level.value, level.label) for level in rules.levels],
        "one_level": len(rules.levels) == 1,
        "chosen_level": Level.DETAILS,
        "owner_type": owner_type,
        "owner_id": record.pk,
        "accepted": ACCEPTED,
        "megabytes": settings.FILE_BYTES >> 20,
        "csrf_token": context.get("csrf_token"),
    }
