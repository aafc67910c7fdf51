"""What our commands share: the language of the person who typed them."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation


class PlatformCommand(BaseCommand):
    """A command that speaks Chinese, or English where ``QUEQIAO_LANG`` says so."""

    requires_system_checks: list[str] = []  # noqa: RUF012 -- Django's own attribute

    def execute(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 -- Django's call
        """Run in that language."""
        chosen = os.environ.get("QUEQIAO_LANG", "").lower()[:2]
        with translation.override("en" if chosen == "en" else "zh-hans"):
            return super().execute(*args, **options)
