"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The assembly of the API: one address, one description."""

    name = "queqiao_web.api"
    label = "api"
    verbose_name = _("API")
