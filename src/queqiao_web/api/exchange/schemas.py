"""The exchange format as JSON Schema (draft 2020-12), one for each kind of line."""

from __future__ import annotations

from typing import Any

from queqiao_web.api.exchange.kinds import FORMAT, KINDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind by its name."""
    return {
        kind.name: {
            "$schema": DRAFT,
            "$id": f"urn:queqiao:exchange:{FORMAT.rpartition('/')[2]}:{kind.name}",
            **kind.shape.model_json_schema(mode="serialization"),
            "title": f"{FORMAT} {kind.name}",
        }
        for kind in KINDS
    }
