"""Achievements as Excel files: for everybody what everybody may read, for owners more."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import shown_region
from queqiao_web.achievements.states import CooperationMode
from queqiao_web.foundation.disclosure import Level, knows_owner, open_level, readable_texts
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.tables import SheetColumn, workbook_of
from queqiao_web.foundation.tables.sheets import Value
from queqiao_web.foundation.ui.words import NOTHING, industry_words, region_words

_WAN = 10_000
_COLUMNS = (
    SheetColumn(gettext_lazy("Code"), 12),
    SheetColumn(gettext_lazy("Name of the achievement"), 36),
    SheetColumn(gettext_lazy("Public summary"), 60),
    SheetColumn(gettext_lazy("Description"), 60),
    SheetColumn(gettext_lazy("Keywords"), 24),
    SheetColumn(gettext_lazy("Owned by"), 30),
    SheetColumn(gettext_lazy("Region"), 20),
    SheetColumn(gettext_lazy("Industry that can use it"), 24),
    SheetColumn(gettext_lazy("How ready it is"), 10),
    SheetColumn(gettext_lazy("State of intellectual property"), 16),
    SheetColumn(gettext_lazy("Ways of cooperation"), 24),
    SheetColumn(gettext_lazy("Way of pricing"), 12),
    SheetColumn(gettext_lazy("Price (万元)"), 12),
    SheetColumn(gettext_lazy("Deliverable from"), 12),
    SheetColumn(gettext_lazy("State"), 12),
    SheetColumn(gettext_lazy("Published on"), 12),
    SheetColumn(gettext_lazy("Valid until"), 12),
)


def public_sheet(achievements: Iterable[Achievement]) -> bytes:
    """The file with what is open to everybody, whoever asks for it."""
    rows = (_row(one, open_level(one)) for one in achievements)
    return workbook_of(title=_("Achievements"), columns=_COLUMNS, rows=rows)


def own_sheet(achievements: Iterable[Achievement]) -> bytes:
    """The file for the owner: with the details, without the secret annex, since files travel."""
    rows = (_row(one, Level.DETAILS) for one in achievements)
    return workbook_of(title=_("Achievements"), columns=_COLUMNS, rows=rows)


def _row(one: Achievement, level: Level) -> list[Value]:
    texts = readable_texts(one, level)
    return [
        one.code,
        one.title,
        texts.get("summary", ""),
        texts.get("description", ""),
        "、".join(one.keywords),
        one.organization.name if knows_owner(one, level) else _("Anonymous"),
        region_words(shown_region(one, level)),
        industry_words(one.industry_code),
        one.trl,
        one.get_ip_state_display(),
        "、".join(str(CooperationMode(mode).label) for mode in one.modes) or NOTHING,
        one.get_price_mode_display(),
        None if one.price_cny is None else one.price_cny / _WAN,
        one.ready_on,
        one.get_state_display(),
        legal_day(one.published_at) if one.published_at else None,
        one.valid_until,
    ]
