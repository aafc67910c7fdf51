"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The public home, the workspaces, the dashboard, the audit viewer."""

    name = "queqiao_web.portal"
    label = "portal"
    verbose_name = _("Portal")
