"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    """Deals: from an introduction to a signed, paid, producing contract."""

    name = "queqiao_web.deals"
    label = "deals"
    verbose_name = _("Deals")
