"""The code tables as shipped: one record a line, tabs between, ``#`` before a remark."""

from __future__ import annotations

from importlib import resources


def load_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of one shipped table, in file order."""
    text = resources.files("queqiao.core.codes").joinpath(name).read_text(encoding="utf-8")
    return tuple(
        tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#")
    )
