"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo region, built through the actions that users use."""

    name = "queqiao_web.demo"
    label = "demo"
    verbose_name = _("Demo region")
