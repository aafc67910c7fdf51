"""Files that show the readiness of an achievement: what they back, and what is still lacking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import EVIDENCE_FROM_TRL
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.files import files_at
from queqiao_web.foundation.files.models import StoredFile

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


def claimed_level(achievement: Achievement) -> str:
    """The readiness that it claims now, which a file attached now shows; empty where none."""
    return str(achievement.trl or "")


def claim_word(claim: str) -> Text:
    """The claimed readiness in words."""
    return _("for readiness %(level)s") % {"level": claim}


def evidence_notes(achievement: Achievement, level: Level) -> list[str]:
    """What the owner and whoever reviews should know of the files, read at ``level``."""
    files = list(files_at(achievement, Level.SECRET))
    found = []
    trl = achievement.trl or 0
    if trl >= EVIDENCE_FROM_TRL and not _shows(files, trl):
        found.append(_("No file shows readiness %(level)d yet.") % {"level": trl})
    hidden = sum(file.level > level for file in files)
    if hidden:
        text = ngettext(
            "%(count)d further file is opened after a signed non-disclosure agreement only.",
            "%(count)d further files are opened after a signed non-disclosure agreement only.",
            hidden,
        )
        found.append(text % {"count": hidden})
    return found


def _shows(files: Iterable[StoredFile], trl: int) -> bool:
    return any(file.claim.isdigit() and int(file.claim) >= trl for file in files)
