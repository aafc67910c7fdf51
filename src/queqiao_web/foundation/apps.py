"""The app's place in Django."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Foundation: audit, workflow, access, jobs, requests, pages."""

    name = "queqiao_web.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Find the jobs of all apps."""
        from queqiao_web.foundation.jobs.registry import (
            find_jobs,
        )

        find_jobs()
