"""Shapes of what people send to deals."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from queqiao_web.deals.models import Deal
from queqiao_web.deals.states import (
    ContractKind,
    ContributionKind,
    LossReason,
    ObjectionState,
    PaymentMode,
)

_DAY = {"type": "date"}
_PLAN_LINE = re.compile(
    r"^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,，:：]+([\d,，.]+)\s*(万?元?)[\s,，:：]*(.*)$"
)
_LONG = forms.Textarea(attrs={"rows": 3})


def _money(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=16, decimal_places=2, required=False, **more)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), **more
    )


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", _("Please choose")), *choices], required=False
    )


class EvaluationForm(forms.Form):
    """What the evaluation found."""

    needs = ("evaluation",)

    evaluation = forms.CharField(
        label=_("What the evaluation found"), widget=_LONG, required=False, max_length=5000
    )


class LossForm(forms.Form):
    """Why a deal comes to nothing."""

    needs = ("loss_reason",)

    loss_reason = _choice(_("Reason"), LossReason.choices)
    loss_text = forms.CharField(label=_("In words"), widget=_LONG, required=False, max_length=2000)


class PriceForm(forms.Form):
    """A price to agree on."""

    needs = ("price_cny",)

    price_cny = _money(_("Price (yuan)"))


class ListingForm(forms.Form):
    """A price to list."""

    needs = ("price_cny",)

    price_cny = _money(_("Listed price (yuan)"))
    notice_text = forms.CharField(
        label=_("Text of the public notice"),
        help_text=_(
            "Public for fifteen days where the achievement was made in the line of service."
        ),
        widget=_LONG,
        required=False,
        max_length=2000,
    )


class AuctionForm(forms.Form):
    """The terms of an auction."""

    needs = ("floor_cny", "step_cny", "bond_cny", "opens_at", "closes_at")

    floor_cny = _money(_("Floor (yuan)"))
    step_cny = _money(_("Least step (yuan)"))
    bond_cny = _money(_("Bond (yuan)"))
    opens_at = forms.DateTimeField(
        label=_("Bidding opens"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
    )
    closes_at = forms.DateTimeField(
        label=_("Bidding closes"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
    )


class BidForm(forms.Form):
    """One bid."""

    needs = ("amount_cny",)

    amount_cny = _money(_("Your bid (yuan)"))


class ObjectionForm(forms.Form):
    """What somebody has against a price."""

    needs = ("text",)

    text = forms.CharField(label=_("Your objection"), widget=_LONG, required=False, max_length=5000)


class DecisionForm(forms.Form):
    """What becomes of an objection."""

    needs = ("to", "answer")

    to = _choice(
        pgettext_lazy("objection", "Decision"),
        [one for one in ObjectionState.choices if one[0] != "open"],
    )
    answer = forms.CharField(label=_("Reasons"), widget=_LONG, required=False, max_length=5000)


class PlanField(forms.CharField):
    """
    Payments, one a line: the day, the amount, the condition.

    ``2026-12-01 20万元 签订后``; gives ``(day, amount, condition)`` for each line.
    """

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Any:
        """The payments; every line that cannot be read is told."""
        lines = [line for line in (value or "").splitlines() if line.strip()]
        found, wrong = [], []
        for number, line in enumerate(lines, start=1):
            payment = _payment(line)
            if payment is None:
                wrong.append(str(number))
            else:
                found.append(payment)
        if wrong:
            text = _("Line %(lines)s cannot be read: write day, amount and condition.")
            raise forms.ValidationError(text % {"lines": ", ".join(wrong)})
        return tuple(found)

    def prepare_value(self, value: Any) -> Any:
        """The payments as lines again."""
        if isinstance(value, tuple):
            return "\n".join(f"{due} {amount} {on}".strip() for due, amount, on in value)
        return value


def _payment(line: str) -> tuple[date, Decimal, str] | None:
    match = _PLAN_LINE.match(line)
    if match is None:
        return None
    year, month, day, digits, unit, condition = match.groups()
    try:
        amount = Decimal(digits.replace(",", "").replace("，", ""))
        due = date(int(year), int(month), int(day))
    except (InvalidOperation, ValueError):
        return None
    return due, amount * 10_000 if unit.startswith("万") else amount, condition.strip()


class ContractForm(forms.Form):
    """The terms of a signed contract."""

    needs = (
        "kind",
        "number",
        "name",
        "subject",
        "deliverables",
        "acceptance",
        "ip_ownership",
        "payment_mode",
        "amount_cny",
        "signed_on",
        "valid_through",
    )

    kind = _choice(_("Kind of contract"), ContractKind.choices)
    number = forms.CharField(label=_("Contract number"), required=False, max_length=60)
    name = forms.CharField(label=_("Contract name"), required=False, max_length=120)
    subject = forms.CharField(label=_("Technical content"), widget=_LONG, required=False)
    deliverables = forms.CharField(label=_("Deliverables"), widget=_LONG, required=False)
    acceptance = forms.CharField(label=_("Acceptance standard"), widget=_LONG, required=False)
    ip_ownership = forms.CharField(
        label=_("Ownership of new rights"), required=False, max_length=200
    )
    payment_mode = _choice(_("Way of payment"), PaymentMode.choices)
    amount_cny = _money(_("Price (yuan)"))
    non_technical_cny = _money(
        _("Of it for equipment and other non-technical parts (yuan)"), initial=0
    )
    direct_cost_cny = _money(
        _("Direct costs of the conversion (yuan)"),
        help_text=_("Deducted before the inventors' part is reckoned."),
        initial=0,
    )
    signed_on = _day(_("Signed on"))
    valid_through = _day(_("Valid through"))
    plan = PlanField(
        label=_("Payment plan"),
        help_text=_(
            "One payment a line: day, amount, condition. 2026-12-01 20万元 签订后."
            " A fixed price is planned in full."
        ),
        required=False,
    )


class RegistrationForm(forms.Form):
    """What the registration office gave."""

    needs = ("registration_number", "registered_on")

    registration_number = forms.CharField(
        label=_("Registration number"), required=False, max_length=60
    )
    registered_on = _day(_("Registered on"))


class ReceiptForm(forms.Form):
    """Money that came in."""

    needs = ("received_on", "amount_cny", "reference")

    received_on = _day(_("Received on"))
    amount_cny = _money(_("Amount (yuan)"))
    reference = forms.CharField(
        label=_("Bank reference"),
        help_text=_("Counts once: a second entry with the same reference adds nothing."),
        required=False,
        max_length=60,
    )
    evidence = forms.CharField(label=_("Evidence"), widget=_LONG, required=False, max_length=2000)


class ProductionForm(forms.Form):
    """That it is produced with, and what shows it."""

    needs = ("producing_since", "production_evidence")

    producing_since = _day(_("In production since"))
    production_evidence = forms.CharField(
        label=_("Evidence of production"), widget=_LONG, required=False, max_length=5000
    )
    yearly_revenue_cny = _money(_("Yearly revenue from it (yuan)"))


class MessageForm(forms.Form):
    """Something to say."""

    needs = ("text",)

    text = forms.CharField(label=_("Message"), widget=_LONG, required=False, max_length=20_000)


class TaskForm(forms.Form):
    """Something to be done."""

    needs = ("title", "due_on")

    title = forms.CharField(label=_("What is to be done"), required=False, max_length=120)
    due_on = _day(_("By"))
    organization = forms.ChoiceField(label=_("By whom"), required=False)

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = (deal.demand_organization, deal.achievement_organization)
        self.fields["organization"].choices = [
            ("", _("Both sides")),
            *((str(one.pk), one.name) for one in sides),
        ]


class ContributionForm(forms.Form):
    """What one did."""

    needs = ("kind", "happened_on")

    kind = _choice(_("What was done"), ContributionKind.choices)
    happened_on = _day(_("When"))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class FeeForm(forms.Form):
    """Who gets which share of the fee: one field for each who contributed, in per cent."""

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, name in people:
            self.fields[f"share_{pk}"] = forms.DecimalField(
                label=_("%(name)s (per cent)") % {"name": name},
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(100),
                decimal_places=2,
            )

    def shares(self) -> dict[int, Decimal]:
        """The shares (0-1) of whoever gets one, by person."""
        return {
            int(name.removeprefix("share_")): value / 100
            for name, value in self.cleaned_data.items()
            if name.startswith("share_") and value
        }
