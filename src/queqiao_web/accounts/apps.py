"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "queqiao_web.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Hear what allauth tells, and say what our verbs are called."""
        from queqiao_web.accounts.pages.entrance import listen
        from queqiao_web.accounts.states import VERBS
        from queqiao_web.foundation.ui.timeline import verbs_are

        listen()
        verbs_are(VERBS)
