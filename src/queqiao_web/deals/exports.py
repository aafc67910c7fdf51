"""Deals as calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from queqiao_web.deals.models import Deal, DealTask, PlannedPayment, Pricing
from queqiao_web.deals.states import PriceMode, PricingState, TaskState


def calendar_of(deals: Iterable[Deal]) -> bytes:
    """
    The deals' tasks, payments, notices and auctions as iCalendar (RFC 5545): three queries.

    Titles name the achievement and the task; amounts and texts stay on the platform.
    """
    rows = {deal.pk: deal for deal in deals}
    calendar = Calendar()
    calendar.add("prodid", "-//Queqiao//deals//ZH")
    calendar.add("version", "2.0")
    for task in DealTask.objects.filter(deal__in=rows, state=TaskState.OPEN):
        _day(
            calendar,
            f"task-{task.code}",
            task.due_on,
            task.title,
            rows[task.deal_id],
            task.updated_at,
        )
    payments = PlannedPayment.objects.filter(contract__deal__in=rows).select_related("contract")
    for payment in payments:
        deal = rows[payment.contract.deal_id]
        name = f"payment-{payment.contract.code}-{payment.position}"
        title = _("Payment %(number)d") % {"number": payment.position}
        _day(calendar, name, payment.due_on, title, deal, payment.contract.updated_at)
    for pricing in Pricing.objects.filter(deal__in=rows).exclude(state=PricingState.FAILED):
        deal = rows[pricing.deal_id]
        if pricing.notice_through is not None:
            _day(
                calendar,
                f"notice-{pricing.code}",
                pricing.notice_through,
                _("Public notice ends"),
                deal,
                pricing.updated_at,
            )
        if pricing.mode == PriceMode.AUCTION and pricing.opens_at and pricing.closes_at:
            event = _event(f"auction-{pricing.code}", _("Auction"), deal, pricing.updated_at)
            event.add("dtstart", pricing.opens_at.astimezone(UTC))
            event.add("dtend", pricing.closes_at.astimezone(UTC))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _day(  # noqa: PLR0917 -- private, the parts of one entry
    calendar: Calendar, name: str, on: date, title: str, deal: Deal, changed_at: datetime
) -> None:
    event = _event(name, title, deal, changed_at)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    calendar.add_component(event)


def _event(name: str, title: str, deal: Deal, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@queqiao")
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add(
        "summary", _("%(what)s: %(title)s") % {"what": title, "title": deal.achievement.title}
    )
    return event
