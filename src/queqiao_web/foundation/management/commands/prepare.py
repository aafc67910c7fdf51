"""``queqiao-web prepare``: what has to be done once after an installation or an upgrade."""

from __future__ import annotations

from django.utils.translation import gettext as _

from queqiao_web.foundation.management.command import PlatformCommand
from queqiao_web.foundation.serving.prepare import prepare


class Command(PlatformCommand):
    """Tables, cache, static files, the schedule of the sweep; ``run`` does it by itself."""

    help = "Bring database, cache table, static files and schedules up to date."

    def handle(self, **_options: object) -> None:
        """Prepare."""
        prepare()
        self.stdout.write(_("Everything is up to date."))
