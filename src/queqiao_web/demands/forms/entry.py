"""The forms of demands: the one for entering them, those of review and of closing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.actions import DemandContent
from queqiao_web.demands.models import Demand
from queqiao_web.demands.states import (
    VALIDITY_DAYS,
    CloseReason,
    CooperationMode,
    IpNeed,
    ReturnReason,
)
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.indices import IndexMark
from queqiao_web.organizations.forms.fields import IndustryField, RegionField

_WAN = Decimal(10_000)
_SEPARATORS = re.compile(r"[,，;；、\n]+")
_AMOUNT = re.compile(r"([\d,，]+(?:\.\d+)?)\s*(亿|万)?元?")

_READINESS = (
    ("", _("No requirement")),
    ("1", _("1: basic principle")),
    ("2", _("2: technical concept")),
    ("3", _("3: proven in the laboratory")),
    ("4", _("4: laboratory sample")),
    ("5", _("5: sample in a simulated environment")),
    ("6", _("6: pilot scale")),
    ("7", _("7: prototype in real use")),
    ("8", _("8: proven in production")),
    ("9", _("9: sold or used widely")),
)


class WanField(forms.CharField):
    """
    An amount of money; a bare number counts 万元. Gives yuan.

    Takes ``30``, ``30万``, ``30 万元``, ``0.5亿``, ``300000元``.
    """

    def prepare_value(self, value: Any) -> Any:
        """The amount in 万元."""
        return f"{(value / _WAN).normalize():f}" if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """The amount in yuan."""
        text = super().clean(value).strip()
        if not text:
            return None
        read = _AMOUNT.fullmatch(text)
        try:
            number = Decimal(re.sub("[,，]", "", read[1])) if read else None
        except InvalidOperation:
            number = None
        if read is None or number is None or number >= Decimal(10) ** 10:
            raise ValidationError(_("Write an amount in 万元, such as 30."), code="amount")
        if read[2] == "亿":
            return number * _WAN * _WAN
        if read[2] is None and text.endswith("元"):
            return number
        return number * _WAN


class WordsField(forms.CharField):
    """Several words in one line. Gives a tuple of them."""

    def prepare_value(self, value: Any) -> Any:
        """The words in one line."""
        return "、".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The words, each once."""
        parts = [one.strip() for one in _SEPARATORS.split(super().clean(value))]
        return tuple(dict.fromkeys(one for one in parts if one))


