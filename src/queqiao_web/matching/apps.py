"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Matches between what is published, feedback on them, introductions."""

    name = "queqiao_web.matching"
    label = "matching"
    verbose_name = _("Matching")
