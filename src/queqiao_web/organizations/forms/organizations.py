"""Shapes of input about organizations, their people and what the authority decides."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.organizations.actions import OrganizationDetails
from queqiao_web.organizations.forms.fields import IndustryField, RegionField
from queqiao_web.organizations.models import Appointment, Organization
from queqiao_web.organizations.states import OrganizationKind, ReturnReason


class OrganizationForm(forms.Form):
    """What an organization says of itself."""

    needs = ("uscc",)

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        help_text=_("As in the licence or the founding document."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=OrganizationKind.choices)
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        help_text=_(
            "18 characters; it stands on the licence. Only parks and instrument centers may do"
            " without."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    region_code = RegionField(help_text=_("Where it is registered; this decides who verifies it."))
    industry_code = IndustryField(required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )
    introduction = forms.CharField(
        label=_("What it does"),
        required=False,
        max_length=4000,
        help_text=_("Everybody can read it once the organization is verified."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    contact_name = forms.CharField(
        label=_("Contact person"),
        max_length=60,
        required=False,
        help_text=_("For the authority and your partners; never on the public page."),
    )
    contact_phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, organization: Organization) -> OrganizationForm:
        """The form filled with what is known."""
        return cls(initial={name: getattr(organization, name) for name in cls.base_fields})

    def clean_uscc(self) -> str:
        """Capitals, without blanks."""
        return "".join(self.cleaned_data["uscc"].split()).upper()

    def details(self) -> OrganizationDetails:
        """What was filled in."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return OrganizationDetails(**values)


class ReturnForm(forms.Form):
    """Why an organization is returned."""

    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=ReturnReason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please say why, so that they know what to change.")},
    )
    text = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=1000,
        help_text=_("The owners read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """One reason in words."""

    text = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=OrganizationRole.choices,
        initial=OrganizationRole.EDITOR,
        help_text=_("Viewers read; editors also write and publish; owners also decide on members."),
    )


class DelegateForm(forms.Form):
    """Which broker may act, and until when."""

    broker = forms.ChoiceField(label=_("Technology broker"))
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("Leave it open if it holds until you take it back."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, brokers: list[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_code = {post.user.code: post.user_id for post in brokers}
        self.fields["broker"].choices = [(p.user.code, str(p.user)) for p in brokers]

    def broker_id(self) -> int:
        """The chosen broker."""
        return self._by_code[self.cleaned_data["broker"]]

    def ends_at(self) -> datetime | None:
        """The end of the chosen day."""
        day: date | None = self.cleaned_data["ends_on"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))


class AppointForm(forms.Form):
    """Who gets which post, where."""

    login = forms.CharField(
        label=_("E-mail or user name"),
        max_length=254,
        help_text=_("The person needs an account."),
    )
    role = forms.ChoiceField(label=_("Post"), choices=RegionRole.choices)
    region_code = RegionField()
