"""``queqiao-web sweep``: run now whatever job is due."""

from __future__ import annotations

from django.utils.translation import ngettext

from queqiao_web.foundation.jobs.run import sweep
from queqiao_web.foundation.management.command import PlatformCommand


class Command(PlatformCommand):
    """Run what is due, by hand: workers do it every minute by themselves."""

    help = "Run every job that is due, and those that a killed worker left."

    def handle(self, **_options: object) -> None:
        """Sweep once."""
        done = sweep()
        self.stdout.write(
            ngettext("%(count)d job done.", "%(count)d jobs done.", done) % {"count": done}
        )
