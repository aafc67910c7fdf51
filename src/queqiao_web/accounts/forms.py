"""Shapes of input: what sign-up asks beside address and password, and the profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.actions import Profile
from queqiao_web.accounts.models import User


class SignUpDetails(forms.Form):
    """The person's name and their agreement; allauth adds address and password."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        help_text=_("As your colleagues know you; members of your organization see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    terms = forms.BooleanField(
        label=_("I have read the terms of use and the privacy notice, and agree"),
        error_messages={"required": _("Without your agreement no account can be made.")},
    )
    field_order = ("display_name", "email", "password1", "terms")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing more: the adapter has taken both already."""


class ProfileForm(forms.Form):
    """Name, user name, telephone, language, print size."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=30,
        help_text=_("You may sign in with it instead of your e-mail."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("Only you see it, and whoever you give it to."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    large_print = forms.BooleanField(label=_("Large print"), required=False)

    @classmethod
    def of(cls, user: User, **kwargs: Any) -> ProfileForm:
        """The form filled with what is known."""
        initial = {name: getattr(user, name) for name in cls.base_fields}
        return cls(initial=initial, **kwargs)

    def profile(self) -> Profile:
        """What was filled in."""
        return Profile(**self.cleaned_data)


class EraseForm(forms.Form):
    """The last question before an account is erased."""

    sure = forms.BooleanField(
        label=_("I know that this cannot be undone"),
        error_messages={"required": _("Please confirm that you know it cannot be undone.")},
    )
