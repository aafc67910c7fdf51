"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemandsConfig(AppConfig):
    """Demands: what enterprises need solved."""

    name = "queqiao_web.demands"
    label = "demands"
    verbose_name = _("Demands")
