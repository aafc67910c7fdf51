"""Experts as Excel files: what everybody may read, never how to reach them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.experts.models import Expert
from queqiao_web.foundation.tables import SheetColumn, workbook_of
from queqiao_web.foundation.tables.sheets import Value
from queqiao_web.foundation.ui.words import industry_words, region_words

_COLUMNS = (
    SheetColumn(gettext_lazy("Code"), 12),
    SheetColumn(gettext_lazy("Name"), 14),
    SheetColumn(gettext_lazy("Organization"), 30),
    SheetColumn(gettext_lazy("Department"), 20),
    SheetColumn(gettext_lazy("Professional titles"), 20),
    SheetColumn(gettext_lazy("Fields of work"), 30),
    SheetColumn(gettext_lazy("Keywords"), 24),
    SheetColumn(gettext_lazy("Industry that they know"), 24),
    SheetColumn(gettext_lazy("Region"), 20),
    SheetColumn(gettext_lazy("About the expert"), 60),
    SheetColumn(gettext_lazy("Works"), 60),
    SheetColumn(gettext_lazy("Availability"), 16),
    SheetColumn(gettext_lazy("State"), 10),
)


def expert_sheet(experts: Iterable[Expert]) -> bytes:
    """The file of these experts; rows are best fetched with their works."""
    rows = (_row(one) for one in experts)
    return workbook_of(title=_("Experts"), columns=_COLUMNS, rows=rows)


def _row(one: Expert) -> list[Value]:
    return [
        one.code,
        one.name,
        one.organization.name,
        one.department,
        one.titles,
        "、".join(one.fields),
        "、".join(one.keywords),
        industry_words(one.industry_code),
        region_words(one.region_code),
        one.introduction,
        "；".join(work.title for work in one.works.all()),
        one.get_availability_display(),
        one.get_state_display(),
    ]
