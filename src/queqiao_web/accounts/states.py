"""The words of what happens to accounts, for timelines and the audit viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

VERBS: dict[str, Text] = {
    "accounts.user.signed_up": pgettext_lazy("account", "Registered"),
    "accounts.user.signed_in": _("Signed in"),
    "accounts.user.signed_out": _("Signed out"),
    "accounts.user.edited": _("Profile changed"),
    "accounts.user.password_changed": _("Password changed"),
    "accounts.user.password_set": _("Password set"),
    "accounts.user.password_reset": _("Password reset"),
    "accounts.user.email_changed": _("E-mail changed"),
    "accounts.user.email_confirmed": _("E-mail confirmed"),
    "accounts.user.second_factor_added": _("Second factor added"),
    "accounts.user.second_factor_removed": _("Second factor removed"),
    "accounts.user.second_factor_reset": _("Recovery codes made anew"),
    "accounts.user.exported": _("Personal data exported"),
    "accounts.user.erased": _("Account erased"),
}
