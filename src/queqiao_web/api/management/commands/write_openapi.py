"""``queqiao-web write_openapi FOLDER``: the descriptions of the API and the exchange format."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from queqiao_web.api.assembly import describe
from queqiao_web.api.exchange.schemas import json_schemas
from queqiao_web.api.urls import API
from queqiao_web.foundation.management.command import PlatformCommand


def written() -> dict[str, str]:
    """Every file by its place below the folder, and what stands in it."""
    found = {"openapi.json": _text(describe(API))}
    for name, schema in json_schemas().items():
        found[f"exchange/{name}.schema.json"] = _text(schema)
    return found


class Command(PlatformCommand):
    """Write the OpenAPI document and the schemas; those in ``docs/reference`` are made so."""

    help = "Write the OpenAPI document and the JSON Schemas of the exchange format."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **_options: object) -> None:
        """Write them."""
        for name, text in written().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _text(document: Mapping[str, object]) -> str:
    return f"{json.dumps(document, ensure_ascii=False, indent=1, default=str)}\n"
