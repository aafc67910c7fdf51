"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Foundation: audit, workflow, access, jobs, requests, pages."""

    name = "queqiao_web.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Find the jobs of all apps; say how states look, and what verbs are called."""
        from queqiao_web.foundation.jobs.registry import (
            find_jobs,
        )
        from queqiao_web.foundation.notifications.read import unread_count
        from queqiao_web.foundation.ui.context import unread_are_counted_by
        from queqiao_web.foundation.ui.timeline import verbs_are
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
        verbs_are(
            {
                "foundation.file.stored": _("A file was stored"),
                "foundation.file.downloaded": _("A file was downloaded"),
                "foundation.import.uploaded": _("A table was uploaded"),
                "foundation.import.checked": _("The table was checked"),
                "foundation.import.mended": _("A row was mended"),
                "foundation.import.decided": _("Rows were kept or left out"),
                "foundation.import.started": _("The writing of the rows began"),
                "foundation.import.written": _("The rows were written"),
                "foundation.import.given_back": _("The writing stopped; the rows can be mended"),
                "foundation.import.discarded": _("The table was discarded"),
                "foundation.import.emptied": _("The rows of the table were erased"),
                "foundation.webhook.resumed": _("Sending was taken up again"),
                "foundation.webhook.disabled": _("Sending was stopped after failures"),
                "foundation.webhook.secret_renewed": _("The key for signatures was renewed"),
            }
        )
