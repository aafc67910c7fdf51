"""The form for entering an achievement, with its patents and inventors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.actions import (
    AchievementContent,
    InventorContent,
    PatentContent,
    content_of,
)
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import (
    READINESS,
    VALIDITY_DAYS,
    AcquisitionMode,
    CooperationMode,
    Encumbrance,
    IpState,
    Ownership,
    PatentKind,
    PatentState,
    PriceMode,
)
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.indices import IndexMark
from queqiao_web.foundation.tables.fields import PriceField, WordsField
from queqiao_web.organizations.forms.fields import IndustryField, RegionField

_HUNDRED = Decimal(100)
_NOT_SAID = ("", _("Not stated"))


class AchievementForm(forms.Form):
    """
    Everything that the owner writes into an achievement.

    Only the title is required: a draft is kept however little it says. What review asks for is
    told when it is submitted.
    """

    needs = (
        "summary",
        "description",
        "industry_code",
        "trl",
        "ownership",
        "service_achievement",
        "modes",
    )

    title = forms.CharField(
        label=_("Name of the achievement"),
        max_length=100,
        help_text=_("What it is, in 6 to 30 characters, without praise."),
    )
    summary = forms.CharField(
        label=_("Public summary"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody reads this: what it does, for whom, what it reaches."),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("Principle, indices reached with numbers and units, where it has been used."),
    )
    keywords = WordsField(
        label=_("Keywords"), required=False, help_text=_("A few words, separated by commas.")
    )
    industry_code = IndustryField(
        label=_("Industry that can use it"),
        required=False,
        help_text=_("Type a code or part of the name."),
    )
    region_code = RegionField(label=_("Region"), required=False)
    trl = forms.TypedChoiceField(
        label=_("How ready it is"),
        required=False,
        choices=[_NOT_SAID, *((str(level), text) for level, text in READINESS)],
        coerce=int,
        empty_value=None,
    )
    trl_evidence = forms.CharField(
        label=_("What shows this readiness"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("From level 4 on: which test, where, when, who confirmed the result."),
    )
    ready_on = forms.DateField(
        label=_("Deliverable from"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if it can be delivered now."),
    )
    ip_state = forms.ChoiceField(
        label=_("State of intellectual property"),
        required=False,
        choices=IpState.choices,
        initial=IpState.UNKNOWN,
        help_text=_("Patents listed below tell it themselves."),
    )
    ownership = forms.ChoiceField(
        label=_("Ownership"), required=False, choices=[_NOT_SAID, *Ownership.choices]
    )
    co_owners = forms.CharField(label=_("Other owners"), required=False, max_length=200)
    acquisition = forms.ChoiceField(
        label=_("How it was acquired"),
        required=False,
        choices=[_NOT_SAID, *AcquisitionMode.choices],
    )
    service_achievement = forms.TypedChoiceField(
        label=_("Service achievement"),
        required=False,
        choices=[_NOT_SAID, ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        help_text=_(
            "Made in carrying out the tasks of the unit or mainly with its means. Pricing and"
            " sharing follow the law on promoting the conversion of achievements."
        ),
    )
    modes = forms.MultipleChoiceField(
        label=_("Ways of cooperation"),
        required=False,
        choices=CooperationMode.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    use_first_months = forms.IntegerField(
        label=_("Months of free use first"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput({"class": "short"}),
        help_text=_("Only with “use first, transfer later”."),
    )
    price_mode = forms.ChoiceField(
        label=_("Way of pricing"),
        required=False,
        choices=PriceMode.choices,
        initial=PriceMode.NEGOTIABLE,
        widget=forms.RadioSelect,
    )
    price_cny = PriceField(
        label=_("Price (万元)"),
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "class": "short"}),
        help_text=_("The agreed price, the listing price or the starting price."),
    )
    disclosure = forms.ChoiceField(
        label=_("Who may read what"),
        required=False,
        choices=Disclosure.choices,
        initial=Disclosure.PUBLIC,
        widget=forms.RadioSelect,
    )
    secret_annex = forms.CharField(
        label=_("Secret annex"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Know-how, formulas, customers: opened only to partners who signed a non-disclosure"
            " agreement. Matching reads it and shows nothing of it."
        ),
    )
    external_id = forms.CharField(
        label=_("Your own number"),
        required=False,
        max_length=60,
        help_text=_("Keeps a later import from bringing it in twice."),
    )
    validity_days = forms.TypedChoiceField(
        label=_("Valid for"),
        required=False,
        choices=VALIDITY_DAYS,
        coerce=int,
        initial=180,
        empty_value=180,  # type: ignore[arg-type] # of the type that coerce gives
        help_text=_("Counted from publication. You are reminded before it ends."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class OwnedAchievementForm(AchievementForm):
    """The form of a new achievement, which asks in whose name it is offered."""

    organization = forms.TypedChoiceField(label=_("In the name of"), coerce=int)

    field_order = ("organization",)

    def __init__(self, *args: Any, owners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].choices = owners
        if len(owners) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.fields["organization"].initial = owners[0][0]


class PatentForm(forms.Form):
    """One registered right; an empty number leaves it out."""

    number = forms.CharField(label=_("Number"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=PatentKind.choices, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=PatentState.choices,
        initial=PatentState.GRANTED,
        required=False,
    )
    owners = forms.CharField(label=_("Owners"), required=False, max_length=200)
    encumbrance = forms.ChoiceField(
        label=_("Encumbrance"), choices=Encumbrance.choices, required=False
    )


class InventorForm(forms.Form):
    """One inventor; an empty name leaves them out."""

    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=120)
    share = forms.DecimalField(
        label=_("Share (%)"), required=False, min_value=0, max_value=100, decimal_places=2
    )


PatentSet = forms.formset_factory(PatentForm, extra=1, max_num=60, absolute_max=60)
InventorSet = forms.formset_factory(InventorForm, extra=1, max_num=60, absolute_max=60)


def content_from(
    form: AchievementForm, patents: forms.BaseFormSet, inventors: forms.BaseFormSet
) -> AchievementContent:
    """What was written, from forms that are valid."""
    values = {name: form.cleaned_data[name] for name in _PLAIN}
    values["modes"] = tuple(values["modes"])
    values["ip_state"] = values["ip_state"] or IpState.UNKNOWN
    values["price_mode"] = values["price_mode"] or PriceMode.NEGOTIABLE
    values["disclosure"] = values["disclosure"] or Disclosure.PUBLIC
    return AchievementContent(
        **values,
        patents=tuple(_patent(one.cleaned_data) for one in patents if _says(one, "number")),
        inventors=tuple(_inventor(one.cleaned_data) for one in inventors if _says(one, "name")),
        marks=marks_from(form.data),
    )


_PARTS = {"patents", "inventors", "marks"}
_PLAIN = tuple(name for name in AchievementContent.__dataclass_fields__ if name not in _PARTS)


def initial_of(achievement: Achievement) -> dict[str, object]:
    """What the form of an achievement begins with."""
    content = content_of(achievement)
    found: dict[str, object] = {name: getattr(content, name) for name in _PLAIN}
    service = {True: "yes", False: "no", None: ""}[content.service_achievement]
    return {**found, "service_achievement": service, "version": achievement.version}


def initial_parts_of(
    achievement: Achievement,
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """What the lines of patents and of inventors begin with."""
    content = content_of(achievement)
    patents = [
        {name: getattr(one, name) for name in PatentForm.base_fields} for one in content.patents
    ]
    inventors: list[dict[str, object]] = [
        {
            "name": one.name,
            "unit": one.unit,
            "share": None if one.share is None else f"{(one.share * _HUNDRED).normalize():f}",
        }
        for one in content.inventors
    ]
    return patents, inventors


def marks_from(data: Mapping[str, Any]) -> dict[str, IndexMark]:
    """The owner's marks of indices: those shown and kept are confirmed, the others struck out."""
    if not isinstance(data, QueryDict):
        return {}
    kept = set(data.getlist("index_kept"))
    return {
        key: IndexMark.CONFIRMED if key in kept else IndexMark.STRUCK
        for key in data.getlist("index_shown")
    }


def _says(form: forms.Form, name: str) -> bool:
    return bool(form.cleaned_data.get(name, "").strip())


def _patent(said: Mapping[str, Any]) -> PatentContent:
    return PatentContent(
        number=said["number"].strip(),
        kind=said["kind"] or PatentKind.INVENTION,
        state=said["state"] or PatentState.GRANTED,
        owners=said["owners"].strip(),
        encumbrance=said["encumbrance"] or Encumbrance.NONE,
    )


def _inventor(said: Mapping[str, Any]) -> InventorContent:
    share = said["share"]
    return InventorContent(
        name=said["name"].strip(),
        unit=said["unit"].strip(),
        share=None if share is None else share / _HUNDRED,
    )
