"""The app's place in Django."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Foundation: audit, workflow, access, jobs, requests, pages."""

    name = "queqiao_web.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Find the jobs of all apps, and say how the states of imports look."""
        from queqiao_web.foundation.jobs.registry import (
            find_jobs,
        )
        from queqiao_web.foundation.notifications.read import unread_count
        from queqiao_web.foundation.ui.context import unread_are_counted_by
        from queqiao_web.foundation.ui.tones import tones_are

        find_jobs()
        unread_are_counted_by(unread_count)
        tones_are(
            {
                "checked": "waiting",
                "writing": "waiting",
                "written": "done",
                "discarded": "ended",
                "bad": "returned",
                "twice": "returned",
                "good": "open",
                "left_out": "ended",
                "disabled": "returned",
            }
        )
