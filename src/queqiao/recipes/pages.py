"""What all self-contained pages share: how templates are filled, and hashes for their policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from jinja2 import Environment, FunctionLoader, StrictUndefined


def page_environment(source: Callable[[str], str]) -> Environment:
    """Templates read by ``source``: everything escaped, an unknown name an error."""
    return Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def source_hash(source: str) -> str:
    """``'sha256-…'`` of an inline style or script, quoted as a content security policy wants it."""
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
