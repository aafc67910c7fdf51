"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    """Experts: who could help, and with what."""

    name = "queqiao_web.experts"
    label = "experts"
    verbose_name = _("Experts")
