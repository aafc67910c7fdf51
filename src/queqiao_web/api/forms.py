"""The form of a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from queqiao_web.api.scopes import SCOPES

_DAYS = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("one year")))


class TokenForm(forms.Form):
    """What a token is for, what it may do, until when."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("The system that will use it, such as: ERP of the purchasing department."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It never may do more than you. Choose as little as the system needs."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=_DAYS, coerce=int, initial=90)
