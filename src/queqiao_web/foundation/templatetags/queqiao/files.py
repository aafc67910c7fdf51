"""The tag that shows the files of a record, with a form to attach more."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Model
from django.template import Context

from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.files.owners import rules_of, type_of
from queqiao_web.foundation.files.queries import files_readable_by
from queqiao_web.foundation.templatetags.queqiao.library import register

ACCEPTED = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.txt"


@register.inclusion_tag("foundation/files/part.html", takes_context=True)
def files_of(context: Context, record: Model) -> dict[str, object]:
    """``{% files_of demand %}``: what this person may read of its files, and the form to attach."""
    actor = context["actor"]
    owner_type = type_of(record)
    return {
        "files": files_readable_by(actor, record),
        "can_attach": rules_of(owner_type).can_attach(actor, record),
        "levels": Level.choices,
        "chosen_level": Level.DETAILS,
        "owner_type": owner_type,
        "owner_id": record.pk,
        "accepted": ACCEPTED,
        "megabytes": settings.FILE_BYTES >> 20,
        "csrf_token": context.get("csrf_token"),
    }