class RegionsField(WordsField):
    """Several regions in one line, by name or code. Gives a tuple of codes."""

    def prepare_value(self, value: Any) -> Any:
        """The full names in one line."""
        if isinstance(value, list | tuple):
            return "、".join(str(RegionField.widget().format_value(one)) for one in value)
        return value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The codes, each once."""
        one = RegionField(required=True)
        return tuple(dict.fromkeys(one.clean(text) for text in super().clean(value)))


class DemandForm(forms.Form):
    """
    Everything that the owner writes into a demand.

    Only the title is required: a draft is kept however little it says. What review asks for is
    told when it is submitted.
    """

    needs = ("summary", "industry_code")

    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        help_text=_("What is to be solved, in 6 to 30 characters: 高速电主轴热伸长控制"),
    )
    summary = forms.CharField(
        label=_("Public summary"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Everybody reads this. Say the problem so that an expert can recognize it."),
    )
    description = forms.CharField(
        label=_("Details"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_(
            "How it is done today, what goes wrong, what is to be reached, with numbers and units."
        ),
    )
    keywords = WordsField(
        label=_("Keywords"), required=False, help_text=_("A few words, separated by commas.")
    )
    industry_code = IndustryField(
        label=_("Industry"),
        required=False,
        help_text=_("In which industry does the problem arise? Type part of its name."),
    )
    region_code = RegionField(label=_("Region"), required=False)
    trl_min = forms.TypedChoiceField(
        label=_("Lowest readiness accepted"),
        required=False,
        choices=_READINESS,
        coerce=int,
        empty_value=None,
    )
    budget_cny = WanField(
        label=_("Budget (万元)"),
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "class": "short"}),
        help_text=_("The most that you would spend. An offer above it is shown as a near miss."),
    )
    deadline_on = forms.DateField(
        label=_("Needed by"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )
    modes = forms.MultipleChoiceField(
        label=_("Ways of cooperation"),
        required=False,
        choices=CooperationMode.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    ip_need = forms.ChoiceField(
        label=_("Intellectual property"),
        required=False,
        choices=IpNeed.choices,
        initial=IpNeed.ANY,
        widget=forms.RadioSelect,
    )
    accepted_regions = RegionsField(
        label=_("Solvers from"),
        required=False,
        help_text=_("Regions, separated by commas. Empty: from anywhere."),
    )
    disclosure = forms.ChoiceField(
        label=_("Who may read what"),
        required=False,
        choices=Disclosure.choices,
        initial=Disclosure.STAGED,
        widget=forms.RadioSelect,
    )
    secret_annex = forms.CharField(
        label=_("Secret annex"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Formulas, customers, drawings: opened only to partners who signed a non-disclosure"
            " agreement. Matching reads it and shows nothing of it."
        ),
    )
    validity_days = forms.TypedChoiceField(
        label=_("Valid for"),
        required=False,
        choices=VALIDITY_DAYS,
        coerce=int,
        initial=180,
        help_text=_("Counted from publication. You are reminded before it ends."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    entry = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def content(self) -> DemandContent:
        """What was written, from a form that is valid."""
        values = {name: self.cleaned_data[name] for name in CONTENT if name != "marks"}
        values["ip_need"] = values["ip_need"] or IpNeed.ANY
        values["disclosure"] = values["disclosure"] or Disclosure.STAGED
        values["modes"] = tuple(values["modes"])
        values["validity_days"] = values["validity_days"] or 180
        return DemandContent(**values, marks=marks_in(self.data))

    def readable_content(self) -> DemandContent:
        """What can be read of a form that need not be valid: the rest is left empty."""
        self.is_valid()
        read = {k: v for k, v in self.cleaned_data.items() if k in CONTENT and v not in (None, "")}
        read.setdefault("title", str(self.data.get("title", ""))[:80])
        read["modes"] = tuple(read.get("modes", ()))
        return DemandContent(**read, marks=marks_in(self.data))


CONTENT = tuple(DemandContent.__dataclass_fields__)


class OwnedDemandForm(DemandForm):
    """The form of a new demand, which asks in whose name it is posted."""

    organization = forms.TypedChoiceField(label=_("In the name of"), coerce=int)

    field_order = ("organization",)

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].choices = owners
        if len(owners) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.fields["organization"].initial = owners[0][0]


class ReturnForm(forms.Form):
    """Why a demand goes back."""

    needs = ("reasons",)

    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=ReturnReason.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label=_("What is to be changed"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The enterprise reads this as you write it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """Why a demand is closed."""

    reason = forms.ChoiceField(
        label=_("Why is it closed?"),
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
    )


def marks_in(data: Mapping[str, Any]) -> dict[str, IndexMark]:
    """The owner's marks of indices: those shown and kept are confirmed, the others struck out."""
    if not isinstance(data, QueryDict):
        return {}
    kept = set(data.getlist("index_kept"))
    return {
        key: IndexMark.CONFIRMED if keys in kept else IndexMark.STRUCK
        for keys in data.getlist("index_shown")
        for key in keys.splitlines()
    }


def initial_of(demand: Demand) -> dict[str, object]:
    """What the form of a demand begins with."""
    found: dict[str, object] = {name: getattr(demand, name) for name in CONTENT if name != "marks"}
    return {**found, "version": demand.version}


def initial_of_typed(typed: Mapping[str, list[str]]) -> dict[str, object]:
    """What the form begins with where somebody goes on typing: as they typed it."""
    many = {"modes"}
    return {
        name: values if name in many else values[0]
        for name, values in typed.items()
        if (values and name in DemandForm.base_fields) or name == "organization"
    }
