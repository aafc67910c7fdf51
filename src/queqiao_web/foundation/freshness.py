"""How long what an owner confirmed still holds, in legal days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_DAYS: Final = 180
"""Nothing holds longer without its owner's word; matching draws the same line."""
REMIND_DAYS: Final = 14
"""So many days before the end the owner is reminded."""
LEAST_NOTICE: Final = timedelta(days=3)
"""Between the reminder and the end lie at least so many days, however late the reminder was."""


class Confirmed(models.Model):
    """
    A record that holds from the day its owner confirmed it until ``valid_until``, its last day.

    ``reminded_at`` is when the owner was told that it ends soon; confirming it anew forgets that.
    """

    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


def legal_day(at: datetime) -> date:
    """The day at that moment where the platform is."""
    return timezone.localtime(at).date()


def holds_until(confirmed_on: date, days: int) -> date:
    """The last day on which something confirmed that day holds."""
    return confirmed_on + timedelta(days=min(days, LONGEST_DAYS))


def remind_from(at: datetime) -> date:
    """Whatever holds until this day or an earlier one is to be reminded of at that moment."""
    return legal_day(at) + timedelta(days=REMIND_DAYS)


def confirm(
    record: Confirmed, *, at: datetime, days: int = LONGEST_DAYS, latest: date | None = None
) -> None:
    """Let a record hold from today for so many days, at the longest until ``latest``."""
    record.confirmed_on = legal_day(at)
    until = holds_until(record.confirmed_on, days)
    record.valid_until = min(until, latest or until)
    record.reminded_at = None


def ends_soon(record: Confirmed, *, at: datetime) -> bool:
    """Whether the owner is to be told now that a record that is public ends soon."""
    return (
        record.reminded_at is None
        and record.valid_until is not None
        and record.valid_until <= remind_from(at)
    )


def has_ended(record: Confirmed, *, at: datetime) -> bool:
    """Whether a record that is public no longer holds and its owner knew in time."""
    return (
        record.valid_until is not None
        and record.valid_until < legal_day(at)
        and record.reminded_at is not None
        and record.reminded_at + LEAST_NOTICE <= at
    )
