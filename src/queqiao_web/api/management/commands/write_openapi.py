"""``queqiao-web write_openapi FILE``: the description of the API as a file."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from queqiao_web.api.assembly import describe
from queqiao_web.api.urls import API


class Command(BaseCommand):
    """Write the OpenAPI document; the one in ``docs/reference`` is made so."""

    help = "Write the OpenAPI document of the API."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: object) -> None:
        """Write it."""
        text = json.dumps(describe(API), ensure_ascii=False, indent=1, default=str)
        file.write_text(f"{text}\n", encoding="utf-8")
