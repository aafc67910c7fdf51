"""The form of a profile with its works, and the forms of claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from queqiao_web.experts.actions import ExpertContent, WorkContent, content_of
from queqiao_web.experts.models import Expert
from queqiao_web.experts.states import Availability, ContactConsent, WorkKind
from queqiao_web.foundation.tables.fields import WordsField
from queqiao_web.organizations.forms.fields import IndustryField, RegionField


class ExpertForm(forms.Form):
    """Everything that a profile says."""

    needs = ("fields_of_work", "introduction")

    name = forms.CharField(label=_("Name"), max_length=60)
    department = forms.CharField(label=_("Department"), required=False, max_length=120)
    titles = forms.CharField(
        label=_("Professional titles"),
        required=False,
        max_length=120,
        help_text=_("Such as professor, senior engineer; the highest first."),
    )
    fields_of_work = WordsField(
        label=_("Fields of work"),
        required=False,
        help_text=_("What they can solve, as an enterprise would say it; separated by commas."),
    )
    keywords = WordsField(
        label=_("Keywords"), required=False, help_text=_("A few words, separated by commas.")
    )
    industry_code = IndustryField(
        label=_("Industry that they know"),
        required=False,
        help_text=_("Type a code or part of the name."),
    )
    region_code = RegionField(label=_("Region"), required=False)
    introduction = forms.CharField(
        label=_("About the expert"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What they have solved, for whom, with which result. Everybody reads this."),
    )
    availability = forms.ChoiceField(
        label=_("Availability"),
        required=False,
        choices=Availability.choices,
        initial=Availability.AVAILABLE,
        widget=forms.RadioSelect,
    )
    capacity_cases = forms.IntegerField(
        label=_("Cases at once"),
        required=False,
        min_value=0,
        max_value=50,
        initial=2,
        widget=forms.NumberInput({"class": "short"}),
        help_text=_("So many are proposed at most while others are open."),
    )
    capacity_days = forms.IntegerField(
        label=_("Days a month"),
        required=False,
        min_value=0,
        max_value=31,
        widget=forms.NumberInput({"class": "short"}),
    )
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    contact_consent = forms.ChoiceField(
        label=_("Who sees how to reach the expert"),
        required=False,
        choices=ContactConsent.choices,
        initial=ContactConsent.PARTNERS,
        widget=forms.RadioSelect,
    )
    external_id = forms.CharField(
        label=_("Staff number"),
        required=False,
        max_length=60,
        help_text=_("Keeps a later import from bringing the person in twice. Not shown."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class OwnedExpertForm(ExpertForm):
    """The form of a new profile, which asks by whom it is presented."""

    organization = forms.TypedChoiceField(label=_("Organization"), coerce=int)

    field_order = ("organization",)

    def __init__(self, *args: Any, owners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].choices = owners
        if len(owners) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.fields["organization"].initial = owners[0][0]


class WorkForm(forms.Form):
    """One work; an empty title leaves it out."""

    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=WorkKind.choices, required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1950, max_value=2100)
    achievement_code = forms.CharField(
        label=_("Code of the achievement here"), required=False, max_length=8
    )


WorkSet = forms.formset_factory(WorkForm, extra=1, max_num=200, absolute_max=200)


class ClaimForm(forms.Form):
    """How the person can be recognized."""

    statement = forms.CharField(
        label=_("How you can be recognized"),
        min_length=10,
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Such as your staff number or the mail address at your unit. Only owners of the"
            " organization and officers of the region read this."
        ),
    )


class RefuseForm(forms.Form):
    """Why a claim is refused."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1_000, widget=forms.Textarea({"rows": 3})
    )


def content_from(form: ExpertForm, works: forms.BaseFormSet) -> ExpertContent:
    """What was written, from forms that are valid."""
    values = {name: form.cleaned_data[name] for name in _PLAIN}
    if values["capacity_cases"] is None:
        values["capacity_cases"] = 2
    values["availability"] = values["availability"] or Availability.AVAILABLE
    values["contact_consent"] = values["contact_consent"] or ContactConsent.PARTNERS
    return ExpertContent(
        **values,
        fields=form.cleaned_data["fields_of_work"],
        works=tuple(_work(one.cleaned_data) for one in works if one.cleaned_data.get("title")),
    )


_PLAIN = tuple(
    name for name in ExpertContent.__dataclass_fields__ if name not in {"works", "fields"}
)


def initial_of(expert: Expert) -> tuple[dict[str, object], list[dict[str, object]]]:
    """What the form of a profile begins with, and the lines of its works."""
    content = content_of(expert)
    found: dict[str, object] = {name: getattr(content, name) for name in _PLAIN}
    works = [{name: getattr(one, name) for name in WorkForm.base_fields} for one in content.works]
    return {**found, "fields_of_work": content.fields, "version": expert.version}, works


def _work(said: Mapping[str, Any]) -> WorkContent:
    return WorkContent(
        title=said["title"].strip(),
        kind=said["kind"] or WorkKind.PAPER,
        year=said["year"],
        achievement_code=said["achievement_code"].strip().upper(),
    )
