"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AchievementsConfig(AppConfig):
    """Achievements: what universities and institutes can offer."""

    name = "queqiao_web.achievements"
    label = "achievements"
    verbose_name = _("Achievements")

    def ready(self) -> None:
        """Register the table of imports."""
        from queqiao_web.achievements.forms import table  # noqa: F401 -- when models are
