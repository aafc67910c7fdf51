"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The assembly of the API: one address, one description."""

    name = "queqiao_web.api"
    label = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        """Put a person's tokens into the export of their data, and words into timelines."""
        from queqiao_web.accounts.queries import personal_data_is_given_by
        from queqiao_web.api.queries import tokens_for_export
        from queqiao_web.foundation.ui.timeline import verbs_are

        personal_data_is_given_by("api_tokens", tokens_for_export)
        verbs_are({"api.token.made": _("Token made"), "api.token.revoked": _("Token revoked")})
