"""Demands as Excel files: for everybody what everybody may read, for owners their details too."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import shown_region
from queqiao_web.foundation.disclosure import Level, knows_owner, open_level, readable_texts
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.tables import SheetColumn, workbook_of
from queqiao_web.foundation.tables.sheets import Value
from queqiao_web.foundation.ui.words import NOTHING, industry_words, region_words

_WAN = 10_000
_COLUMNS = (
    SheetColumn(gettext_lazy("Code"), 12),
    SheetColumn(gettext_lazy("Title"), 36),
    SheetColumn(gettext_lazy("Public summary"), 60),
    SheetColumn(gettext_lazy("Details"), 60),
    SheetColumn(gettext_lazy("Keywords"), 24),
    SheetColumn(gettext_lazy("Organization"), 30),
    SheetColumn(gettext_lazy("Region"), 20),
    SheetColumn(gettext_lazy("Industry"), 24),
    SheetColumn(gettext_lazy("Budget (万元)"), 12),
    SheetColumn(gettext_lazy("Lowest readiness"), 10),
    SheetColumn(gettext_lazy("Needed by"), 12),
    SheetColumn(gettext_lazy("Ways of cooperation"), 24),
    SheetColumn(gettext_lazy("Intellectual property"), 16),
    SheetColumn(gettext_lazy("State"), 12),
    SheetColumn(gettext_lazy("Published on"), 12),
    SheetColumn(gettext_lazy("Valid until"), 12),
)


def public_sheet(demands: Iterable[Demand]) -> bytes:
    """The file with what is open to everybody, whoever asks for it."""
    rows = (_row(demand, open_level(demand)) for demand in demands)
    return workbook_of(title=_("Demands"), columns=_COLUMNS, rows=rows)


def own_sheet(demands: Iterable[Demand]) -> bytes:
    """The file for the owner: with the details, without the secret annex, since files travel."""
    rows = (_row(demand, Level.DETAILS) for demand in demands)
    return workbook_of(title=_("Demands"), columns=_COLUMNS, rows=rows)


def _row(demand: Demand, level: Level) -> list[Value]:
    texts = readable_texts(demand, level)
    known = knows_owner(demand, level)
    return [
        demand.code,
        demand.title,
        texts.get("summary", ""),
        texts.get("description", ""),
        "、".join(demand.keywords),
        demand.organization.name if known else _("Anonymous"),
        region_words(shown_region(demand, level)),
        industry_words(demand.industry_code),
        None if demand.budget_cny is None else demand.budget_cny / _WAN,
        demand.trl_min,
        demand.deadline_on,
        "、".join(demand.mode_labels) or NOTHING,
        demand.get_ip_need_display(),
        demand.get_state_display(),
        legal_day(demand.published_at) if demand.published_at else None,
        demand.valid_until,
    ]
