"""How long what an owner confirmed still holds, in legal days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

LONGEST_DAYS: Final = 180
"""Nothing holds longer without its owner's word; matching draws the same line."""
REMIND_DAYS: Final = 14
"""So many days before the end the owner is reminded."""
LEAST_NOTICE: Final = timedelta(days=3)
"""Between the reminder and the end lie at least so many days, however late the reminder was."""


def legal_day(at: datetime) -> date:
    """The day at that moment where the platform is."""
    return timezone.localtime(at).date()


def holds_until(confirmed_on: date, days: int) -> date:
    """The last day on which something confirmed that day holds."""
    return confirmed_on + timedelta(days=min(days, LONGEST_DAYS))


def remind_from(at: datetime) -> date:
    """Whatever holds until this day or an earlier one is to be reminded of at that moment."""
    return legal_day(at) + timedelta(days=REMIND_DAYS)
