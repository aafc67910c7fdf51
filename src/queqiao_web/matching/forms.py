"""Shapes of what people send to matching."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from queqiao_web.matching.models import SavedSearch
from queqiao_web.matching.states import DeclineCode
from queqiao_web.organizations.forms import IndustryField, RegionField


class AnswerForm(forms.Form):
    """Why a side declines."""

    needs = ("code",)

    code = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *DeclineCode.choices],
        required=False,
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("The other side reads this. It helps them to come back with something better."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class BrokerForm(forms.Form):
    """Who is to stand between the sides."""

    broker = forms.ChoiceField(label=_("Technology broker"), required=False)

    def __init__(self, *args: Any, brokers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["broker"].choices = [("", _("Nobody")), *brokers]


class EndForm(forms.Form):
    """Why an introduction ends."""

    needs = ("text",)

    text = forms.CharField(
        label=_("Why it ends"),
        help_text=_("The other side reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class SearchForm(forms.ModelForm):
    """A search to keep."""

    region_code = RegionField(label=_("Region"), required=False)
    industry_code = IndustryField(label=_("Industry"), required=False)

    class Meta:
        model = SavedSearch
        fields = ("name", "kind", "text", "region_code", "industry_code")
