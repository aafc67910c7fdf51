"""Forms of review and of closing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.states import CloseReason, ReturnReason


class ReturnForm(forms.Form):
    """Why an achievement goes back."""

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
        help_text=_("The owner reads this as you write it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """Why an achievement is closed."""

    reason = forms.ChoiceField(
        label=_("Why is it closed?"), choices=CloseReason.choices, widget=forms.RadioSelect
    )
