"""What our commands share: the language of the person who typed them, and how they refuse."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from queqiao_web.foundation.errors import PlatformError

REFUSED = 2
"""What a command ends with that cannot be done; its message says why and what to do."""


class PlatformCommand(BaseCommand):
    """A command that speaks Chinese, or English where ``QUEQIAO_LANG`` says so."""

    requires_system_checks: list[str] = []  # noqa: RUF012 -- Django's own attribute

    def execute(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 -- Django's call
        """Run in that language; our own errors become one sentence and an exit code."""
        chosen = os.environ.get("QUEQIAO_LANG", "").lower()[:2]
        with translation.override("en" if chosen == "en" else "zh-hans"):
            try:
                return super().execute(*args, **options)
            except PlatformError as error:
                raise CommandError(str(error.text), returncode=REFUSED) from error
