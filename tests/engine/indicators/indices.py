"""Small indices and data for tests, and a build in one call."""

from __future__ import annotations

import numpy as np

from queqiao.indicators.io import parse_configuration
from queqiao.indicators.results import Frame, Panel, Unit

HEAD = "format: queqiao.index/1\nunits: {id: unit, class: kind, groups: [region]}\n"


def configuration(body, head=HEAD):
    """A configuration from YAML below the common head."""
    return parse_configuration(head + body, source="test.yaml")


def flat(columns, *, steps="", extra="", **options):
    """An index of indicators without groups; ``options`` map an indicator to its YAML options."""
    lines = [f"steps: {{{steps}}}", extra, "index:", "  id: index", "  parts:"]
    for name in columns:
        more = f", {options[name]}" if name in options else ""
        lines.append(f"    - {{id: {name}{more}}}")
    return configuration("\n".join(lines) + "\n")


def frame(columns, *, year=None, kinds=(), regions=(), names=()):
    """The data of one year from columns of numbers, ``None`` for a gap."""
    count = len(next(iter(columns.values())))
    units = tuple(
        Unit(
            names[at] if names else f"U{at + 1}",
            f"unit {at + 1}",
            kinds[at] if kinds else "",
            {
                "region": regions[at] if regions else "",
                "kind": kinds[at] if kinds else "",
            },
        )
        for at in range(count)
    )
    values = {
        name: np.array([np.nan if value is None else value for value in column], dtype=float)
        for name, column in columns.items()
    }
    return Frame(year, units, values, tuple(("test.csv", at + 2) for at in range(count)))


def panel(columns, **options):
    """The data of a single year."""
    return Panel((frame(columns, **options),))


def codes(error):
    """The codes of all problems of a ``BadInput``, without the package."""
    return [problem.message.code.removeprefix("indicators.") for problem in error.value.problems]
