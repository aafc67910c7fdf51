"""Forms of the second factor that say whose code they ask for; a code is otherwise a record's."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.utils.translation import gettext_lazy as _


class SecondFactorForm(AuthenticateForm):
    """Asked for when somebody signs in."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's call
        super().__init__(*args, **options)
        _say_which_code(self)


class SecondFactorAgainForm(ReauthenticateForm):
    """Asked for before something that must not be done from a screen left alone."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's call
        super().__init__(*args, **options)
        _say_which_code(self)


def _say_which_code(form: AuthenticateForm | ReauthenticateForm) -> None:
    field = form.fields["code"]
    field.label = _("Code of the authenticator app, or a recovery code")
    field.widget.attrs["placeholder"] = ""
